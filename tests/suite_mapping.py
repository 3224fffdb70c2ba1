"""mapping check, mapping guess, and the mapping tutorial run as a test."""
import csv
import re
import shlex
import subprocess
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from casefile import ROOT, Skipped, relance

TUTORIAL = ROOT / "templates/mappings/TUTORIEL.md"
SCHEMA = ROOT / "templates/mappings/mapping.xsd"


def folder():
    return tempfile.TemporaryDirectory(prefix="relance-mapping-")


def squeeze(text):
    """White space of any kind, narrow and unbreakable blanks included, as one blank."""
    return re.sub(r"\s+", " ", text)


# -- a folder ---------------------------------------------------------------
def test_folder_leaves_out_pictures_and_pdf():
    """in a folder, PDF, pictures and hidden files beside the exports are left out, and told; a text is refused"""
    export = ('<receivables version="1" company="T" currency="EUR" extracted="2026-12-31"><customer id="C1"><name>D</name>'
              '<document id="F1" type="invoice" date="2026-08-01" amount="100.00"/></customer></receivables>')
    with folder() as tmp:
        inside = Path(tmp) / "in"
        inside.mkdir()
        (inside / "a.xml").write_text(export, encoding="utf-8")
        (inside / "a.pdf").write_bytes(b"%PDF-1.7\n%\xe2\xe3\n")
        (inside / "logo").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
        (inside / ".hidden").write_bytes(b"none of your business")
        p = relance(["check", "in"], tmp)
        assert p.returncode == 0 and "1 client, 1 pièce" in p.stdout, p.stdout + p.stderr
        assert "2 cas, « left-out-file »" in p.stderr and "a.pdf: attention : laissé de côté dans ce dossier : fichier PDF ; une facture" in p.stderr, p.stderr
        (Path(tmp) / "pictures").mkdir()
        (Path(tmp) / "pictures/a.pdf").write_bytes(b"%PDF-1.7\n")
        p = relance(["check", "pictures"], tmp)
        assert p.returncode == 3 and "« pictures » sans aucun export" in p.stderr, p.stderr
        (inside / "b.txt").write_text("just a note\n", encoding="utf-8")
        p = relance(["check", "in"], tmp)
        assert p.returncode == 3 and "b.txt" in p.stderr, p.stderr


# -- the tutorial ----------------------------------------------------------
def blocks():
    """(language, file name or "", text) of each fenced block, in order."""
    text = TUTORIAL.read_text(encoding="utf-8")
    return [(m[1], m[2].strip(), m[3]) for m in re.finditer(r"^```(\w*)([^\n]*)\n(.*?)^```$", text, re.S | re.M)]


def run_console(text, tmp):
    """The commands of a console block, each with the lines that its output must hold."""
    commands = 0
    for part in re.split(r"^\$ ", text, flags=re.M)[1:]:
        command, *expected = part.splitlines()
        args = shlex.split(command.replace(" > ", " "))
        into = args.pop() if " > " in command else None
        assert args[0] == "relance", command
        p = relance(args[1:], tmp)
        assert p.returncode in (0, 1), f"{command}\nexit status {p.returncode}\n{p.stderr}"
        if into:
            (tmp / into).write_text(p.stdout, encoding="utf-8")
        got = squeeze(p.stdout + p.stderr)
        for line in expected:
            assert squeeze(line).strip() in got, f"{command}\nnot in the output: {line}\n{p.stdout}{p.stderr}"
        commands += 1
    return commands


def test_tutorial():
    """every file of the tutorial is written, every command run, every line shown is found"""
    files = commands = 0
    with folder() as tmp:
        tmp = Path(tmp)
        for language, name, text in blocks():
            if name:
                (tmp / name).write_text(text, encoding="utf-8")
                files += 1
            elif language == "console":
                commands += run_console(text, tmp)
    assert files >= 5 and commands >= 5, (files, commands)


def test_tutorial_figures():
    """the tutorial's mapping gives the aged balance that one computes by hand"""
    with folder() as tmp:
        tmp = Path(tmp)
        for _, name, text in blocks():
            if name:
                (tmp / name).write_text(text, encoding="utf-8")
        p = relance(["run", "creances.xml", "--mapping", "gestia.xml"], tmp)
        assert p.returncode == 0, p.stderr
        rows = balance(tmp)
        assert rows["4117"]["d61_90"] == "7480.00" and rows["4117"]["not_due"] == "3360.00", rows["4117"]
        assert rows["4120"]["d31_60"] == "1056.00" and rows["4120"]["kind"] == "public", rows["4120"]
        assert "4133" not in rows or rows["4133"]["balance"] == "0.00", rows
        pieces = {r["number"]: r for r in table(tmp, "pieces")}
        assert pieces["F26-0398"]["due"] == "2026-10-31", pieces["F26-0398"]  # 45 days, then end of month


def test_tutorial_names_the_whole_language():
    """every attribute, element and enumerated word of the schema, every field, is in the reference"""
    text = TUTORIAL.read_text(encoding="utf-8")
    schema = SCHEMA.read_text(encoding="utf-8")
    source = (ROOT / "gen/read/record.c").read_text(encoding="utf-8")
    words = set(re.findall(r'<xs:(?:attribute|element) name="([^"]+)"', schema))
    words |= set(re.findall(r'<xs:enumeration value="([^"]+)"', schema)) - {"1"}
    words |= set(re.findall(r'\[F_\w+\] = { "([^"]+)"', source)) | {"debit-type", "credit-type", "terms"}
    camt_only = set(re.findall(r'\[F_(?:PAYER|IBAN|TEXT|STRUCTURED|END_TO_END|RETURN|ACCOUNT_IBAN|ENTRY_REF|STATEMENT)\] '
                               r'= { "([^"]+)"', source))
    lines = {f"line{i}" for i in range(2, 5)}  # "line1 … line5"
    missing = sorted(w for w in words - camt_only - lines if not re.search(rf"(?<![\w-]){re.escape(w)}(?![\w-])", text))
    assert not missing, missing


# -- guess -------------------------------------------------------------------
def table(tmp, name):
    run = next(d for d in sorted((Path(tmp) / "out").glob("[0-9]*")) if d.is_dir())
    with open(run / "donnees" / f"{name}.csv", encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def balance(tmp):
    return {r["customer"]: r for r in table(tmp, "balance-agee")}


def guess(tmp, data, name="export.xml", encoding="utf-8"):
    path = Path(tmp) / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode(encoding))
    p = relance(["mapping", "guess", name], tmp)
    assert p.returncode == 0, p.stderr
    (Path(tmp) / "guessed.xml").write_text(p.stdout, encoding="utf-8")
    try:
        v = subprocess.run(["xmllint", "--noout", "--schema", SCHEMA, "guessed.xml"], cwd=tmp, capture_output=True, text=True)
    except FileNotFoundError:
        raise Skipped("xmllint is not installed")
    assert v.returncode == 0, v.stderr + p.stdout
    return p.stdout


def guess_and_run(tmp, data, name="export.xml", encoding="utf-8", status=0):
    text = guess(tmp, data, name, encoding)
    p = relance(["run", name, "--mapping", "guessed.xml", "--as-of", "2026-10-31"], tmp)
    assert p.returncode == status, f"{p.stderr}\n{text}"
    return text, balance(tmp)


NESTED = """<?xml version="1.0" encoding="UTF-8"?>
<ExportClients dateExport="2026-10-31" devise="EUR">
 <Client code="CL001" nom="Boulangerie Martin" type="Professionnel">
  <Adresse><Rue>3 rue du Four</Rue><CodePostal>21000</CodePostal><Ville>Dijon</Ville><Pays>FR</Pays></Adresse>
  <Email>compta@martin.example</Email><Reglement>45 jours fin de mois</Reglement>
  <Factures>
   <Facture numero="F-101" date="15/07/2026" echeance="31/08/2026" montantTTC="1 200,00" montantTVA="200,00"/>
   <Facture numero="F-102" date="20/09/2026" montantTTC="340,50" montantTVA="56,75"/>
  </Factures>
  <Avoirs><Avoir numero="A-7" date="01/10/2026" montantTTC="100,00"/></Avoirs>
  <Reglements><Paiement ref="R-1" date="05/09/2026" montant="500,00" mode="virement" facture="F-101"/></Reglements>
 </Client>
 <Client code="CL002" nom="Mairie de Saulieu" type="Public">
  <Adresse><Rue>Place de la mairie</Rue><CodePostal>21210</CodePostal><Ville>Saulieu</Ville><Pays>FR</Pays></Adresse>
  <Email>mairie@saulieu.example</Email>
  <Factures><Facture numero="F-103" date="02/10/2026" echeance="01/11/2026" montantTTC="88,00" montantTVA="8,00"/></Factures>
 </Client>
</ExportClients>
"""


def test_guess_nested():
    """guess: documents inside of their customers, in lists of their own kind; payments name what they pay"""
    with folder() as tmp:
        text, rows = guess_and_run(tmp, NESTED)
        one = rows["CL001"]
        assert (one["d61_90"], one["not_due"], one["unapplied"]) == ("700.00", "340.50", "-100.00"), one
        assert (one["name"], one["kind"]) == ("Boulangerie Martin", "business"), one
        assert (rows["CL002"]["balance"], rows["CL002"]["kind"]) == ("88.00", "public"), rows["CL002"]
        assert 'kind="address"' in text and 'name="email"' in text and 'name="terms"' in text


FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<d:Daten xmlns:d="urn:example:erp" Stichtag="31.10.2026">
 <d:Kunden>%s</d:Kunden><d:OffenePosten>%s</d:OffenePosten>
</d:Daten>
"""
KUNDE = ("<d:Kunde><d:KundenNr>%s</d:KundenNr><d:Name>%s</d:Name><d:Strasse>Hauptstr. 1</d:Strasse><d:PLZ>10115</d:PLZ>"
         "<d:Ort>Berlin</d:Ort><d:Land>DE</d:Land><d:Zahlungsbedingung>30 Tage netto</d:Zahlungsbedingung></d:Kunde>")
POSTEN = ("<d:Posten><d:KundenNr>%s</d:KundenNr><d:BelegNr>%s</d:BelegNr><d:Belegart>%s</d:Belegart><d:Belegdatum>%s</d:Belegdatum>"
          "<d:Faelligkeit>%s</d:Faelligkeit><d:Betrag>%s</d:Betrag><d:Offen>%s</d:Offen><d:Waehrung>EUR</d:Waehrung></d:Posten>")


def test_guess_flat_lists():
    """guess: two flat lists joined by the customer's number, German names, a namespace; what is left counts"""
    data = FLAT % (KUNDE % ("10001", "Müller &amp; Co") + KUNDE % ("10002", "Schmidt AG"),
                   POSTEN % ("10001", "RE-1", "Rechnung", "01.08.2026", "31.08.2026", "1.190,00", "690,00") +
                   POSTEN % ("10002", "RE-2", "Rechnung", "15.09.2026", "29.09.2026", "238,00", "238,00") +
                   POSTEN % ("10001", "GS-1", "Gutschrift", "20.09.2026", "", "-119,00", "-119,00"))
    with folder() as tmp:
        text, rows = guess_and_run(tmp, data)
        assert rows["10001"]["name"] == "Müller & Co", rows
        assert (rows["10001"]["d61_90"], rows["10001"]["unapplied"]) == ("690.00", "-119.00"), rows["10001"]
        assert rows["10002"]["balance"] == "238.00", rows["10002"]
        assert "reste dû" in text and "À VÉRIFIER" in text


def test_guess_delimited():
    """guess: a ledger in columns, debit and credit, lettering, Windows-1252"""
    data = ("Compte tiers;Intitulé;Date;N° pièce;Libellé;Échéance;Débit;Crédit;Lettrage\r\n"
            "CDURAND;Durand & Fils;01/07/2026;F001;Facture F001;31/07/2026;1 000,00;;A\r\n"
            "CDURAND;Durand & Fils;05/08/2026;V1;Virement;;;1 000,00;A\r\n"
            "CDURAND;Durand & Fils;01/09/2026;F007;Facture F007;01/10/2026;240,00;;\r\n"
            "CMARTIN;\"Martin; SARL\";15/07/2026;F002;Facture F002;14/08/2026;500,00;;\r\n")
    with folder() as tmp:
        _, rows = guess_and_run(tmp, data, "balance.csv", "cp1252")
        assert (rows["CDURAND"]["balance"], rows["CDURAND"]["d1_30"]) == ("240.00", "240.00"), rows
        assert (rows["CMARTIN"]["name"], rows["CMARTIN"]["d61_90"]) == ("Martin; SARL", "500.00"), rows


def test_guess_invoice_list():
    """guess: invoices that hold their buyer and their payments; cancelled ones are left out"""
    def invoice(number, status, buyer, total, inside=""):
        return (f'<invoice status="{status}"><number>{number}</number><issued>2026-06-01</issued><due>2026-06-30</due>'
                f"<currency>EUR</currency><buyer><name>{buyer}</name><address><street>5 High St</street><zip>33000</zip>"
                f"<city>Bordeaux</city></address></buyer><lines><line><quantity>1</quantity><price>{total}</price>"
                f"<amount>{total}</amount></line></lines><total>{total}</total>{inside}</invoice>")
    paid = "<payments><payment><date>2026-07-15</date><amount>100.00</amount></payment></payments>"
    data = ("<invoices>" + invoice("A-1", "open", "Zed", "300.00", paid) + invoice("A-2", "cancelled", "Yak", "12.00") +
            invoice("A-3", "open", "Zed", "15.00") + "</invoices>")
    with folder() as tmp:
        _, rows = guess_and_run(tmp, data)
        assert {c: r["balance"] for c, r in rows.items()} == {"Zed": "215.00"}, rows


# Invented exports of tests/guess: the balance of each customer, computed by hand, and what the proposal must say.
EXPORTS = {
    "flat-rows.xml": ({"000118": "5350.00", "000240": "96.48", "000251": "2040.00"}, ["reste dû", "n'annonce aucun total"]),
    "nested-es.xml": ({"C-0045": "1605.00", "C-0051": "121.00"}, ['path="@vencimiento"']),
    "lists-de.xml": ({"70010": "1023.00"}, ['<list name="terms"', 'name="applies" path="@RechnungId"']),
    "soap-en.xml": ({"K-301": "7050.00", "K-312": "1180.40"}, ["égal au total annoncé", 'reason="pièce annulée"']),
    "columns.csv": ({"9BOURD": "720.00", "9CLERC": "60.00"}, ['name="group" path="Lettre"']),
    "ledger-fr.xml": ({"ALBA": "2700.00", "BRUN": "-20.00", "CARO": "480.00"},
                      ["égal à la somme des soldes annoncés", 'opening-at-start="yes"', 'path="@Compte" list="account"']),
    "credit-positive.xml": ({"P1": "1450.00", "P2": "200.00"}, ["presque tout y est négatif", 'negate="yes"']),
    "two-readings.xml": ({"Q1": "180.00", "Q2": "24.00"}, ["À VÉRIFIER : jour/mois ou mois/jour", "ou bien « @M2 »"]),
    "named-fields.xml": ({"C10": "640.00", "C11": "87.60"}, ["""path="field[@name='due_date']\"""", """<only path="@model" in="'invoice'"/>"""]),
    "spreadsheet.xml": ({"D014": "530.50", "D020": "1210.04"}, ["<delimited/>", 'header="Code_client']),
    "soll-haben.csv": ({"10001": "1071.00", "10002": "138.50"}, ['name="sign" path="S_H"']),
    "rest-to-pay.txt": ({"0001": "80.00", "0002": "45.50"}, ["À VÉRIFIER : le fichier ne contient pas de règlement"]),
    "account-statement.xml": ({"D100": "130.00", "D200": "30.00"}, ['path="Saldovortrag"', "la lecture ferme, au centime près"]),
    "code-tables.xml": ({"1": "200.00", "2": "150.00"}, ['via="types"', '<list name="types"']),
    "disputes-fr.xml": ({"K1": "3450.00", "K2": "75.00"},
                        ['kind="dispute"', 'kind="promise"', 'kind="instalment"', 'kind="reminder"']),
    "models.xml": ({"partner_1001": "-38.05", "partner_1008": "6256.53", "partner_1015": "12789.49", "partner_1022": "5732.98"},
                   ["""<field name="from" path="field[@name='debit_id']/@ref"/>""", '<value from="base.USD" to="USD"/>']),
    "abbreviated.txt": ({"00002001": "1500.00", "00002017": "600.00"},
                        ['name="due" path="DTECH"', 'name="name" path="RSCLI"', 'decimal="hundredths"', 'name="sign" path="SENS"']),
    "unset-dates.xml": ({"K-01": "2000.00", "K-02": "999.99"}, ['name="due" path="DueDate"', """<skip path="IsCancelled" in="'Yes'\""""]),
    "titled.csv": ({"Vergne": "1000.00", "Loubet": "150.40"},
                   ["""<skip path="Compte" starts="'Total'" reason="ligne de total"/>""", 'date="dmy short-year"', '<value from="€" to="EUR"/>']),
}


def guess_export(name):
    path = ROOT / "tests/guess" / name
    want, says = EXPORTS[name]
    with folder() as tmp:
        text, rows = guess_and_run(tmp, path.read_bytes(), name)
        check = relance(["mapping", "check", "guessed.xml", name], tmp)
        assert check.returncode == 0, check.stdout
        got = {c: r["balance"] for c, r in rows.items()}
        assert got == want, (name, got, text)
        for words in says:
            assert words in squeeze(text), (name, words, text)
    return text


def test_guess_exports():
    """guess: on invented exports of many styles, the right balances, and the words that say what is not sure"""
    files = {p.name for p in (ROOT / "tests/guess").iterdir()}
    assert files == set(EXPORTS), files ^ set(EXPORTS)
    for name in EXPORTS:
        guess_export(name)


def test_guess_fixed_fields():
    """guess: names with their file's mark in front, six digits that are dates by their name, padded amounts in cents"""
    with folder() as tmp:
        text = guess(tmp, (ROOT / "tests/mappings/fixed.xml").read_bytes())
        for words in ('<forms decimal="hundredths" date="compact short-year"/>', 'name="date" path="ECDAT"', 'name="due" path="ECECH"',
                      'name="sign" path="ECSGN"', 'name="applies" path="ECREF"', 'name="name" path="CLRSOC"', "en plusieurs devises"):
            assert words in squeeze(text), (words, text)


def test_guess_tables():
    """guess: the tables of a database, told apart by the name of what is around their rows"""
    with folder() as tmp:
        text = guess(tmp, (ROOT / "tests/mappings/tables.xml").read_bytes())
        assert """<only path="../@name" in="'erp_societe'"/>""" in text and """<only path="../@name" in="'erp_facture'"/>""" in text, text
        assert """<field name="customer" path="field[@name='fk_soc']"/>""" in text, text
        assert "laissé de côté, mais pourrait aussi être des pièces : /vidage/base/table[@name='erp_paiement']/row" in text, text


def test_guess_links():
    """guess: a list that sets invoices against payments of the same numbers becomes allocations, by ids that tell them apart"""
    data = ('<ventes devise="EUR"><client code="C1" nom="Alpha"/><client code="C2" nom="Beta"/>'
            '<facture no="1" client="C1" date="2026-07-01" montant="100.00"/><facture no="2" client="C1" date="2026-07-02" montant="50.00"/>'
            '<facture no="3" client="C2" date="2026-07-03" montant="70.00"/>'
            '<reglement no="1" client="C1" date="2026-08-01" montant="80.00"/><reglement no="2" client="C2" date="2026-08-02" montant="20.00"/>'
            '<lettrage reglement="1" facture="1" montant="30.00"/><lettrage reglement="1" facture="2" montant="50.00"/>'
            '<lettrage reglement="2" facture="3" montant="20.00"/></ventes>')
    with folder() as tmp:
        text, _ = guess_and_run(tmp, data)
        assert """<field name="from" paths="'reglement' @reglement" join="-"/>""" in text, text
        opened = {r["number"]: r["open"] for r in table(tmp, "pieces") if r["type"] == "invoice"}
        assert opened == {"1": "70.00", "3": "50.00"}, opened


def test_guess_nested_links():
    """guess: lists of imputations and of instalments inside of the document are read item by item, whatever their items are called"""
    data = ('<Clients devise="EUR" dateExport="30/11/2026"><Client code="C1"><RaisonSociale>Alpha</RaisonSociale><Ecritures>%s</Ecritures></Client>'
            '<Client code="C2"><RaisonSociale>Beta</RaisonSociale><Ecritures>%s</Ecritures></Client></Clients>')

    def entry(number, nature, day, sens, amount, more=""):
        return (f"<Ecriture><Piece>{number}</Piece><Nature>{nature}</Nature><DatePiece>{day}</DatePiece><Sens>{sens}</Sens>"
                f"<Montant>{amount}</Montant>{more}</Ecriture>")

    terms = ("<Echeancier><Terme><Le>31/07/2026</Le><Somme>300,00</Somme></Terme><Terme><Le>31/08/2026</Le><Somme>300,00</Somme></Terme></Echeancier>")
    paid = "<Imputations>%s</Imputations>"
    one = "<Imputation><SurPiece>%s</SurPiece><Le>%s</Le><Somme>%s</Somme></Imputation>"
    first = (entry("F1", "Facture", "01/07/2026", "D", "600,00", terms) + entry("F2", "Facture", "05/07/2026", "D", "90,00") +
             entry("R1", "Règlement", "10/08/2026", "C", "500,00", paid % (one % ("F1", "10/08/2026", "350,00") + one % ("F2", "12/08/2026", "40,00"))))
    second = (entry("F3", "Facture", "01/07/2026", "D", "20,00") +
              entry("R2", "Règlement", "20/08/2026", "C", "20,00", paid % (one % ("F3", "20/08/2026", "20,00"))))
    with folder() as tmp:
        text, _ = guess_and_run(tmp, data % (first, second))
        assert '<record kind="allocation" path="Imputations/Imputation">' in text and '<field name="date" path="Le"/>' in text, text
        assert '<record kind="part" path="Echeancier/Terme">' in text and 'name="applies"' not in text, text
        opened = {(r["number"], r["due"]): r["open"] for r in table(tmp, "pieces")}
        assert opened == {("F1", "2026-08-31"): "250.00", ("F2", ""): "50.00", ("R1", ""): "-110.00"}, opened


def test_guess_signed_column():
    """guess: one column of amounts with both signs is signed: a type that is added to the proposal does not turn credits round"""
    data = "Compte;Nom;Date;Pièce;Libellé;Montant;Lettrage\n" + "".join(
        f"4110{i};Client {i};0{i}/07/2026;{n};{t} {n};{m};\n" for i, n, t, m in
        ((1, "F1", "Facture", "100,00"), (1, "A1", "Avoir", "-30,00"), (2, "F2", "Facture", "50,00"), (2, "R2", "Virement", "-20,00")))
    with folder() as tmp:
        text, _ = guess_and_run(tmp, data, "balance.csv")
        assert '<field name="signed" path="Montant"/>' in text, text
        (Path(tmp) / "m.xml").write_text(text.replace(
            "\n\n\t<record", '\n\t<values name="t"><value starts="Avoir" to="credit-note"/><otherwise to=""/></values>\n\n\t<record', 1).replace(
            '<field name="number"', '<field name="type" path="Libellé" values="t"/><field name="number"', 1), encoding="utf-8")
        p = relance(["mapping", "check", "m.xml", "balance.csv"], tmp)
        assert "credit-note EUR 1 -30,00" in squeeze(p.stdout) and "solde EUR 100,00" in squeeze(p.stdout), p.stdout + p.stderr


def test_guess_dump():
    """guess: tables joined by keys: settlements by a payment or a credit note, instalments; cents by name; an unknown status is asked"""
    invoice = ('<INV><ID>%d</ID><CUST_ID>%d</CUST_ID><DOC_NO>%s</DOC_NO><DOC_TYPE>%s</DOC_TYPE><DOC_DATE>202607%02d</DOC_DATE>'
               '<GROSS_CENTS>%d</GROSS_CENTS><CUR>EUR</CUR><STATE>%d</STATE></INV>')
    receipt = '<RCPT><ID>%d</ID><CUST_ID>%d</CUST_ID><RCPT_NO>%s</RCPT_NO><RCPT_DATE>20260810</RCPT_DATE><AMT_CENTS>%d</AMT_CENTS></RCPT>'
    settled = '<STL><RCPT_ID>%s</RCPT_ID><CN_ID>%s</CN_ID><INV_ID>%d</INV_ID><STL_DATE>20260811</STL_DATE><AMT_CENTS>%d</AMT_CENTS></STL>'
    instalment = '<INST><INV_ID>101</INV_ID><DUE_DATE>%d</DUE_DATE><AMT_CENTS>%d</AMT_CENTS></INST>'
    data = ("<DB><CUSTOMERS>" + "".join(f"<CUST><ID>{i}</ID><NAME1>Client {n}</NAME1></CUST>" for i, n in ((7, "Alpha"), (8, "Beta"))) +
            "</CUSTOMERS><INVOICES>" + invoice % (101, 7, "F1", "INV", 1, 60000, 20) + invoice % (102, 8, "F2", "INV", 2, 9000, 20) +
            invoice % (103, 8, "A3", "CRN", 3, 1000, 20) + invoice % (104, 8, "F4", "INV", 4, 777, 90) + "</INVOICES><INSTALMENTS>" +
            instalment % (20260731, 30000) + instalment % (20260831, 30000) + "</INSTALMENTS><RECEIPTS>" + receipt % (501, 7, "R1", 35000) +
            receipt % (502, 8, "R2", 4000) + "</RECEIPTS><SETTLEMENTS>" + settled % (501, "", 101, 35000) + settled % (502, "", 102, 4000) +
            settled % ("", 103, 102, 1000) + "</SETTLEMENTS></DB>")
    with folder() as tmp:
        text, _ = guess_and_run(tmp, data)
        assert 'decimal="hundredths"' in text and "STATE vaut « 20 » (3), « 90 » (1)" in text, text
        assert '<field name="from" path="RCPT_ID"/>' in text and '<field name="from" path="CN_ID"/>' in text, text
        opened = {(r["number"], r["due"]): r["open"] for r in table(tmp, "pieces")}
        assert opened == {("F1", "2026-08-31"): "250.00", ("F2", ""): "40.00", ("F4", ""): "7.77"}, opened


def test_check_first_of_several():
    """mapping check: a record on the list takes the first item of several, and that is told; one on the item, or all=, takes them all"""
    data = ('<x><d id="F1" t="invoice" m="50.00"/><d id="F2" t="invoice" m="40.00"/><d id="F3" t="invoice" m="5.00"/>'
            '<d id="R1" t="payment" m="90.00"><pays><f n="F1" m="50.00"/><f n="F2" m="40.00"/></pays></d>'
            '<d id="R2" t="payment" m="5.00"><pays><f n="F3" m="5.00"/></pays></d></x>')
    mapping = ('<mapping name="m" title="m" version="1"><record kind="export" path="/x"><field name="currency" value="EUR"/></record>'
               '<record kind="document" path="/x/d"><field name="id" path="@id"/><field name="customer" value="C"/><field name="name" value="C"/>'
               '<field name="type" path="@t"/><field name="date" value="2026-07-01"/><field name="amount" path="@m"/>%s</record></mapping>')
    first = ('<record kind="allocation" path="pays"><field name="document" path="f/@n"/><field name="amount" path="f/@m"/></record>')
    each = ('<record kind="allocation" path="pays/f"><field name="document" path="@n"/><field name="amount" path="@m"/></record>')
    every = '<field name="applies" path="pays/f/@n" all="|"/>'
    title = "ne prend que la première"
    with folder() as tmp:
        (Path(tmp) / "x.xml").write_text(data, encoding="utf-8")
        for text, told in ((first, True), (each, False), (every, False)):
            (Path(tmp) / "m.xml").write_text(mapping % text, encoding="utf-8")
            p = relance(["mapping", "check", "m.xml", "x.xml"], tmp)
            assert p.returncode == 0 and (title in p.stdout) == told, (text, p.stdout + p.stderr)
            assert ("/x/d/pays/f/@n : 3 fois, ligne 1, ex. « F1 »" in squeeze(p.stdout.split(title)[-1])) == told, p.stdout


def test_guess_control_decides():
    """guess: the total of the file decides between the amount and what is left of it; where none fits, that is said"""
    def export(total):
        return ('<solde-clients devise="EUR"><total solde="%s"/>' % total +
                '<ecr client="C1" piece="F1" type="facture" date="2026-07-01" montant="500.00" reste="200.00"/>'
                '<ecr client="C1" piece="R1" type="reglement" date="2026-08-01" montant="300.00" reste="0.00"/>'
                '<ecr client="C2" piece="F2" type="facture" date="2026-08-02" montant="90.00" reste="40.00"/></solde-clients>')
    with folder() as tmp:
        text, rows = guess_and_run(tmp, export("240.00"))
        assert rows["C2"]["balance"] == "40.00" and "égal au total annoncé" in text, text
    with folder() as tmp:
        text, rows = guess_and_run(tmp, export("290.00"))
        assert rows["C2"]["balance"] == "90.00" and "égal au total annoncé" in text, text
    with folder() as tmp:
        text, rows = guess_and_run(tmp, export("77.00"))
        assert "un écart de 213,00" in squeeze(text) and 'kind="control" path="/' in text, text


def test_guess_partial_closings():
    """guess: closing balances that the lines do not add up to are named, and are no control"""
    data = ('<Plan devise="EUR"><Comptes><Compte Num="411001" Nom="Alpha" Solde="950.00"/><Compte Num="411002" Nom="Beta" Solde="0.00"/>'
            '<Compte Num="707000" Nom="Ventes" Solde="-950.00"/></Comptes>'
            '<Ecr Compte="411001" Piece="F1" Jour="2026-07-01" Montant="100.00" Sens="D" CarLettrage=""/>'
            '<Ecr Compte="707000" Piece="F1" Jour="2026-07-01" Montant="100.00" Sens="C" CarLettrage=""/>'
            '<Ecr Compte="411002" Piece="F2" Jour="2026-07-09" Montant="30.00" Sens="D" CarLettrage=""/>'
            '<Ecr Compte="707000" Piece="F2" Jour="2026-07-09" Montant="30.00" Sens="C" CarLettrage=""/></Plan>')
    with folder() as tmp:
        text, rows = guess_and_run(tmp, data)
        assert {c: r["balance"] for c, r in rows.items()} == {"411001": "100.00", "411002": "30.00"}, rows
        assert "un écart de -820,00" in squeeze(text) and 'name="closing"' not in text, text
        assert 'name="group" path="@CarLettrage"' in text and "vide partout dans ce fichier" in text, text


def test_guess_tutorial():
    """guess: on the tutorial's export, all that the tutorial's own mapping finds but the cancelled state and the terms"""
    with folder() as tmp:
        _, rows = guess_and_run(tmp, next(t for _, name, t in blocks() if name == "creances.xml"))
        assert (rows["4120"]["d31_60"], rows["4120"]["kind"]) == ("1056.00", "public"), rows["4120"]
        assert rows["4117"]["balance"] == "11839.00", rows["4117"]  # 7480 + 3360 + 999 cancelled


def test_guess_sample():
    """guess: on the sample, without the native mapping, the figures of the native mapping"""
    columns = ["customer", "name", "currency", "balance", "not_due", "d1_30", "d31_60", "d61_90", "d91_120", "over_120",
               "unapplied", "no_due_date"]
    with folder() as tmp:
        data = (ROOT / "samples/export.xml").read_bytes()
        guess_and_run(tmp, data)
        got = [[r[c] for c in columns] for r in table(tmp, "balance-agee")]
        p = relance(["run", "export.xml", "--as-of", "2026-10-31"], tmp)
        assert p.returncode == 0, p.stderr
        want = [[r[c] for c in columns] for r in table(tmp, "balance-agee")]
        assert [r[:4] for r in got] == [r[:4] for r in want]  # customers and balances
        differ = [(a, b) for a, b in zip(want, got) if a != b]
        assert not differ, differ


def test_guess_escapes():
    """guess: names and values with markup and hyphens come out as text"""
    data = ('<x:exp xmlns:x="urn:a&quot;b&lt;"><x:client code="A--1" nom="--&gt;&amp;&lt;x">'
            '<x:facture numero="1--" date="2026-01-01" montant="5.00" libelle="--- ]]&gt;-"/>'
            '<x:facture numero="2-" date="2026-01-03" montant="6.00" libelle="&quot;q&quot;"/></x:client></x:exp>')
    with folder() as tmp:
        _, rows = guess_and_run(tmp, data)
        assert rows["A--1"]["name"] == "-->&<x" and rows["A--1"]["balance"] == "11.00", rows


def test_guess_refuses():
    """guess: what cannot be read, or holds nothing of the kind, is refused with a message; nothing on stdout"""
    cases = {"empty.xml": "", "doctype.xml": "<!DOCTYPE a><a/>", "cut.xml": "<a><b>1</b>", "text.xml": "<a>hello</a>",
             "nohead.csv": "C1;2026-01-01;10,00\nC2;2026-01-02;11,00\n", "deep.xml": "<a>" * 5000 + "</a>" * 5000}
    with folder() as tmp:
        for name, text in cases.items():
            (Path(tmp) / name).write_text(text)
            p = relance(["mapping", "guess", name], tmp)
            assert p.returncode == 3 and name in p.stderr and not p.stdout, (name, p.returncode, p.stderr, p.stdout)


def test_guess_wide():
    """guess: thousands of attributes and of different elements are looked at without end"""
    wide = "<a><r " + " ".join(f'x{i}="{i}.50"' for i in range(6000)) + "/></a>"
    many = "<a>" + "".join(f"<n{i}><v>{i}</v></n{i}>" for i in range(9000)) + "</a>"
    with folder() as tmp:
        for text in (wide, many):
            (Path(tmp) / "w.xml").write_text(text)
            p = relance(["mapping", "guess", "w.xml"], tmp, timeout=60)
            assert p.returncode in (0, 3), p.stderr


# -- spreadsheets in XML -----------------------------------------------------
SHEET = """<?xml version="1.0"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:s="urn:schemas-microsoft-com:office:spreadsheet">%s</Workbook>
"""
SHEET_MAPPING = """<mapping name="feuille" title="Feuille" version="1"><matching applies="yes"/><delimited quotes="yes"/>
<record kind="export" path="/"><field name="currency" value="EUR"/></record>
<record kind="document" path="/row" debit-type="invoice" credit-type="payment"><field name="id" path="Piece"/>
<field name="customer" path="Client"/><field name="name" path="Client"/><field name="date" path="Date"/><field name="signed" path="Solde"/>
<field name="label" path="Texte"/></record></mapping>
"""


def cells(*values):
    return "<Row>" + "".join(f"<Cell><Data s:Type='String'>{v}</Data></Cell>" for v in values) + "</Row>"


def test_sheet():
    """a spreadsheet in XML: titles above the header, cells and rows left out, comments, quotes; only the first sheet"""
    head = cells("Client", "Piece", "Date", "Solde", "Texte")
    odd = ("<Row s:Index='6'><Cell><Data>C2</Data><Comment><s:Data>a note</s:Data></Comment></Cell><Cell><Data>F<B>2</B></Data></Cell>"
           "<Cell><Data>2026-02-01</Data></Cell><Cell s:Index='5'><Data>no amount</Data></Cell></Row>")
    sheet = ("<Worksheet><Table>" + cells("A title") + "<Row/>" + head + cells("C1", "F1", "2026-01-01", "10.00", '12&quot; pipe\tx') +
             odd + "</Table></Worksheet><Worksheet><Table>" + cells("other", "sheet") + "</Table></Worksheet>")
    with folder() as tmp:
        tmp = Path(tmp)
        (tmp / "m.xml").write_text(SHEET_MAPPING, encoding="utf-8")
        (tmp / "s.xml").write_text(SHEET % sheet, encoding="utf-8")
        p = relance(["mapping", "check", "m.xml", "s.xml"], tmp)
        out = squeeze(p.stdout)
        assert p.returncode == 1, p.stdout + p.stderr
        for words in ('label 12" pipe x', "ligne 4 id F1", "ligne 6 id F2 customer C2", "document amount : absent, 1 fois, REJET ; ligne 6",
                      "feuilles laissées de côté : 1"):
            assert words in out, (words, p.stdout)


def test_sheet_refused():
    """a spreadsheet in XML that is cut, has a DOCTYPE or a column that no sheet has is refused with its line"""
    bad = {"cut": (SHEET % ("<Worksheet><Table>" + cells("Client", "Piece")))[:-20],
           "doctype": (SHEET % "").replace("<Workbook", "<!DOCTYPE Workbook>\n<Workbook"),
           "column": SHEET % "<Worksheet><Table><Row><Cell s:Index='99999999'><Data>1</Data></Cell></Row></Table></Worksheet>",
           "row": SHEET % "<Worksheet><Table><Row s:Index='99999999'><Cell><Data>1</Data></Cell></Row></Table></Worksheet>",
           "nothing": SHEET % "<Worksheet/>"}
    with folder() as tmp:
        tmp = Path(tmp)
        (tmp / "m.xml").write_text(SHEET_MAPPING, encoding="utf-8")
        for name, text in bad.items():
            (tmp / f"{name}.xml").write_text(text, encoding="utf-8")
            for command in (["mapping", "check", "m.xml"], ["mapping", "guess"]):
                p = relance([*command, f"{name}.xml"], tmp)
                assert p.returncode == 3 and re.search(rf"{name}\.xml:[0-9]+: ", p.stderr), (command, p.returncode, p.stderr)


# -- messages ----------------------------------------------------------------
def test_patterns_in_words():
    """every pattern of a schema is said in words, with an example that it accepts; messages show them, never the pattern"""
    XS = "{http://www.w3.org/2001/XMLSchema}"
    seen = 0
    for path in sorted((ROOT / "templates").rglob("*.xsd")):
        for simple in ElementTree.parse(path).iter(XS + "simpleType"):
            for pattern in simple.findall(f"{XS}restriction/{XS}pattern"):
                words = simple.find(f"{XS}annotation/{XS}documentation")
                assert words is not None, (path, pattern.get("value"))
                example = words.text.rsplit(" : ", 1)[1]
                assert re.fullmatch(pattern.get("value"), example), (path, words.text)
                seen += 1
    assert seen >= 20, seen
    with folder() as tmp:
        (Path(tmp) / "m.xml").write_text('<mapping name="Mon ERP" title="t" version="1">'
                                         '<record kind="document" path=""><field name="id" path="x" date="dmy jma"/></record></mapping>')
        p = relance(["mapping", "check", "m.xml", ROOT / "samples/export.xml"], tmp)
        lines = p.stderr.splitlines()
        assert p.returncode == 4 and len(lines) == 3, p.stderr
        assert "« Mon ERP » ne convient pas ; écrivez un mot en minuscules" in lines[0] and "[a-z" not in lines[0], lines
        assert "est vide ; remplissez-le" in lines[1] and "« jma » inconnue" in lines[2], lines
        policy = (ROOT / "templates/policy.xml").read_text(encoding="utf-8")
        changed = re.sub(r'limits="[^"]*"', 'limits="30, 60"', policy, count=1)
        assert changed != policy
        (Path(tmp) / "policy.xml").write_text(changed, encoding="utf-8")
        config = (ROOT / "samples/relance.xml").read_text(encoding="utf-8")
        (Path(tmp) / "relance.xml").write_text(config.replace("</relance>", '<rules policy="policy.xml"/></relance>'), encoding="utf-8")
        p = relance(["check", ROOT / "samples/export.xml", "-c", "relance.xml"], tmp)
        assert "« 30, 60 » ne convient pas ; écrivez des nombres de jours, séparés par des espaces : 30 60 90 120" in p.stderr, p.stderr


def test_mapping_faults():
    """what a mapping must not say is refused with its line, in words that say what to write instead"""
    record = '<record kind="document" path="/a/b">\n%s</record>'
    field = '<field name="id" path="%s"/>'
    faults = {record % '<field name="montant" path="x"/>': "« montant » n'est pas un champ d'un enregistrement « document », dont les champs sont : id,",
              record % '<field name="city" path="x"/>': "« city » n'est pas un champ",
              record % '<field name="id" path="x" value="1"/>': "un seul de « path », « paths », « count » et « value »",
              record % '<field name="id"/>': "d'où vient la valeur",
              record % (field % "//x"): "« // » dans « //x »",
              record % (field % "/r//x"): "« // » dans « /r//x »",
              record % (field % "n:x"): "sans préfixe d'espace de noms",
              record % (field % "x/text()"): "un chemin n'a pas de fonctions",
              record % (field % "x[2]/y"): "plus haut, une condition : « x[nom='valeur'] »",
              record % '<only path="x"/>': "condition sans test",
              record % '<record kind="instalment" path="p"/>': 'doit se trouver dans le <record kind="plan">',
              '\n<record kind="address" path="/a"/>': 'doit se trouver dans le <record kind="customer">',
              '\n<record kind="document" path="/a/b[@t=\'x\']/c"/>': "n'a pas de condition entre crochets ; l'écrire sans elle, et mettre dedans <only",
              '\n<record kind="document" path="/a/@b"/>': "désigne un attribut ; ce chemin-ci doit désigner un élément",
              '\n<list name="l" path="/a/b[2]" key="c"/>': "n'a pas de position",
              record % '<field name="date" path="x" date="short-year"/>': "ajoutez la forme : compact, dmy, mdy ou day-name",
              '\n<record kind="facture" path="/a"/>': "« facture » inconnue ; le plus souvent customer ou document"}
    with folder() as tmp:
        for text, words in faults.items():
            (Path(tmp) / "m.xml").write_text(f'<mapping name="m" title="m" version="1">{text}</mapping>', encoding="utf-8")
            p = relance(["mapping", "check", "m.xml", ROOT / "samples/export.xml"], tmp)
            assert p.returncode == 4 and words in p.stderr and "m.xml:2: " in p.stderr, (text, p.returncode, p.stderr)


def test_check_allocation_names():
    """mapping check: allocations that name numbers, or documents that are not there"""
    mapping = ('<mapping name="m" title="m" version="1"><forms decimal="hundredths"/><record kind="export" path="/a"><field name="currency" value="EUR"/></record>'
               '<record kind="customer" path="/a/c"><field name="id" path="@id"/><field name="name" path="@id"/><record kind="document" path="d">'
               '<field name="id" path="@id"/><field name="number" path="@no"/><field name="date" value="2026-01-01"/><field name="signed" path="@m"/>'
               '<field name="type" path="@t"/><record kind="allocation" path="s"><field name="document" path="@d"/><field name="amount" path="@m"/></record>'
               '</record></record></mapping>')
    export = '<a><c id="C"><d id="1" no="F1" t="invoice" m="1205"/><d id="2" no="R1" t="payment" m="1205-"><s d="%s" m="1205"/></d></c></a>'
    with folder() as tmp:
        (Path(tmp) / "m.xml").write_text(mapping, encoding="utf-8")
        for name, status, words in (("1", 0, "solde EUR 0,00"), ("F1", 1, "nomme des pièces par leur numéro"), ("9", 1, "qui ne sont pas dans ce fichier")):
            (Path(tmp) / "e.xml").write_text(export % name, encoding="utf-8")
            p = relance(["mapping", "check", "m.xml", "e.xml"], tmp)
            assert p.returncode == status and words in squeeze(p.stdout), (name, p.returncode, p.stdout, p.stderr)
        changed = mapping.replace('<field name="type"', '<field name="currency" value="USD"/><field name="type"')
        (Path(tmp) / "m.xml").write_text(changed, encoding="utf-8")
        p = relance(["mapping", "check", "m.xml", "e.xml"], tmp)
        assert "allocation USD 1 12,05" in squeeze(p.stdout), p.stdout  # in the currency of its document
        flat = changed.replace('</record></record></mapping>', '</record></record><record kind="allocation" path="/a/c/d/s"><field name="from" value="2"/>'
                               '<field name="document" path="@d"/><field name="amount" path="@m"/></record></mapping>')
        (Path(tmp) / "m.xml").write_text(flat, encoding="utf-8")
        p = relance(["mapping", "check", "m.xml", "e.xml"], tmp)
        assert "allocation 2 lettrages" in squeeze(p.stdout) and "allocation EUR" not in squeeze(p.stdout), p.stdout  # it does not say its own


# -- check -------------------------------------------------------------------
def test_check_sample():
    """mapping check: the sample through the native mapping: nothing to say, control totals met"""
    with folder() as tmp:
        p = relance(["mapping", "check", ROOT / "templates/mappings/native.xml", ROOT / "samples/export.xml"], tmp)
        assert p.returncode == 0, p.stdout + p.stderr
        assert p.stdout.count("égal au solde des pièces") >= 2 and "ÉCART" not in p.stdout, p.stdout
        assert "Valeurs à revoir" not in p.stdout, p.stdout


def test_check_wrong_mapping():
    """mapping check: a mapping that is wrong, an export that is not there"""
    with folder() as tmp:
        (Path(tmp) / "bad.xml").write_text('<mapping name="x" title="x" version="1"><record kind="nothing" path="/a"/></mapping>')
        p = relance(["mapping", "check", "bad.xml", ROOT / "samples/export.xml"], tmp)
        assert p.returncode == 4 and "bad.xml" in p.stderr and not p.stdout, (p.returncode, p.stdout, p.stderr)
        p = relance(["mapping", "check", ROOT / "templates/mappings/native.xml", "absent.xml"], tmp)
        assert p.returncode == 3 and "absent.xml" in p.stderr, (p.returncode, p.stderr)


def test_check_finds():
    """mapping check: values that a run rejects, with their lines; paths that are not read, with their counts"""
    export = """<?xml version="1.0" encoding="UTF-8"?>
<receivables version="1" currency="EUR" ledger-balance="99.00">
<customer id="C1"><name>A</name><nickname>B</nickname>
<document id="D1" type="invoice" date="2026-02-30" amount="10.00"/>
<document id="D2" type="bill" date="2026-02-01" amount="12,5"/>
<document id="D2" type="invoice" date="2026-02-01" amount="7.00" colour="red"/>
</customer>
<document id="D4" customer="C9" type="invoice" date="2026-02-01" amount="1.00"/>
</receivables>
"""
    with folder() as tmp:
        (Path(tmp) / "e.xml").write_text(export, encoding="utf-8")
        p = relance(["mapping", "check", ROOT / "templates/mappings/native.xml", "e.xml"], tmp)
        out = squeeze(p.stdout)
        assert p.returncode == 1, p.stdout
        for text in ("document date : date non comprise", "ligne 4 « 2026-02-30 »", "document type : mot inconnu de relance",
                     "ligne 5 « bill »", "document amount : montant non compris", "« 12,5 »", "client sans fiche dans ce fichier",
                     "« C9 »", "plusieurs pièces de même identifiant", "/receivables/customer/nickname : 1 fois, ligne 3, ex. « B »",
                     "/receivables/customer/document/@colour : 1 fois, ligne 6", "ÉCART avec le solde des pièces"):
            assert text in out, (text, p.stdout)
