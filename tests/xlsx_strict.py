"""What Excel refuses or repairs in a workbook and LibreOffice forgives, as checks on the parts of the file.

Limits and rules of ECMA-376 part 1 (§18) and of Excel's published specifications. check(path, wrong) calls
wrong(text) for each thing found. Python's standard library only.
"""
import re
import zipfile
from functools import cache
from html import unescape
from itertools import combinations
from posixpath import dirname, join, normpath
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAW = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"

MAX_FORMULA, MAX_NESTING, MAX_ARGUMENTS, MAX_LITERAL = 8192, 64, 255, 255
MAX_NAME, MAX_BREAKS, MAX_FOOTER, MAX_HEIGHT, MAX_WIDTH, MAX_LEVEL = 31, 1023, 255, 409.5, 255, 7
# Elements of a worksheet in the only order that is valid (ECMA-376 §18.3.1.99), those that a workbook of ours may have.
ORDER = ["sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetProtection", "autoFilter",
         "mergeCells", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins",
         "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "ignoredErrors", "drawing", "legacyDrawing",
         "tableParts", "extLst"]
# Functions that every Excel since 2007 has under this name; a newer one needs the prefix _xlfn.
FUNCTIONS = set("""ABS AND AVERAGE CONCATENATE COUNT COUNTA COUNTIF COUNTIFS DATE DAY EXACT FIND HYPERLINK IF IFERROR INDEX
INDIRECT INT ISBLANK ISERROR ISNUMBER LEFT LEN LOOKUP LOWER MATCH MAX MID MIN MOD MONTH NA NOT OR RIGHT ROUND ROUNDDOWN
ROUNDUP SEARCH SMALL LARGE SUBSTITUTE SUBTOTAL SUM SUMIF SUMIFS SUMPRODUCT TEXT TODAY TRIM UPPER VALUE VLOOKUP YEAR""".split())


PIECE = re.compile(r'<row r="(\d+)"[^>]*?(?: ht="([\d.]+)"[^>]*)?>|<c r="([A-Z]+)(\d+)"|<f>([^<]*)</f>')


@cache
def column(letters):
    n = 0
    for ch in letters:
        n = n * 26 + ord(ch) - 64
    return n


def area(ref):
    """(left, top, right, bottom) of "B3" or "$B$3:$D$9", counted from 1."""
    first, _, last = ref.replace("$", "").partition(":")
    (a, b), (c, d) = (re.fullmatch(r"([A-Z]{1,3})(\d+)", x).groups() for x in (first, last or first))
    return column(a), int(b), column(c), int(d)


def meet(a, b):
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


class Book:
    def __init__(self, path, wrong):
        self.wrong, self.z = wrong, zipfile.ZipFile(path)
        self.names = set(self.z.namelist())
        self.table_ids, self.table_names, self.defined = set(), set(), set()
        styles = self.part("xl/styles.xml")
        self.formats = len(styles.find(MAIN + "cellXfs"))
        dxfs = styles.find(MAIN + "dxfs")
        self.dxfs = 0 if dxfs is None else len(dxfs)
        for f in styles.iter(MAIN + "numFmt"):
            if len(f.get("formatCode")) > 255:
                wrong(f"a number format of {len(f.get('formatCode'))} characters")
        self.texts = 0
        if "xl/sharedStrings.xml" in self.names:
            self.texts = sum(1 for _ in self.part("xl/sharedStrings.xml").iter(MAIN + "si"))
        self.seen = set()  # formulas that were looked at, numbers aside

    def part(self, name):
        return ElementTree.fromstring(self.z.read(name))

    def relations(self, part):
        """Id -> (type, part or address), every part of the file being there."""
        name = f"{dirname(part)}/_rels/{part.rsplit('/', 1)[-1]}.rels"
        out = {}
        for r in self.part(name) if name in self.names else ():
            target = r.get("Target")
            if r.get("TargetMode") != "External":
                target = target.lstrip("/") if target.startswith("/") else normpath(join(dirname(part), target))
                if target not in self.names:
                    self.wrong(f"{part} points at {target}, which is not in the file")
            elif len(target) > 2079 or " " in target:
                self.wrong(f"{part}: the link {target[:60]} is too long or holds a space")
            out[r.get("Id")] = (r.get("Type").rsplit("/", 1)[-1], target)
        return out

    def run(self):
        book, rels = self.part("xl/workbook.xml"), self.relations("xl/workbook.xml")
        sheets = [(s.get("name"), rels[s.get(REL + "id")][1]) for s in book.iter(MAIN + "sheet")]
        self.sheets = [n for n, _ in sheets]
        for n in self.sheets:
            if not 0 < len(n) <= MAX_NAME or re.search(r"[\[\]:*?/\\]", n) or n[0] == "'" or n[-1] == "'":
                self.wrong(f"«{n}» is no name for a sheet")
        if len({n.lower() for n in self.sheets}) != len(self.sheets):
            self.wrong("two sheets have the same name")
        self.read_names(book)
        for name, part in sheets:
            Sheet(self, name, part).run()
        for part in self.names:
            if part.startswith("xl/charts/chart"):
                self.chart(part)
            elif re.match(r"xl/drawings/drawing\d+\.xml", part):
                self.drawing(part)

    def read_names(self, book):
        for d in book.iter(MAIN + "definedName"):
            name, key = d.get("name"), (d.get("name").lower(), d.get("localSheetId"))
            own = name.startswith("_xlnm.")
            if not own and (not re.fullmatch(r"[^\W\d][\w.]*", name) or len(name) > 255 or
                            re.fullmatch(r"(?i)[a-z]{1,3}\d+|r\d*c\d*", name)):
                self.wrong(f"«{name}» is no name for cells")
            if key in self.defined:
                self.wrong(f"the name «{name}» is defined twice")
            self.defined.add(key)
            if name == "_xlnm.Print_Titles" and not re.fullmatch(
                    r"('[^']+'|\w+)!\$[A-Z]+:\$[A-Z]+(,('[^']+'|\w+)!\$\d+:\$\d+)?|('[^']+'|\w+)!\$\d+:\$\d+", d.text):
                self.wrong(f"print titles {d.text}")
            self.references(f"name {name}", d.text)

    def references(self, place, formula):
        for sheet in re.findall(r"'((?:[^']|'')+)'!", re.sub(r'"[^"]*"', "", formula)):
            if sheet.replace("''", "'") not in self.sheets:
                self.wrong(f"{place} names the sheet «{sheet}», which is not there")

    def formula(self, place, text):
        if len(text) > MAX_FORMULA:
            self.wrong(f"{place}: a formula of {len(text)} characters")
        form = re.sub(r"\d+", "0", text)
        if form in self.seen:
            return
        self.seen.add(form)
        if any(len(x) > MAX_LITERAL for x in re.findall(r'"((?:[^"]|"")*)"', text)):
            self.wrong(f"{place}: a text of more than {MAX_LITERAL} characters in a formula")
        bare = re.sub(r"'(?:[^']|'')+'!", "", re.sub(r'"(?:[^"]|"")*"', "0", text))
        depth, commas = 0, [0]
        for ch in bare:
            if ch == "(":
                depth += 1
                commas.append(0)
            elif ch == ")" and depth:
                depth -= 1
                commas.pop()
            elif ch == ",":
                commas[-1] += 1
            if depth > MAX_NESTING or commas[-1] >= MAX_ARGUMENTS:
                self.wrong(f"{place}: a formula nested too deep or with too many arguments")
                return
        if depth or bare.count("(") != bare.count(")"):
            self.wrong(f"{place}: parentheses do not match in ={text[:80]}")
        for word in re.findall(r"([A-Za-z_][\w.]*)\(", bare):
            if word not in FUNCTIONS and not word.startswith("_xlfn."):
                self.wrong(f"{place}: Excel knows no function {word}")
        for word in re.findall(r"(?<![\w.$])([^\W\d][\w.]*)(?![\w.(\[])", bare):
            if not re.fullmatch(r"[A-Z]{1,3}\d+|[A-Z]{1,3}|TRUE|FALSE", word) and (word.lower(), None) not in self.defined:
                self.wrong(f"{place}: the formula uses the name «{word}», which is not defined")
        self.references(place, text)

    def chart(self, part):
        root = self.part(part)
        plot = next(root.iter(CHART + "plotArea"))
        axes = {a.find(CHART + "axId").get("val") for a in plot if a.tag.endswith("Ax")}
        crossed = {a.find(CHART + "crossAx").get("val") for a in plot if a.tag.endswith("Ax")}
        used = {x.get("val") for kind in plot if kind.tag.endswith("Chart") for x in kind.findall(CHART + "axId")}
        if axes != used or not crossed <= axes:
            self.wrong(f"{part}: axes {sorted(axes)}, drawn on {sorted(used)}")
        order = [x.get("val") for s in root.iter(CHART + "ser") for x in s.findall(CHART + "idx")]
        if len(set(order)) != len(order):
            self.wrong(f"{part}: two series have the same number")
        for f in root.iter(CHART + "f"):
            self.references(part, f.text)

    def drawing(self, part):
        root, rels = self.part(part), self.relations(part)
        ids = [x.get("id") for x in root.iter(DRAW + "cNvPr")]
        if len(set(ids)) != len(ids):
            self.wrong(f"{part}: two drawings have the same number")
        for c in root.iter(CHART + "chart"):
            if c.get(REL + "id") not in rels:
                self.wrong(f"{part}: a chart that is not there")
        for a in root.iter(DRAW + "twoCellAnchor"):
            start, end = ([int(a.find(DRAW + k).find(DRAW + x).text) for x in ("row", "col")] for k in ("from", "to"))
            if end[0] < start[0] or end[1] < start[1]:
                self.wrong(f"{part}: a drawing that ends before it starts")


class Sheet:
    def __init__(self, book, name, part):
        self.book, self.name, self.part = book, name, part
        self.text = book.z.read(part).decode("utf-8")
        start, end = self.text.find("<sheetData"), self.text.find("</sheetData>")
        self.data = self.text[start:end] if end > 0 else ""
        self.root = ElementTree.fromstring(self.text[:start] + "<sheetData/>" + self.text[end + 12:] if end > 0 else self.text)
        self.rels = book.relations(part)

    def wrong(self, text):
        self.book.wrong(f"{self.name}: {text}")

    def all(self, tag):
        return list(self.root.iter(MAIN + tag))

    def run(self):
        order = [ORDER.index(x.tag.replace(MAIN, "")) for x in self.root]
        if order != sorted(order):
            self.wrong("elements in another order than the schema's")
        self.columns()
        self.rows()
        self.tables()
        self.conditional()
        self.validations()
        self.print_set_up()
        for x in self.root.iter():
            if x.get(REL + "id") and x.get(REL + "id") not in self.rels:
                self.wrong(f"{x.tag} points at nothing")

    def columns(self):
        last = 0
        for c in self.all("col"):
            if int(c.get("min")) <= last or int(c.get("max")) < int(c.get("min")):
                self.wrong(f"column {c.get('min')} is described twice")
            last = int(c.get("max"))
            if float(c.get("width", 0)) > MAX_WIDTH or int(c.get("outlineLevel", 0)) > MAX_LEVEL:
                self.wrong(f"column {last} is too wide or folded too deep")

    def rows(self):
        row = col = 0
        for begun, height, letters, at, formula in PIECE.findall(self.data):
            if begun:
                if int(begun) <= row:
                    self.wrong(f"row {begun} comes late")
                row, col = int(begun), 0
                if height and float(height) > MAX_HEIGHT:
                    self.wrong(f"row {row} is too high")
            elif letters:
                if column(letters) <= col or int(at) != row:
                    self.wrong(f"cell {letters}{at} comes late")
                col = column(letters)
            else:
                self.book.formula(f"{self.name}, row {row}, column {col}", unescape(formula))
        for v in set(re.findall(r't="s"[^>]*><v>(\d+)</v>', self.data)):
            if int(v) >= self.book.texts:
                self.wrong(f"text {v} is not there")
        for v in set(re.findall(r'<c r="[A-Z]+\d+" s="(\d+)"', self.data)):
            if int(v) >= self.book.formats:
                self.wrong(f"cells have the format {v}, which is not there")

    def tables(self):
        areas = [area(m.get("ref")) for m in self.all("mergeCells") for m in m]
        if self.root.find(MAIN + "autoFilter") is not None:
            areas.append(area(self.root.find(MAIN + "autoFilter").get("ref")))
        for kind, target in self.rels.values():
            if kind == "table":
                areas.append(self.table(self.book.part(target)))
        for a, b in combinations(areas, 2):
            if meet(a, b):
                self.wrong(f"two of tables, filter and merged cells overlap at {a} and {b}")

    def table(self, t):
        b, name, ref = self.book, t.get("displayName"), area(t.get("ref"))
        if t.get("id") in b.table_ids or name.lower() in b.table_names or (name.lower(), None) in b.defined:
            self.wrong(f"a second table {name}")
        b.table_ids.add(t.get("id"))
        b.table_names.add(name.lower())
        if not re.fullmatch(r"[^\W\d][\w.]*", name) or re.fullmatch(r"(?i)[a-z]{1,3}\d+", name):
            self.wrong(f"«{name}» is no name for a table")
        heads = [c.get("name") for c in t.iter(MAIN + "tableColumn")]
        ids = {c.get("id") for c in t.iter(MAIN + "tableColumn")}
        if len(heads) != ref[2] - ref[0] + 1 or len(ids) != len(heads) or int(t.find(MAIN + "tableColumns").get("count")) != len(heads):
            self.wrong(f"table {name}: {len(heads)} columns on {t.get('ref')}")
        if len({h.lower() for h in heads}) != len(heads) or any(not h or len(h) > 255 for h in heads):
            self.wrong(f"table {name}: headings that are empty or the same")
        if ref[3] <= ref[1]:
            self.wrong(f"table {name} has no rows")
        filtered = t.find(MAIN + "autoFilter")
        if filtered is not None and area(filtered.get("ref")) != ref:
            self.wrong(f"table {name}: its filter stands elsewhere")
        return ref

    def conditional(self):
        for block in self.all("conditionalFormatting"):
            for r in block.iter(MAIN + "cfRule"):
                if r.get("dxfId") and int(r.get("dxfId")) >= self.book.dxfs:
                    self.wrong("a conditional format that is not there")
                for f in r.findall(MAIN + "formula"):
                    self.book.formula(f"{self.name}, a rule", f.text)
                if r.get("type") not in ("cellIs", "expression", "dataBar", "containsText", "beginsWith"):
                    self.wrong(f"a rule of kind {r.get('type')}")
        priorities = [r.get("priority") for r in self.all("cfRule")]
        if len(set(priorities)) != len(priorities):
            self.wrong("two rules have the same priority")

    def validations(self):
        for v in self.all("dataValidation"):
            for f in v:
                if f.text and len(f.text.strip('"')) > 255:
                    self.wrong(f"a list of {len(f.text)} characters to choose from")
            for key, most in (("promptTitle", 32), ("errorTitle", 32), ("prompt", 255), ("error", 225)):
                if len(v.get(key, "")) > most:
                    self.wrong(f"{key} has more than {most} characters")

    def print_set_up(self):
        for tag, limit in (("rowBreaks", 1048576), ("colBreaks", 16384)):
            for b in self.root.findall(MAIN + tag):
                places = [int(x.get("id")) for x in b]
                if len(places) > MAX_BREAKS or places != sorted(set(places)) or int(b.get("count")) != len(places) or \
                        any(not 0 < p < limit for p in places):
                    self.wrong(f"{tag} {places[:5]}…")
        for f in self.all("oddFooter") + self.all("oddHeader"):
            if len(f.text) > MAX_FOOTER:
                self.wrong("the footer is too long")
        setup = self.root.find(MAIN + "pageSetup")
        if setup is not None and not 10 <= int(setup.get("scale", 100)) <= 400:
            self.wrong("a scale that is none")


def check(path, wrong):
    with zipfile.ZipFile(path) as z:
        for name in z.namelist():
            if name.endswith((".xml", ".rels")) and not name.startswith("xl/worksheets/sheet"):
                ElementTree.fromstring(z.read(name))
    Book(path, wrong).run()
