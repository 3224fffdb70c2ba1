"""The workbook's formulas: the same figures as the CSV files whatever the ledger, and alive when a rate is changed."""
import random
import re
import shutil
import subprocess
import tempfile
import zipfile
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import casefile
import xlsx_check
from casefile import ROOT, Skipped, relance

DAY = "2026-10-31"
CURRENCIES = {"EUR": ("1", 2), "USD": ("0.9123", 2), "JPY": ("0.006012", 0), "TND": ("0.2954", 3)}
# Codes that a spreadsheet's own comparisons take for one another, for numbers or for patterns.
TRICKY = ["007", "7", "c1", "C1", "=A1", "C*", "> 5"]


def document(r, name, kind, cur, amount, date, due, inner=""):
    digits = CURRENCIES[cur][1]
    amount = f"{amount:.{digits}f}"
    vat = f' vat="{Decimal(amount) / 6:.{digits}f}"' if kind == "invoice" and r.random() < 0.6 else ""
    due = f' due="{due}"' if due else ""
    return (f'<document id="{name}" type="{kind}" currency="{cur}" date="{date}"{due} amount="{amount}"{vat}>{inner}'
            f'</document>'), amount


def customer(r, number, currencies, documents):
    code = TRICKY[number] if number < len(TRICKY) else f"C{number:05d}"
    segment = r.choice(["sme", "key-account", "multi-site", "public"])
    out = [f'<customer id="{code.replace(">", "&gt;")}" kind="{r.choice(["business", "consumer", "consumer"])}" '
           f'segment="{segment}"><name>Client {number}</name>'
           f'<owner>{r.choice(["Nadia", "nadia", "Sylvie", "Thomas"])}</owner>']
    if r.random() < 0.7:
        out.append(f'<risk class="{r.choice("ABCD")}" by="N. B." reason="essai"/>')
    for k in range(documents):
        name, cur = f"D{number}-{k}", r.choice(currencies)
        month, inner = r.randint(1, 10), ""
        amount = Decimal(r.randint(100, 9999999)) / 10 ** CURRENCIES[cur][1]
        if k == 1 and r.random() < 0.4:  # a payment, in full or in part, or left unapplied
            text, paid = document(r, f"P{number}", "payment", cur, amount / r.choice([1, 2, 3]), f"2026-{month:02d}-28", "")
            out.append(text)
            inner = f'<allocation document="P{number}" amount="{paid}"/>' if r.random() < 0.8 else ""
        if r.random() < 0.1:
            inner += f'<dispute since="2026-{month:02d}-20" reason="prix"/>'
        if r.random() < 0.1:
            inner += f'<provision amount="{r.randint(1, 99)}"/>'
        due = f"2026-{month:02d}-{r.randint(16, 28)}" if r.random() < 0.95 else ""
        out.append(document(r, name, "invoice", cur, amount, f"2026-{month:02d}-15", due, inner)[0])
    return "".join(out) + "</customer>"


def ledger(customers, months=18, currencies=("EUR",) * 6 + ("USD", "JPY", "TND"), documents=3):
    """An export with credits, disputes, provisions and sales; always the same."""
    r = random.Random(customers)
    rates = "".join(f'<rate currency="{c}" value="{v}"/>' for c, (v, _) in CURRENCIES.items() if c != "EUR")
    sales = "".join(f'<month period="{2026 - (9 + k) // 12 if k > 9 else 2026}-{(9 - k) % 12 + 1:02d}" '
                    f'amount="{customers * r.randint(5000, 9000)}.37"/>' for k in range(months))
    return (f'<?xml version="1.0" encoding="UTF-8"?>\n<receivables version="1" company="ESSAI" currency="EUR" '
            f'extracted="2026-11-02">\n<rates date="{DAY}">{rates}</rates><sales>{sales}</sales>\n'
            + "\n".join(customer(r, i, currencies, documents) for i in range(customers)) + "\n</receivables>\n")


def run(folder, export, patches=(), day=DAY):
    """A run of an export with a changed policy; its folder."""
    folder.mkdir()
    policy = (ROOT / "templates/policy.xml").read_text(encoding="utf-8")
    for old, new in patches:
        assert old in policy, f"policy.xml does not contain: {old}"
        policy = policy.replace(old, new)
    (folder / "policy.xml").write_text(policy, encoding="utf-8")
    (folder / "export.xml").write_text(export, encoding="utf-8")
    p = relance(["run", "export.xml", "--policy", "policy.xml", "--as-of", day, "-o", "out"], folder, timeout=300)
    assert p.returncode == 0, p.stderr[-2000:]
    return folder / "out" / day


def sheets(*names):
    return [("</policy>", "<workbook>" + "".join(f'<sheet name="{n}"/>' for n in names) + "</workbook></policy>")]


def check(folders):
    p = subprocess.run(["python3", str(ROOT / "tests/xlsx_check.py"), *map(str, folders)], capture_output=True, text=True)
    if p.returncode == 77:
        raise Skipped("LibreOffice")
    assert p.returncode == 0, (p.stdout + p.stderr)[-3000:]


def test_small_ledgers():
    """a ledger of five customers recalculates alike: by due date, by document date, mid-month, sales missing, one currency"""
    by_document = [('basis="due-date"', 'basis="document-date"'), ('dso-days="365"', 'dso-days="91" financing-rate="4.35"')]
    with tempfile.TemporaryDirectory(prefix="relance-book-") as tmp:
        tmp = Path(tmp)
        check([run(tmp / "due", ledger(5)), run(tmp / "document", ledger(5), by_document),
               run(tmp / "mid-month", ledger(5), day="2026-10-12"), run(tmp / "short", ledger(5, 2)),
               run(tmp / "no-sales", ledger(5, 0)), run(tmp / "euro", ledger(5, currencies=("EUR",))),
               run(tmp / "dollar", ledger(5, currencies=("USD",))), run(tmp / "none", ledger(0))])


STATED = """<receivables version="1" company="T" currency="EUR" extracted="2026-12-31" ledger-balance="850.00">
<control balance="850.00"/><control balance="0.00" currency="GBP"/><control balance="70.00" currency="USD"/>
<rates date="2026-10-31"><rate currency="USD" value="0.9123"/></rates>
<customer id="1" kind="consumer"><name>A</name>
<document id="F" type="invoice" date="2026-01-01" due="2026-02-01" amount="600.00"><allocation document="P"
 amount="50.00" date="2026-11-15"/></document>
<document id="P" type="payment" date="2026-11-15" amount="50.00"/>
<document id="L" type="invoice" date="2026-11-20" due="2026-12-20" amount="300.00"/></customer>
<customer id="01" kind="consumer"><name>B</name>
<document id="U" type="invoice" date="2026-03-01" due="2026-04-01" amount="70.00" currency="USD"/></customer>
</receivables>"""

FEC = [["JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib",
        "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate"],
       ["VE", "Ventes", "1", "20260901", "411000", "Clients", "C1", "Un", "F1", "20260901", "F1", "120,00", "0,00"],
       ["VE", "Ventes", "1", "20260901", "707000", "Ventes", "", "", "F1", "20260901", "F1", "0,00", "120,00"]]


def test_stated_balances():
    """Rapprochement: control totals and customers' closing balances made after D are read from the balance and what lies outside"""
    norway = casefile.load(ROOT / "tests/cases/saft-no.case")[0].files["export.xml"]
    with tempfile.TemporaryDirectory(prefix="relance-book-") as tmp:
        tmp = Path(tmp)
        stated, closing = run(tmp / "stated", STATED), run(tmp / "closing", norway, day="2024-02-29")
        check([stated, closing])
        by_check = {}
        for x in rows_of(xlsx_check.Workbook(next(stated.glob("*.xlsx"))), "Rapprochement")[0]:
            by_check.setdefault((x["Contrôle"].value, x["Devise"].value), x)
        total = by_check["Total de contrôle de l’export", "EUR"]
        assert [xlsx_check.number(total[k]) for k in ("Hors de la balance âgée", "Trouvé")] == [250, 850]  # 600 open at D
        assert xlsx_check.number(by_check["Total de contrôle de l’export", "GBP"]["Hors de la balance âgée"]) == 0
        of_customers = [x for x in rows_of(xlsx_check.Workbook(next(closing.glob("*.xlsx"))), "Rapprochement")[0]
                        if x["Compte"] is not None and x["Compte"].value]
        assert len(of_customers) == 2 and all(x["Trouvé"].formula for x in of_customers)
        ledger_of_all = run(tmp / "fec", "\n".join("\t".join(row) for row in FEC), day="2026-10-31")
        sums = [x for x in rows_of(xlsx_check.Workbook(next(ledger_of_all.glob("*.xlsx"))), "Rapprochement")[0]
                if x["Contrôle"].value.startswith("Équilibre des écritures")]
        assert len(sums) == 1 and xlsx_check.number(sums[0]["Trouvé"]) == 120
        assert not sums[0]["Trouvé"].formula and sums[0]["Hors de la balance âgée"] is None  # of all accounts


def test_large_ledger():
    """a ledger too large for tables, of 21,000 open items in four currencies, recalculates alike"""
    with tempfile.TemporaryDirectory(prefix="relance-book-") as tmp:
        folder = run(Path(tmp) / "run", ledger(700, documents=31),
                     sheets("Synthèse", "Balance âgée", "Décisions", "Provisions", "Provisions par pièce", "Mouvements",
                            "Rapprochement", "Paramètres"))
        with zipfile.ZipFile(next(folder.glob("*.xlsx"))) as z:
            assert not any("/tables/" in n for n in z.namelist()), "small enough for tables: the test would prove nothing"
        check([folder])


def test_chosen_sheets():
    """a formula never refers to a sheet that the company does not want: a plain value stands there"""
    with tempfile.TemporaryDirectory(prefix="relance-book-") as tmp:
        tmp = Path(tmp)
        chosen = [("Synthèse",), ("Synthèse", "Balance âgée"), ("Synthèse", "Paramètres"), ("Synthèse", "Provisions"),
                  ("Synthèse", "Pièces", "Mouvements"), ("Balance âgée", "Paramètres", "Provisions")]
        folders = [run(tmp / str(i), ledger(5), sheets(*names)) for i, names in enumerate(chosen)]
        check(folders)


def edited(path, copy, sheet, place, value):
    """The workbook with another number in one cell."""
    part, n = xlsx_check.Workbook(path).part[sheet], 0
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == part:
                data, n = re.subn(rb'(<c r="%s"[^>]*>)<v>[^<]*</v>' % place.encode(), rb"\1<v>%s</v>" % value.encode(), data)
            new.writestr(item, data)
    assert n == 1, f"{sheet}!{place} is not a number of its own"


def rounded(x, currency):
    return x.quantize(Decimal(1).scaleb(-CURRENCIES[currency][1]), ROUND_HALF_UP)


def rows_of(book, name):
    heads, data, totals = xlsx_check.table(book, name)
    return [dict(zip(heads, r)) for r in data], {c: dict(zip(heads, r)) for c, r in totals.items()}


def beside(book, sheet, label, column=1, below=""):
    """The cell beside a label; below: the first one behind that other label."""
    cells, row = book.sheets[sheet], -1
    rows = sorted(r for (r, c), x in cells.items() if c == 0)
    if below:
        row = next(r for r in rows if cells[(r, 0)].value == below)
    row = next(r for r in rows if r > row and cells[(r, 0)].value == label)
    return cells[(row, column)]


def provision_by_hand(lines, klass, bucket, percent):
    """Provision per row of Balance âgée and per currency once a rate of the matrix is another one."""
    per_row, per_currency = {}, {}
    for x in lines:
        cur = x["Devise"].value
        rate = xlsx_check.number(x["Taux de la grille (%)"])
        if x["Classe"].value == klass and x["Tranche"].value == bucket:
            rate = percent
        amount = rounded(rounded(xlsx_check.number(x["Base HT"]), cur) * rate / 100, cur)
        key = (x["Compte"].value, cur)
        per_row[key] = per_row.get(key, 0) + amount
        per_currency[cur] = per_currency.get(cur, 0) + amount
    return per_row, per_currency


def test_edited_rate():
    """another provision rate is followed by Balance âgée, Provisions and Synthèse, to the cent"""
    if not shutil.which("soffice"):
        raise Skipped("LibreOffice")
    with tempfile.TemporaryDirectory(prefix="relance-book-") as tmp:
        tmp = Path(tmp)
        path = next(run(tmp / "run", ledger(60)).glob("*.xlsx"))
        before = xlsx_check.Workbook(path)
        matrix = before.sheets["Provisions"]
        head = next(r for (r, c), x in matrix.items() if c == 0 and x.value == "Classe")
        column, bucket = next((c, x.value) for (r, c), x in matrix.items() if r == head and x.value.startswith("31–60"))
        row = next(r for (r, c), x in sorted(matrix.items()) if c == 0 and r > head and x.value == "B")
        edited(path, tmp / "edited.xlsx", "Provisions", f"{chr(65 + column)}{row + 1}", "37.5")
        work = tmp / "work"
        work.mkdir()
        after = xlsx_check.recalculated([tmp / "edited.xlsx"], work)[0]
        assert after and not xlsx_check.problems, xlsx_check.problems

        lines, _ = rows_of(before, "Provisions par pièce")
        per_row, per_currency = provision_by_hand(lines, "B", bucket, Decimal("37.5"))
        balance, totals = rows_of(after, "Balance âgée")
        was, _ = rows_of(before, "Balance âgée")
        euros, changed = Decimal(0), 0
        for x, y in zip(balance, was):
            cur = x["Devise"].value
            want = per_row.get((x["Compte"].value, cur), Decimal(0))
            got = xlsx_check.number(x["Provision proposée"])
            assert xlsx_check.same(got, want), f"Balance âgée, {x['Compte'].value} {cur}: {got}, not {want}"
            changed += want != xlsx_check.number(y["Provision proposée"])
            euros += rounded(want * Decimal(CURRENCIES[cur][0]), "EUR")
        assert changed > 5, "the rate concerns hardly anybody: the test would prove nothing"
        for cur, want in per_currency.items():
            assert xlsx_check.same(xlsx_check.number(totals[cur]["Provision proposée"]), want), cur
            total = beside(after, "Provisions", f"Total {cur}", 2)
            assert xlsx_check.same(xlsx_check.number(total), want), f"Provisions: {cur} {total.value}, not {want}"
        shown = [xlsx_check.number(beside(after, "Synthèse", label)) for label in
                 ("Provision proposée", "Provision existante", "Provision à comptabiliser")]
        assert xlsx_check.same(shown[0], euros) and xlsx_check.same(shown[2], euros - shown[1]), (shown, euros)
        proof, _ = rows_of(after, "Rapprochement")
        assert proof and all(x["État"].value == "conforme" for x in proof)
        assert any(x.value.startswith("✓") for x in after.sheets["Synthèse"].values() if x.text)


def test_reconciliation_is_alive():
    """an amount changed by hand on Balance âgée turns the verdict of Rapprochement and of Synthèse"""
    if not shutil.which("soffice"):
        raise Skipped("LibreOffice")
    with tempfile.TemporaryDirectory(prefix="relance-book-") as tmp:
        tmp = Path(tmp)
        path = next(run(tmp / "run", ledger(5)).glob("*.xlsx"))
        cells = xlsx_check.Workbook(path).sheets["Balance âgée"]
        head = xlsx_check.head_row(cells, "Compte")
        edited(path, tmp / "edited.xlsx", "Balance âgée", f"I{head + 2}", "0.01")
        work = tmp / "work"
        work.mkdir()
        after = xlsx_check.recalculated([tmp / "edited.xlsx"], work)[0]
        assert any(x["État"].value == "ÉCART" for x in rows_of(after, "Rapprochement")[0])
        assert any(x.value.startswith("✗ ÉCART") for x in after.sheets["Synthèse"].values() if x.text)
