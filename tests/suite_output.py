"""What comes out of the sample: PDF files are whole and say what they must, and nothing they must not (RULES §8)."""
import csv
import functools
import json
import re
import subprocess
import tempfile
import threading
from pathlib import Path

from casefile import ROOT, Skipped, relance
from pdftext import LAW, check_whole, page_count, plain, text_of, window_lines

FORBIDDEN = ("saisie", "huissier", "commandement de payer", "fichage", "fiché", "Banque de France", "sommation",
             "dernier avis avant", "frais de dossier", "marianne")


LOCK = threading.Lock()


def run():
    """One run of the sample for all tests of this file; the folder goes with the process."""
    with LOCK:
        return run_once()


@functools.lru_cache(maxsize=None)
def run_once():
    holder = tempfile.TemporaryDirectory(prefix="relance-out-")
    p = relance(["run", ROOT / "samples/export.xml", "-c", ROOT / "samples/relance.xml", "--as-of", "2026-10-31",
                 "-o", holder.name], ROOT, timeout=600)
    assert p.returncode == 0, p.stderr
    run_once.holder = holder
    return Path(holder.name) / "2026-10-31"


def letters():
    return sorted((run() / "lettres").glob("*.pdf"))


def rows(name):
    with open(run() / "donnees" / f"{name}.csv", encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def test_pdf_files_are_whole():
    """every PDF passes qpdf --check"""
    for pdf in sorted(run().rglob("*.pdf")):
        check_whole(pdf)


def test_pdf_archive_form():
    """every letter and the summary are PDF/A-1b (PDFBox Preflight)"""
    p = subprocess.run(["sh", str(ROOT / "tests/pdfa.sh"), *map(str, sorted(run().rglob("*.pdf")))],
                       capture_output=True, text=True)
    if p.returncode == 77:
        raise Skipped("PDFBox Preflight")
    assert p.returncode == 0, (p.stdout + p.stderr)[-3000:]


def test_letters_follow_decisions():
    """there is one PDF for each decision that has a letter, and no other"""
    written = {d["customer"] for d in rows("decisions")
               if set(d["channel"].split("+")) & {"letter", "registered", "email"} and d["action"] != "none"}
    assert {p.name.split("-")[0] for p in letters()} == written


def test_law_in_every_letter():
    """the two paragraphs of L.111-8 stand to the letter in every reminder and notice"""
    for pdf in letters():
        if "-avis" in pdf.name or "-merci" in pdf.name:
            continue
        text = plain(text_of(pdf, True))
        for paragraph in LAW:
            assert plain(paragraph) in text, f"{pdf.name}: {paragraph[:40]}… not found in\n{text}"


def test_formal_words_only_in_formal_notices():
    """the words "mise en demeure" are in formal notices and nowhere else"""
    formal = {d["customer"] for d in rows("decisions") if d["action"] == "formal-notice"}
    assert formal, "the sample has no formal notice"
    for pdf in letters():
        text = plain(text_of(pdf)).lower()
        is_formal = pdf.name.split("-")[0] in formal
        has = "mise en demeure" in text or "mettons en demeure" in text or "formal notice" in text
        assert has == is_formal, f"{pdf.name}: {has}"


def test_forbidden_words():
    """no word that the law does not allow"""
    for pdf in letters():
        text = plain(text_of(pdf)).lower()
        for word in FORBIDDEN:
            assert word.lower() not in text, f"{pdf.name}: {word}"


def test_every_letter_says():
    """creditor, SIREN, IBAN, how to contest, total asked, page numbers"""
    decisions = {d["customer"] + d["currency"]: d for d in rows("decisions")}
    assert decisions
    for pdf in letters():
        text = plain(text_of(pdf)).replace(" ", "")
        for what in ("000000539", "FR7600000000010000001234504"):
            assert what in text, f"{pdf.name}: {what}"
        assert re.search(r"contest|dispute", text), f"{pdf.name}: contesting"


def test_names_come_out():
    """accents, Polish and Turkish letters, quotes and angle brackets"""
    have = {p.name.split("-")[0]: p for p in letters()}
    found = 0
    for c in {d["customer"]: d for d in rows("decisions")}:
        name = next(r["name"] for r in rows("balance-agee") if r["customer"] == c)
        if c in have and len(name) < 60:
            assert plain(name) in plain(text_of(have[c], True)) or name.upper() in text_of(have[c], True), (have[c].name, name)
            found += any(ord(ch) > 0xFF for ch in name)
    assert found, "no letter with a name beyond Latin-1"


def test_window_is_clean():
    """nothing but the address shows in the envelope's window"""
    for pdf in letters():
        window_lines(pdf, 7)


def test_even_pages():
    """every letter has an even number of pages (extract on the back)"""
    for pdf in letters():
        assert page_count(pdf) % 2 == 0, pdf.name


def test_manifest():
    """the manifest lists every file with size, pages and hash"""
    import hashlib
    m = json.loads((run() / "donnees/manifeste.json").read_text(encoding="utf-8"))
    listed = {e["file"]: e for e in m["outputs"]}
    have = {str(p.relative_to(run())) for p in run().rglob("*") if p.is_file()} - {"donnees/manifeste.json"}
    assert set(listed) == have, set(listed) ^ have
    for name, e in listed.items():
        data = (run() / name).read_bytes()
        assert e["bytes"] == len(data) and e["sha256"] == hashlib.sha256(data).hexdigest(), name


def test_workbook():
    """the workbook: rows, cached values, totals against the CSV, and again after a recalculation by LibreOffice"""
    p = subprocess.run(["python3", str(ROOT / "tests/xlsx_check.py"), str(run())], capture_output=True, text=True)
    if p.returncode == 77:
        raise Skipped("LibreOffice")
    assert p.returncode == 0, (p.stdout + p.stderr)[-3000:]


def test_no_floating_point_traces():
    """amounts in the CSV files have exactly their currency's decimals"""
    digits = {"EUR": 2, "USD": 2, "JPY": 0, "TND": 3}
    for r in rows("balance-agee"):
        for column, value in r.items():
            if column in ("balance", "not_due", "unapplied", "no_due_date") or column.startswith(("d1", "d3", "d6", "d9", "over_")):
                n = digits[r["currency"]]
                assert re.fullmatch(r"-?\d+" + (rf"\.\d{{{n}}}" if n else ""), value), (r["customer"], column, value)
