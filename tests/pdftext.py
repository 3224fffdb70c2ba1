"""What the suites read back from PDF files: their text as a reader sees it, their words in the envelope's window."""
import functools
import html
import re
import shutil
import subprocess
import unicodedata

from casefile import Skipped

MM = 72 / 25.4  # points
# Article L. 111-8 CPCE, second and third paragraphs.
LAW = ("Les frais de recouvrement entrepris sans titre exécutoire restent à la charge du créancier, sauf s'ils concernent "
       "un acte dont l'accomplissement est prescrit par la loi au créancier. Toute stipulation contraire est réputée non "
       "écrite, sauf disposition législative contraire.",
       "Cependant, le créancier qui justifie du caractère nécessaire des démarches entreprises pour recouvrer sa créance "
       "peut demander au juge de l'exécution de laisser tout ou partie des frais ainsi exposés à la charge du débiteur de "
       "mauvaise foi.")


def need(tool):
    if not shutil.which(tool):
        raise Skipped(tool)


def plain(text):
    """Without what a reader does not see: kinds of blanks and apostrophes, line ends, divided words."""
    text = unicodedata.normalize("NFC", text).replace("\u2019", "'")
    text = re.sub(r"\u00ad\s*", "", text)
    return re.sub(r"\s+", " ", text)


@functools.lru_cache(maxsize=None)
def text_of(pdf, raw=False):
    """As pdftotext gives it: line by line as on the page, or raw in the order of writing."""
    need("pdftotext")
    p = subprocess.run(["pdftotext", *(["-raw"] if raw else ["-layout"]), str(pdf), "-"], capture_output=True, text=True)
    assert p.returncode == 0 and not p.stderr, f"{pdf.name}: {p.stderr}"
    return p.stdout


@functools.lru_cache(maxsize=None)
def page_count(pdf):
    need("pdfinfo")
    out = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True).stdout
    return int(re.search(r"Pages:\s+(\d+)", out)[1])


def check_whole(pdf):
    """qpdf finds no fault with the file."""
    need("qpdf")
    p = subprocess.run(["qpdf", "--check", str(pdf)], capture_output=True, text=True)
    assert p.returncode == 0, f"{pdf.name}: {p.stdout}{p.stderr}"


def words_by_page(pdf):
    """Per page, (left, top, right, bottom, word) in millimetres."""
    need("pdftotext")
    p = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True)
    found = r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
    return [[(*(float(v) / MM for v in w[:4]), html.unescape(w[4])) for w in re.findall(found, page)]
            for page in p.stdout.split("<page ")[1:]]


def window_lines(pdf, most):
    """What shows in the envelope's window (x 90-200 mm, y 34-90 mm): the address and nothing else, 2 to `most` lines."""
    lines = {}
    for x0, y0, x1, y1, word in words_by_page(pdf)[0]:
        if x1 > 90 and x0 < 200 and y1 > 34 and y0 < 90:
            assert x0 >= 109.5 and x1 <= 190.5 and y0 >= 54 and y1 <= 80, (pdf.name, word, x0, y0, x1, y1)
            lines.setdefault(round(y1), []).append(word)
    assert 2 <= len(lines) <= most, (pdf.name, lines)
    shown = [" ".join(lines[y]) for y in sorted(lines)]
    assert all(len(line) <= 38 for line in shown), (pdf.name, shown)
    return shown
