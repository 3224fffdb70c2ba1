"""Invented exports read through mappings written by hand, as an integrator writes them; the figures by hand too."""
from pathlib import Path

from casefile import ROOT, relance
from suite_mapping import folder, squeeze, table


def run_mapped(tmp, export, mapping, name="export.xml", as_of="2026-12-31"):
    """Balance by customer, and what is open by document number, of an export read through a mapping."""
    if isinstance(export, str):
        (Path(tmp) / name).write_text(export, encoding="utf-8")
        (Path(tmp) / "m.xml").write_text(mapping, encoding="utf-8")
        export, mapping = name, "m.xml"
    p = relance(["run", export, "--mapping", mapping, "--as-of", as_of], tmp)
    assert p.returncode == 0, p.stderr
    opened = {}
    for r in table(tmp, "pieces"):
        opened[r["number"]] = round(opened.get(r["number"], 0) + float(r["open"]), 2)
    return {(r["customer"], r["currency"]): r["balance"] for r in table(tmp, "balance-agee")}, opened


SMALL = """<mapping name="m" title="M" version="1"><recognise root="X"/>
<record kind="export" path="/X"><field name="currency" value="EUR"/></record>
<record kind="document" path="/X/D"><field name="id" path="@id"/><field name="customer" path="@c"/><field name="name" path="@c"/>
<field name="type" value="invoice"/><field name="date" value="2026-01-05"/><field name="due" value="2026-02-05"/>
%s</record></mapping>"""


def test_mapped_position_behind_a_test():
    """a[b='c']/d[2] is the second d of the a that passes; P[@k='O'][2] the second P that does"""
    export = "<X><D id='1' c='C1'><P k='N'><V>A</V><V>B</V></P><P k='O'><V>C</V><V>D</V></P><P k='O'><V>E</V></P><M>10</M></D></X>"
    with folder() as tmp:
        fields = """<field name="amount" path="M"/><field name="number" path="P[@k='O']/V[2]"/>"""
        assert run_mapped(tmp, export, SMALL % fields)[1] == {"D": 10.0}
    with folder() as tmp:
        fields = """<field name="amount" path="M"/><field name="number" path="P[@k='O'][2]"/>"""
        export = "<X><D id='1' c='C1'><P k='O'>A</P><P k='N'>B</P><P k='O'>C</P><M>10</M></D></X>"
        assert run_mapped(tmp, export, SMALL % fields)[1] == {"C": 10.0}


def test_mapped_sum_too_long():
    """a sum that does not fit in 36 digits is no amount: the record is rejected"""
    fields = '<field name="number" path="@id"/><field name="amount" path="M" sum="yes"/>'
    export = f"<X><D id='1' c='C1'><M>{'9' * 36}</M><M>0.0001</M></D><D id='2' c='C1'><M>1,50</M><M>-0.25</M></D></X>"
    with folder() as tmp:
        (Path(tmp) / "export.xml").write_text(export)
        (Path(tmp) / "m.xml").write_text(SMALL % fields)
        p = relance(["run", "export.xml", "--mapping", "m.xml", "--as-of", "2026-12-31"], tmp)
        assert p.returncode == 1 and "somme de plus de 36 chiffres" in p.stderr, (p.returncode, p.stderr)
        assert [(r["number"], r["open"]) for r in table(tmp, "pieces")] == [("2", "1.25")]


def test_mapped_tables():
    """a database's tables: payments know their customer, date and currency through what they pay; figures by hand"""
    here = ROOT / "tests/mappings"
    with folder() as tmp:
        rows, opened = run_mapped(tmp, here / "tables.xml", here / "tables-mapping.xml")
        assert rows == {("1001", "EUR"): "20607.30", ("1008", "EUR"): "2839.72", ("1015", "EUR"): "15575.40",
                        ("1022", "CHF"): "15758.00"}, rows
        assert opened == {"F26-0012": 4036.00, "F26-0003": 2839.72, "F26-0004": 1684.80, "F26-0009": 9291.00, "F26-0011": 15575.40,
                          "F26-0007": 5595.50, "F26-0001": 15758.00}, opened


def test_mapped_fixed_fields():
    """fixed fields: cents, AAMMJJ, a side in a column, cancelled ones, instalments, terms in a table behind; figures by hand"""
    here = ROOT / "tests/mappings"
    with folder() as tmp:
        rows, opened = run_mapped(tmp, here / "fixed.xml", here / "fixed-mapping.xml")
        assert rows == {("00001001", "EUR"): "5492.83", ("00001008", "EUR"): "640.07", ("00001015", "EUR"): "23204.47",
                        ("00001022", "CHF"): "11071.14"}, rows
        assert opened.pop("R26-0019") == -123.45, opened
        assert opened == {"F26-0001": 297.63, "F26-0003": 342.44, "F26-0011": 15705.90, "F26-0006": 5616.28, "F26-0007": 3560.77,
                          "F26-0012": 10569.00, "F26-0004": 502.14, "F26-0009": 3937.80}, opened
        due = sorted(r["due"] for r in table(tmp, "pieces") if r["number"] == "F26-0003")
        assert due == ["2026-07-08", "2026-08-07"], due  # the payment served the first instalment, and a part of the second
        p = relance(["mapping", "check", here / "fixed-mapping.xml", here / "fixed.xml"], tmp)
        assert p.returncode == 0 and p.stdout.count("égal au solde des pièces") == 2, p.stdout


JOINED = """<db><adr t="C1" r="1 rue A" p="35000" v="Rennes"/><inst f="11" d="20260930" m="30000"/><inst f="11" d="20260731" m="30000"/>
<inst f="11" d="20260831" m="30000"/>%s
<stl r="21" f="11" j="20260805" m="35000"/><stl r="22" f="11" j="20260910" m="10000"/>%s
<doc id="11" c="C1" n="F1" t="I" j="20260701" m="90000"/><doc id="12" c="C1" n="F2" t="I" j="20260702" m="5000"/>
<doc id="21" c="C1" n="R1" t="R" j="20260805" m="40000"/><doc id="22" c="C1" n="R2" t="R" j="20260910" m="60000"/></db>"""
JOINED_MAPPING = """<mapping name="m" title="m" version="1"><forms decimal="hundredths" date="compact"/>
<values name="t"><value from="I" to="invoice"/><value from="R" to="payment"/></values>
<record kind="export" path="/db"><field name="currency" value="EUR"/></record>
<record kind="address" path="/db/adr"><field name="customer" path="@t"/><field name="line1" path="@r"/>
<field name="postcode" path="@p"/><field name="city" path="@v"/></record>
<record kind="part" path="/db/inst"><field name="document" path="@f"/><field name="due" path="@d"/><field name="amount" path="@m"/></record>
<record kind="allocation" path="/db/stl"><field name="from" path="@r"/><field name="document" path="@f"/><field name="amount" path="@m"/>
<field name="date" path="@j"/></record>
<record kind="document" path="/db/doc"><field name="id" path="@id"/><field name="customer" path="@c"/><field name="name" path="@c"/>
<field name="number" path="@n"/><field name="type" path="@t" values="t"/><field name="date" path="@j"/><field name="amount" path="@m"/></record>
</mapping>"""


def test_mapped_joined_parts():
    """tables joined by keys: addresses, instalments, settlements; what is set against the invoice serves its earliest instalment"""
    with folder() as tmp:
        # 350.00 on 05/08: the first 300.00, and 50.00 of the second; 100.00 on 10/09: of the second too
        rows, opened = run_mapped(tmp, JOINED % ("", ""), JOINED_MAPPING)
        assert rows == {("C1", "EUR"): "-50.00"} and opened == {"F1": 450.0, "F2": 50.0, "R1": -50.0, "R2": -500.0}, (rows, opened)
        parts = {r["document"]: (r["due"], r["open"]) for r in table(tmp, "pieces") if r["number"] == "F1"}
        assert parts == {"11/2": ("2026-08-31", "150.00"), "11/3": ("2026-09-30", "300.00")}, parts
        assert "no-address" not in {r["code"] for r in table(tmp, "qualite")}
        run_mapped(tmp, JOINED % ("", ""), JOINED_MAPPING, as_of="2026-08-31")
        parts = {r["document"]: r["open"] for r in table(tmp, "pieces") if r["number"] == "F1"}
        assert parts == {"11/2": "250.00", "11/3": "300.00"}, parts  # the second settlement is later
    with folder() as tmp:
        # 450.00 are open when 460.00 come: rejected whole; an instalment of nothing is rejected
        more = JOINED % ('<inst f="99" d="20260930" m="1"/>', '<stl r="22" f="11" j="20261001" m="46000"/>')
        (Path(tmp) / "e.xml").write_text(more)
        (Path(tmp) / "m.xml").write_text(JOINED_MAPPING)
        p = relance(["run", "e.xml", "--mapping", "m.xml", "--as-of", "2026-12-31"], tmp)
        assert p.returncode == 1 and "« R2 »" not in p.stderr and "il ne reste que 450,00" in squeeze(p.stderr), p.stderr
        rejects = sorted((r["reason"], r["document"]) for r in table(tmp, "rejets"))
        assert rejects == [("allocation-exceeds", "22"), ("unknown-document", "99")], rejects
        parts = {r["document"]: r["open"] for r in table(tmp, "pieces") if r["number"] == "F1"}
        assert parts == {"11/2": "150.00", "11/3": "300.00"}, parts


def test_mapped_customers_without_names():
    """a second file that completes customers need not repeat their names: those that their documents state stay"""
    export = "Client;Nom;Pièce;Date;Montant\nC1;Alpha;F1;01/07/2026;100,00\nC2;Bêta;F2;01/07/2026;50,00\n"
    mapping = ('<mapping name="l" title="L" version="1"><delimited/><forms decimal="comma" date="dmy"/><record kind="export" path="/">'
               '<field name="currency" value="EUR"/></record><record kind="document" path="/row" debit-type="invoice" credit-type="payment">'
               '<field name="id" path="Pièce"/><field name="customer" path="Client"/><field name="name" path="Nom"/><field name="date" path="Date"/>'
               '<field name="signed" path="Montant"/></record></mapping>')
    with folder() as tmp:
        (Path(tmp) / "l.csv").write_text(export, encoding="utf-8")
        (Path(tmp) / "m.xml").write_text(mapping, encoding="utf-8")
        (Path(tmp) / "c.csv").write_text("Code client;Adresse;CP;Ville;Mail;Conditions\nC1;1 rue A;35000;Rennes;a@a.example;30 jours\n",
                                         encoding="utf-8")
        p = relance(["run", "l.csv", "--mapping", "m.xml", "--customers", "c.csv", "--as-of", "2026-12-31"], tmp)
        assert p.returncode == 0, p.stderr
        assert [(r["customer"], r["name"]) for r in table(tmp, "balance-agee")] == [("C1", "Alpha"), ("C2", "Bêta")]
        assert {r["document"]: r["due"] for r in table(tmp, "pieces")} == {"F1": "2026-07-31", "F2": ""}


def test_mapped_types_and_keys():
    """xsi:type tells what a document is, unless there is a type beside it; a payment names several invoices by key"""
    export = ('<s:Envelope xmlns:s="urn:s" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><s:Body><client no="C1" nom="Alpha">'
              '<d xsi:type="n:Invoice" k="11" no="F1" j="2026-07-01" m="100.00"/><d xsi:type="n:Invoice" k="12" no="F2" j="2026-07-02" m="40.00"/>'
              '<d xsi:type="n:Row" type="Receipt" k="13" no="R1" j="2026-08-01" m="110.00"><pays k="12"/><pays k="11"/></d>'
              '</client></s:Body></s:Envelope>')
    mapping = ('<mapping name="m" title="m" version="1"><matching applies="yes"/><values name="t"><value contains="Invoice" to="invoice"/>'
               '<value contains="Receipt" to="payment"/></values><list name="n" path="/Envelope/Body/client/d" key="@k" value="@no" late="yes"/>'
               '<record kind="export" path="/Envelope"><field name="currency" value="EUR"/></record>'
               '<record kind="rate" path="/Envelope"><field name="currency" value="USD"/><field name="value" value="0.92"/></record>'
               '<record kind="customer" path="/Envelope/Body/client"><field name="id" path="@no"/><field name="name" path="@nom"/>'
               '<record kind="document" path="d"><field name="id" path="@k"/><field name="number" path="@no"/><field name="type" path="@type" values="t"/>'
               '<field name="date" path="@j"/><field name="amount" path="@m"/><field name="applies" path="pays/@k" all="|" via="n"/>'
               '</record></record></mapping>')
    with folder() as tmp:
        rows, opened = run_mapped(tmp, export, mapping)
        assert rows == {("C1", "EUR"): "30.00"} and opened == {"F1": 30.0}, (rows, opened)


def test_mapped_blank_dates():
    """a date of zeros only, or the end of a database's calendar, is no date: the terms give the due date, and a document without date says so"""
    export = ('<e><d id="1" c="C1" j="20260701" e="00000000"/><d id="2" c="C1" j="00000000" e="000000"/>'
              '<d id="3" c="C1" j="20260702" e="1900-01-01T00:00:00Z"/><d id="4" c="C1" j="20260703" e="99991231"/><d id="5" c="C1" j="20260704" e="20260801"/></e>')
    mapping = ('<mapping name="m" title="m" version="1"><forms date="compact"/><record kind="export" path="/e"><field name="currency" value="EUR"/></record>'
               '<record kind="document" path="/e/d"><field name="id" path="@id"/><field name="customer" path="@c"/><field name="name" path="@c"/>'
               '<field name="type" value="invoice"/><field name="terms-days" value="30"/><field name="date" path="@j"/><field name="due" path="@e"/>'
               '<field name="amount" value="10.00"/></record></mapping>')
    with folder() as tmp:
        (Path(tmp) / "e.xml").write_text(export)
        (Path(tmp) / "m.xml").write_text(mapping)
        p = relance(["mapping", "check", "m.xml", "e.xml"], tmp)
        assert p.returncode == 1 and "document date : absent, 1 fois, REJET ; ligne 1" in squeeze(p.stdout), p.stdout
        assert "non comprise" not in p.stdout, p.stdout
        p = relance(["run", "e.xml", "--mapping", "m.xml", "--as-of", "2026-12-31"], tmp)
        assert p.returncode == 1, p.stderr
        due = {r["document"]: r["due"] for r in table(tmp, "pieces")}
        assert due == {"1": "2026-07-31", "3": "2026-08-01", "4": "2026-08-02", "5": "2026-08-01"}, due


TITLED = """Liste des pièces;;;;
Dossier 12;au 31/10/2026;;;
Client;Pièce;Date;Montant;Nom
C1;F1;01/07/26;1 000,00;Alpha
C1;R1;01/08/26;-250,00;Alpha
"""


def test_titles_above_header():
    """titles above a table's header are passed over and counted; where no line names the columns, the message says which were sought"""
    mapping = ('<mapping name="liste" title="Liste" version="1"><recognise header="Client Pièce Montant"/><matching oldest-first="yes"/><delimited/>'
               '<forms decimal="comma" date="dmy short-year"/><record kind="export" path="/"><field name="currency" value="EUR"/></record>'
               '<record kind="document" path="/row" debit-type="invoice" credit-type="payment"><field name="id" path="Pièce"/>'
               '<field name="number" path="Pièce"/><field name="customer" path="Client"/><field name="name" path="Nom"/>'
               '<field name="date" path="Date"/><field name="signed" path="Montant"/></record></mapping>')
    with folder() as tmp:
        rows, opened = run_mapped(tmp, TITLED, mapping, "liste.csv")
        assert rows == {("C1", "EUR"): "750.00"} and opened == {"F1": 750.0}, (rows, opened)
        p = relance(["check", "liste.csv", "--mapping", "m.xml"], tmp)
        assert "liste.csv:1: information : titre de 2 lignes au-dessus de l'en-tête" in p.stderr, p.stderr
        header = ("JournalCode JournalLib EcritureNum EcritureDate CompteNum CompteLib CompAuxNum CompAuxLib PieceRef PieceDate EcritureLib "
                  "Debit Credit EcritureLet DateLet ValidDate Montantdevise Idevise").split()
        line = "VE Ventes 1 20260701 411000 Clients C1 Alpha F1 20260701 Facture 120,00 0,00".split() + [""] * 2 + ["20260701", "", ""]
        (Path(tmp) / "ecritures.txt").write_text("Export du 31/10/2026\n" + "\t".join(header) + "\n" + "\t".join(line) + "\n")
        p = relance(["check", "ecritures.txt", "--as-of", "2026-10-31"], tmp)
        assert "lu comme « FEC" in p.stdout and "encours 120,00" in squeeze(p.stdout), (p.stdout, p.stderr)
        (Path(tmp) / "autre.csv").write_text("A;B\n1;2\n")
        p = relance(["check", "autre.csv", "--mapping", "m.xml"], tmp)
        assert p.returncode == 3 and "autre.csv:1: aucune des 2 premières lignes ne nomme les colonnes du format « liste »" in p.stderr, p.stderr


def test_mapped_pairs_and_cells():
    """values that are named by an element beside them, and cells that have no name but their rank"""
    head = '<mapping name="m" title="m" version="1"><forms date="dmy"/><record kind="export" path="/e"><field name="currency" value="EUR"/></record>%s</mapping>'
    fields = ("id", "customer", "name", "date", "amount")
    pairs = "".join(f"<champ><nom>{n}</nom><valeur>{v}</valeur></champ>" for n, v in
                    (("ttc", "96.00"), ("client", "C1"), ("no", "F1"), ("jour", "01/07/2026")))
    paths = [f"champ[nom='{n}']/valeur" for n in ("no", "client", "client", "jour", "ttc")]
    record = '<record kind="document" path="/e/l"><field name="type" value="invoice"/><field name="number" path="{0}"/>%s</record>'
    mapping = head % (record.format(paths[0]) % "".join(f'<field name="{f}" path="{p}"/>' for f, p in zip(fields, paths)))
    with folder() as tmp:
        rows, opened = run_mapped(tmp, f"<e><l>{pairs}</l></e>", mapping)
        assert rows == {("C1", "EUR"): "96.00"} and opened == {"F1": 96.0}, (rows, opened)
    cells = "".join("<l>" + "".join(f"<Cell>{c}</Cell>" for c in row) + "</l>" for row in
                    (("Compte", "Date", "Pièce", "Montant"), ("C1", "01/07/2026", "F1", "96.00"), ("C1", "02/07/2026", "F2", "4.00")))
    paths = [f"Cell[{n}]" for n in (3, 1, 1, 2, 4)]
    mapping = head % (record.format(paths[0]) % ('<only path="Cell[1]" not-in="Compte"/>' +
                                                 "".join(f'<field name="{f}" path="{p}"/>' for f, p in zip(fields, paths))))
    with folder() as tmp:
        rows, opened = run_mapped(tmp, f"<e>{cells}</e>", mapping)
        assert rows == {("C1", "EUR"): "100.00"} and opened == {"F1": 96.0, "F2": 4.0}, (rows, opened)
