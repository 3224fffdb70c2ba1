#!/usr/bin/env python3
"""Checks workbooks against the CSV files of the same runs, and against a recalculation by LibreOffice.

    xlsx_check.py RUN_FOLDER…           workbook, donnees/*.csv, recalculation
    xlsx_check.py WORKBOOK.xlsx…        the workbook alone, recalculation
    xlsx_check.py --no-recalc …         without LibreOffice

Exit status: 0 all is well, 1 something differs (listed), 77 all that could be checked is well, but LibreOffice is missing.
Python's standard library only.
"""
import csv
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from html import unescape
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers.expat import ParserCreate

import xlsx_strict

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MAX_ROWS, MAX_LINKS, MAX_TEXT = 1048576, 65530, 32767
FIRST_HEAD = {"Balance âgée": "Compte", "Pièces": "Compte", "Pénalités": "Compte", "Décisions": "Compte", "Banque": "État",
              "Provisions par pièce": "Compte", "Qualité": "Nature", "Rapprochement": "Contrôle"}
# Headings of Pièces for the columns of pieces.csv; bucket and type are other words for the same.
ITEM_HEADS = {"customer": "Compte", "document": "Pièce", "number": "Numéro", "type": "Type", "date": "Date", "due": "Échéance",
              "currency": "Devise", "amount": "Montant d’origine", "open": "Reste ouvert", "days_late": "Retard (j)",
              "bucket": "Tranche", "site": "Site", "order": "Commande", "label": "Libellé", "disputed": "dont en litige",
              "promise_until": "Promesse pour le", "broken_promise": "Promesse non tenue",
              "left_out": "Écartée de la relance", "until": "jusqu’au", "asked": "À réclamer",
              "last_level": "Dernier niveau relancé", "last_reminder": "le", "prescription": "Prescription"}
STATES = {"unsure": ("À vérifier",), "unmatched": ("À identifier",), "booked": ("Déjà comptabilisée",), "duplicate": ("Doublon",),
          "sure": ("Prise en compte", "Postérieure à l’arrêté"),
          "returned": ("Retour à traiter", "Retour pris en compte", "Postérieure à l’arrêté")}

problems = []


def wrong(text):
    problems.append(text)


CELL = re.compile(r'<c r="([A-Z]+)(\d+)"(?: s="\d+")?(?: t="(\w+)")?(?:/>|>(?:<f([^>]*>[^<]*)</f>)?(?:(<v)[^>]*>([^<]*)</v>)?(?:<is>(.*?)</is>)?</c>)')
NUMBER = re.compile(r"-?\d+(\.\d+)?(E[-+]?\d+)?")


class Cell:
    __slots__ = ("value", "formula", "text")

    def __init__(self, value, formula, text):
        self.value, self.formula, self.text = value, formula, text


@cache
def column_number(letters):
    n = 0
    for ch in letters:
        n = n * 26 + ord(ch) - 64
    return n - 1


def text_of(node):
    return "".join(t.text or "" for t in node.iter(MAIN + "t"))


class Workbook:
    """Sheets in order: name -> {(row, column): Cell}, rows and columns counted from 0."""

    def __init__(self, path, ours=True):
        self.path, self.sheets, self.part, self.links, self.tables = path, {}, {}, {}, set()
        self.words = {}  # sheet -> areas that a rule looks for a word in
        with zipfile.ZipFile(path) as z:
            bad = z.testzip()
            if bad:
                wrong(f"{path}: {bad} is damaged")
            shared = []
            if "xl/sharedStrings.xml" in z.namelist():
                shared = [text_of(si) for si in ElementTree.fromstring(z.read("xl/sharedStrings.xml")).iter(MAIN + "si")]
            book = ElementTree.fromstring(z.read("xl/workbook.xml"))
            rels = ElementTree.fromstring(z.read("xl/_rels/workbook.xml.rels"))
            target = {r.get("Id"): r.get("Target") for r in rels}
            self.titles = " ".join(d.text or "" for d in book.iter(MAIN + "definedName"))
            for s in book.iter(MAIN + "sheet"):
                part = target[s.get(REL + "id")]
                part = part.lstrip("/") if part.startswith("/") else "xl/" + part
                self.part[s.get("name")] = part
                self.sheets[s.get("name")] = self.read_sheet(z.read(part), shared, s.get("name"))
                self.check_tables(z, part, s.get("name"))
                if ours:
                    xml = z.read(part).decode("utf-8")
                    self.check_page(xml, s.get("name"))
                    self.words[s.get("name")] = [
                        (xlsx_strict.area(ref), word) for ref, word in
                        re.findall(r'<conditionalFormatting sqref="([^" ]+)"><cfRule type="containsText"[^>]* text="([^"]*)"', xml)]

    def read_sheet(self, data, shared, name):
        """By a pattern and not as a tree, which takes five times as long; that it is XML is tried first."""
        ParserCreate().Parse(data, True)
        xml, cells, last = data.decode("utf-8"), {}, -1
        for letters, row, kind, formula, has, value, inline in CELL.findall(xml):
            text = kind in ("s", "str", "inlineStr", "e")  # an error is told apart where values are compared
            if kind == "s":
                value = shared[int(value)]
            elif kind == "inlineStr":
                value = unescape("".join(re.findall(r"<t[^>]*>([^<]*)</t>", inline)))
            elif not has and not formula:
                continue
            else:
                value = unescape(value) if has else None
            if value is not None and not text and not NUMBER.fullmatch(value):
                wrong(f"{name}!{letters}{row}: «{value}» is no number")
            if text and value is not None and len(value) > MAX_TEXT:
                wrong(f"{name}!{letters}{row}: text too long")
            last = int(row) - 1
            cells[(last, column_number(letters))] = Cell(value, unescape(formula[formula.index(">") + 1:]) if formula else None,
                                                         text)
        if last >= MAX_ROWS:
            wrong(f"{name}: more rows than a sheet has")
        self.links[name] = xml.count("<hyperlink ")
        if self.links[name] > MAX_LINKS:
            wrong(f"{name}: {self.links[name]} links")
        return cells

    def check_tables(self, z, part, name):
        """Excel repairs a file whose tables share a name, overlap, or have other headings than their cells."""
        rels = re.sub(r"worksheets/(.*)$", r"worksheets/_rels/\1.rels", part)
        if rels not in z.namelist():
            return
        for r in ElementTree.fromstring(z.read(rels)):
            if not r.get("Type").endswith("/table"):
                continue
            t = ElementTree.fromstring(z.read("xl/" + r.get("Target").replace("../", "")))
            first, last = (re.match(r"([A-Z]+)(\d+)", x).groups() for x in t.get("ref").split(":"))
            heads = [c.get("name") for c in t.iter(MAIN + "tableColumn")]
            row, left = int(first[1]) - 1, column_number(first[0])
            cells = [self.sheets[name].get((row, left + i)) for i in range(len(heads))]
            if [c and c.value for c in cells] != heads:
                wrong(f"{name}: the table's headings are not those of its cells")
            if len({h.lower() for h in heads}) != len(heads):
                wrong(f"{name}: two columns of the table have the same heading")
            if t.get("name").lower() in self.tables:
                wrong(f"{name}: a second table {t.get('name')}")
            self.tables.add(t.get("name").lower())

    def check_page(self, xml, name):
        """A4 landscape with page numbers and frozen headings, no smaller than 70 percent, and a filter where there are rows."""
        setup = re.search(r"<pageSetup [^>]*>", xml)
        if not setup or 'paperSize="9"' not in setup[0] or "landscape" not in setup[0]:
            wrong(f"{name}: not A4 landscape")
            return
        if "&amp;P" not in xml or "<pane " not in xml:
            wrong(f"{name}: no page number, or nothing frozen")
        scale = int((re.search(r' scale="(\d+)"', setup[0]) or [0, 100])[1])
        if "fitToHeight" in setup[0]:
            wrong(f"{name}: fitted to a page, which makes Excel ignore the page breaks")
        if scale < 70:
            wrong(f"{name}: printed at {scale} %")
        widest = max(self.paper_widths(xml, name)) * scale / 100
        if widest > 10.89:
            wrong(f"{name}: {widest:.2f} inches of columns on a page of 10.89")
        empty = name == "Provisions" and not any(x.value == "Base HT" for x in self.sheets[name].values())
        if not empty and len({r for r, c in self.sheets[name]}) > 8 and "<autoFilter" not in xml and "<tablePart " not in xml:
            wrong(f"{name}: no filter")

    def paper_widths(self, xml, name):
        """Inches that the columns of each printed page take at 100 percent; the repeated ones stand on each."""
        used, width = max((c for _, c in self.sheets[name]), default=0) + 1, {}
        for first, last, inches, more in re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"([^>]*)', xml):
            for c in range(int(first) - 1, min(int(last), used)):
                width[c] = 0 if 'hidden="1"' in more else float(inches) * 7 / 96
        breaks = [int(x) for x in re.findall(r'<brk id="(\d+)"', (re.search(r"<colBreaks.*?</colBreaks>", xml) or [""])[0])]
        if not breaks:
            return [sum(width.values())]
        repeated = re.search(r"'?" + re.escape(name) + r"'?!\$([A-Z]+):\$([A-Z]+),", self.titles)
        again = sum(width.get(c, 0) for c in range(column_number(repeated[2]) + 1)) if repeated else 0
        pages = zip([0] + breaks, breaks + [used])
        return [sum(width.get(c, 0) for c in range(a, b)) + (again if a else 0) for a, b in pages]

    def parts(self, name):
        """The sheets of a list: «Pièces», «Pièces 2»…"""
        return [n for n in self.sheets if n == name or re.fullmatch(re.escape(name) + r" \d+", n)]


def head_row(cells, first):
    rows = sorted(r for (r, c), x in cells.items() if c == 0 and x.value == first and (r, 1) in cells and cells[(r, 1)].text)
    return rows[0] if rows else None


def table(book, name):
    """Headings and data rows of a list over all its sheets; and the rows of its totals on the first one."""
    heads, data, totals = None, [], {}
    for part in book.parts(name):
        cells = book.sheets[part]
        head = head_row(cells, FIRST_HEAD[name])
        if head is None:
            return [], [], {}
        width = max(c for (r, c) in cells if r == head) + 1
        now = [cells[(head, c)].value for c in range(width)]
        if heads is not None and now != heads:
            wrong(f"{part}: other headings than on the sheet before")
        heads = now
        row = head + 1
        while (row, 0) in cells and cells[(row, 0)].text and any((row, c) in cells for c in range(1, width)):
            data.append([cells.get((row, c)) for c in range(width)])
            row += 1
        for (r, c), x in cells.items():
            m = c == 0 and x.text and re.fullmatch(r"Total ([A-Z]{3})", x.value or "")
            if m:
                totals[m.group(1)] = [cells.get((r, k)) for k in range(width)]
    return heads or [], data, totals


def number(cell):
    return Decimal(0) if cell is None or cell.value in (None, "") else Decimal(cell.value)


def same(a, b, digits=6):
    return abs(a - b) < Decimal(1) / 10 ** digits


def rows_of(folder, name):
    with open(folder / f"{name}.csv", encoding="utf-8", newline="") as f:
        reader = csv.reader(f)
        head = next(reader)
        return head, [dict(zip(head, r)) for r in reader]


def sums(rows, column, key="currency"):
    out = defaultdict(Decimal)
    for r in rows:
        out[r[key]] += Decimal(r[column] or 0)
    return out


def compare_totals(name, heads, totals, title, expected):
    if title not in heads:
        wrong(f"{name}: no column «{title}»")
        return
    at = heads.index(title)
    for cur, want in expected.items():
        got = totals.get(cur)
        if got is None:
            if want:
                wrong(f"{name}: no total in {cur}, the CSV has {want}")
        elif got[at] is None or got[at].formula is None:
            wrong(f"{name}: total {cur} of «{title}» is no formula")
        elif not same(number(got[at]), want):
            wrong(f"{name}: total {cur} of «{title}» is {number(got[at])}, the CSV says {want}")


def count(name, data, rows):
    if len(data) != len(rows):
        wrong(f"{name}: {len(data)} rows, the CSV has {len(rows)}")


def text(cell):
    return "" if cell is None or cell.value is None else cell.value


def day(cell):
    """A date as the CSV files write it."""
    return str(date(1899, 12, 30) + timedelta(int(cell.value))) if text(cell) and not cell.text else ""


def compare_items(heads, data, rows):
    """Row by row, every column of pieces.csv; what is said in other words must at least be said."""
    if rows and set(rows[0]) - set(ITEM_HEADS):
        wrong(f"Pièces: nothing for the columns {set(rows[0]) - set(ITEM_HEADS)} of pieces.csv")
    for x, r in zip(data, rows):
        for column, want in r.items():
            cell = x[heads.index(ITEM_HEADS[column])] if ITEM_HEADS.get(column) in heads else None
            if column in ("type", "bucket", "left_out"):
                good = bool(text(cell)) == bool(want)
            elif column == "broken_promise":
                good = (text(cell) == "oui") == (want == "yes")
            elif column in ("date", "due", "promise_until", "until", "last_reminder", "prescription"):
                good = day(cell) == want
            elif column in ("amount", "open", "days_late", "disputed", "asked", "last_level"):
                good = same(number(cell), Decimal(want or 0))
            else:
                good = text(cell) == want
            if not good:
                wrong(f"Pièces: {column} of {r['customer']} {r['document']} is «{text(cell)}», the CSV says «{want}»")


def compare_bank(book, rows):
    heads, data, _ = table(book, "Banque")
    count("Banque", data, rows)
    at = {h: i for i, h in enumerate(heads)}
    have = sorted((day(x[at["Date"]]), number(x[at["Montant"]]), text(x[at["Compte"]]), text(x[at["Confiance"]]),
                   text(x[at["Motif"]])) for x in data)
    want = sorted((r["date"], Decimal(r["amount"]), r["customer"], r["confidence"], r["reason"]) for r in rows)
    if have != want:
        wrong(f"Banque: {[x for x in have if x not in want][:3]} are not in banque.csv")
    waits = [text(x[at["Confiance"]]) != "certaine" for x in data]
    if waits != sorted(waits, reverse=True):
        wrong("Banque: what waits for a person does not come first")
    for x in data:
        if text(x[0]) not in {w for words in STATES.values() for w in words}:
            wrong(f"Banque: «{text(x[0])}» is no state")


def against_csv(book, folder):
    head, rows = rows_of(folder, "balance-agee")
    heads, data, totals = table(book, "Balance âgée")
    if book.parts("Balance âgée") and (data or rows):
        count("Balance âgée", data, rows)
        ageing = head[head.index("not_due"):head.index("no_due_date") + 1]
        first = heads.index("Solde") + 1
        compare_totals("Balance âgée", heads, totals, "Solde", sums(rows, "balance"))
        for i, column in enumerate(ageing):
            compare_totals("Balance âgée", heads, totals, heads[first + i], sums(rows, column))
        compare_totals("Balance âgée", heads, totals, "Provision proposée", sums(rows, "provision"))
        compare_totals("Balance âgée", heads, totals, "Provision existante", sums(rows, "provision_existing"))
        at = heads.index("Provision proposée")
        for x, r in zip(data, rows):
            if x[at].formula is None and "Provisions par pièce" in book.sheets and Decimal(r["provision"]):
                wrong(f"Balance âgée: the provision of {r['customer']} is no formula")
            if x[0].value != r["customer"] or x[1].value != r["name"] or not same(number(x[first - 1]), Decimal(r["balance"])):
                wrong(f"Balance âgée: the row of {r['customer']} differs")
    _, rows = rows_of(folder, "pieces")
    heads, data, totals = table(book, "Pièces")
    if book.parts("Pièces") and (data or rows):
        count("Pièces", data, rows)
        compare_totals("Pièces", heads, totals, "Reste ouvert", sums(rows, "open"))
        compare_totals("Pièces", heads, totals, "Montant d’origine", sums(rows, "amount"))
        compare_items(heads, data, rows)
    _, rows = rows_of(folder, "penalites")
    heads, data, totals = table(book, "Pénalités")
    if book.parts("Pénalités") and (data or rows):
        at = heads.index("Situation")
        if not any(x[at].value == "réglées" for x in data):  # of a huge ledger, settled documents are summed up
            count("Pénalités", data, rows)
        compare_totals("Pénalités", heads, totals, "Montant", sums(rows, "amount"))
    _, rows = rows_of(folder, "decisions")
    _, data, _ = table(book, "Décisions")
    if book.parts("Décisions") and (data or rows):
        count("Décisions", data, rows)
    if (folder / "banque.csv").is_file():
        compare_bank(book, rows_of(folder, "banque")[1])


def against_figures(book, folder):
    """The key figures on Synthèse: each one there with its value, live where the sheets that it needs are there."""
    if "Synthèse" not in book.sheets:
        return
    cells = book.sheets["Synthèse"]
    head = next((r for (r, c), x in cells.items() if c == 0 and x.value == "Chiffre"), None)
    shown, row = {}, head + 1
    while (row, 0) in cells and (row, 1) in cells:
        shown[cells[(row, 0)].value] = cells[(row, 1)]
        row += 1
    live = "Balance âgée" in book.sheets and "Paramètres" in book.sheets and rows_of(folder, "balance-agee")[1]
    for f in rows_of(folder, "chiffres")[1]:
        cell = shown.pop(f["label"], None)
        if f["missing"]:
            if cell is not None:
                wrong(f"Synthèse: «{f['label']}» is not computable, and shows {cell.value}")
            continue
        want = Decimal(f["value"]) / (100 if f["unit"] == "percent" else 1)
        if cell is None or not same(number(cell), want):
            wrong(f"Synthèse: «{f['label']}» is {cell and cell.value}, the CSV says {want}")
        elif live and cell.formula is None:
            wrong(f"Synthèse: «{f['label']}» is no formula")
    for label in shown:
        wrong(f"Synthèse: «{label}» is no figure of the CSV")


def against_movement(book, folder):
    """The movement of the month on Synthèse leads to what is outstanding and overdue; both columns are live."""
    cells = book.sheets.get("Synthèse", {})
    head = next((r for (r, c), x in cells.items() if c == 0 and x.value == "Mouvement"), None)
    if head is None:
        return
    end = next(r for (r, c), x in sorted(cells.items()) if r > head and c == 0 and x.value == "Clôture")
    rows = len(rows_of(folder, "balance-agee")[1])
    figures = {f["code"]: f["value"] for f in rows_of(folder, "chiffres")[1]}
    for column, code in ((1, "outstanding"), (2, "overdue")):
        got = number(cells[end, column])
        # converted bucket by bucket there, row by row here: half a cent for each
        buckets = column == 2 and cells[head, column].value != "dont échu"  # aged from the document's date
        if not buckets and abs(got - Decimal(figures[code] or 0)) > Decimal("0.005") * (rows + 100):
            wrong(f"Synthèse: the movement ends at {got}, {code} is {figures[code]}")
        if any(cells[r, column].formula is None for r in range(head + 1, end + 1)):
            wrong("Synthèse: the movement is not made of formulas")


def check_reconciliation(book):
    """Totals and differences are read from the sheets; every row says whether it agrees."""
    heads, data, _ = table(book, "Rapprochement")
    balances = "Balance âgée" in book.sheets and table(book, "Balance âgée")[1]
    for x in data:
        cell = dict(zip(heads, x))
        gap = number(cell["Trouvé"]) - number(cell["Attendu"])
        if cell["Écart"].formula is None or not same(number(cell["Écart"]), gap) or \
                cell["État"].value != ("ÉCART" if gap else "conforme"):
            wrong(f"Rapprochement: «{cell['Contrôle'].value}» does not follow its amounts")
        whole = cell["Compte"] is None or not cell["Compte"].value
        if whole and cell["Trouvé"].formula is None and balances:
            wrong(f"Rapprochement: «{cell['Contrôle'].value}»: what was found is no formula")


def check_word_rules(book):
    """A rule that looks for a word knows no case: it must not mark what was not meant."""
    for name, rules in book.words.items():
        for (left, top, right, bottom), word in rules:
            for (r, c), x in book.sheets[name].items():
                if x.text and x.value and left <= c + 1 <= right and top <= r + 1 <= bottom and \
                        word.lower() in x.value.lower() and word not in x.value:
                    wrong(f"{name}, row {r + 1}: the rule for «{word}» marks «{x.value}»")


def without_values(path, copy):
    """The workbook with every cached value of a formula taken out: what LibreOffice shows then, it has computed."""
    cached = re.compile(rb"(</f>)<v>[^<]*</v>")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename.startswith("xl/worksheets/sheet"):
                data = cached.sub(rb"\1", data)
            new.writestr(item, data)


def recalculated(paths, work):
    """The workbooks as LibreOffice computes them, in one call of it; None for one that it could not convert."""
    bare, out = work / "bare", work / "out"
    bare.mkdir()
    for i, path in enumerate(paths):
        without_values(path, bare / f"{i}.xlsx")
    p = subprocess.run(["soffice", f"-env:UserInstallation=file://{work}/profile", "--headless", "--convert-to", "xlsx",
                        "--outdir", str(out), *(str(bare / f"{i}.xlsx") for i in range(len(paths)))],
                       capture_output=True, text=True, timeout=600)
    books = []
    for i, path in enumerate(paths):
        made = out / f"{i}.xlsx"
        if not made.is_file():
            wrong(f"{path}: LibreOffice could not convert the workbook: {p.stdout}{p.stderr}")
        books.append(Workbook(made, ours=False) if made.is_file() else None)
    return books


def compare_formulas(ours, theirs):
    checked = 0
    for name, cells in ours.sheets.items():
        if name not in theirs.sheets:
            wrong(f"LibreOffice lost the sheet «{name}»")
            continue
        for (r, c), x in cells.items():
            if x.formula is None:
                continue
            checked += 1
            y = theirs.sheets[name].get((r, c))
            place = f"{name}, row {r + 1}, column {c + 1}: ={x.formula[:80]}"
            if y is None or y.value in (None, ""):
                wrong(f"{place}: LibreOffice gives nothing, the file says {x.value}")
            elif x.text or y.text:
                if x.value != y.value:
                    wrong(f"{place}: «{x.value}», LibreOffice computes «{y.value}»")
            else:
                a, b = Decimal(x.value), Decimal(y.value)
                # shares and rates carry 15 digits, amounts fewer decimals: far below half a minor unit
                if not same(a, b, 6) and not same(a / (b or 1), Decimal(1), 12):
                    wrong(f"{place}: {a}, LibreOffice computes {b}")
    return checked


def read_and_check(path):
    """A workbook, checked as far as it goes without a recalculation; None if there is none."""
    found = sorted(path.glob("*.xlsx")) if path.is_dir() else [path]
    if len(found) != 1:
        wrong(f"{path}: {len(found)} workbooks")
        return None
    book = Workbook(found[0])
    xlsx_strict.check(found[0], wrong)
    check_word_rules(book)
    for name, cells in book.sheets.items():
        for (r, c), x in cells.items():
            if x.formula is not None and x.value is None:
                wrong(f"{name}, row {r + 1}, column {c + 1}: formula without a value")
    check_reconciliation(book)
    if (path / "donnees").is_dir():
        against_csv(book, path / "donnees")
        against_figures(book, path / "donnees")
        against_movement(book, path / "donnees")
    return book


def main(argv):
    recalc = "--no-recalc" not in argv
    args = [a for a in argv if not a.startswith("--")]
    if not args:
        print(__doc__, file=sys.stderr)
        return 2
    books = [b for b in map(read_and_check, map(Path, args)) if b]
    checked, missing = 0, False
    if recalc and not shutil.which("soffice"):
        missing = True
    elif recalc:
        with tempfile.TemporaryDirectory(prefix="xlsx-check-") as work:
            for book, other in zip(books, recalculated([b.path for b in books], Path(work))):
                formulas = compare_formulas(book, other) if other else 0
                if other and formulas == 0:
                    wrong(f"{book.path}: no formula")
                checked += formulas
    for text in problems[:40]:
        print(text)
    if len(problems) > 40:
        print(f"… {len(problems) - 40} more")
    if problems:
        return 1
    sheets, cells = sum(len(b.sheets) for b in books), sum(len(c) for b in books for c in b.sheets.values())
    print(f"{sheets} sheets, {cells} cells, {checked} formulas recalculated alike")
    return 77 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
