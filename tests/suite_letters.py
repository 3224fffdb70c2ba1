"""The letters themselves: every kind in both languages, plain and extreme, read back from the PDF (RULES §8).

Everything is made once by `relance preview` into one folder; the tests read it. One name per PDF:
<configuration>_<language>_<kind>_<customer>.pdf
"""
import functools
import os
import re
import shutil
import struct
import subprocess
import tempfile
import threading
import unicodedata
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from casefile import ROOT, Skipped, relance
from pdftext import LAW, check_whole, need, page_count, plain, text_of, window_lines, words_by_page

KINDS = ("notice", "courteous-reminder", "firm-reminder", "last-reminder", "formal-notice", "collector-letter",
         "account-statement", "plan-proposal", "thank-you", "call-sheet")
LANGUAGES = ("fr", "en")
# Kinds that reproduce article L. 111-8, that say how to pay, that demand a sum.
LAW_KINDS = set(KINDS) - {"account-statement", "thank-you", "call-sheet"}
PAY_KINDS = LAW_KINDS
FORBIDDEN = ("saisie", "saisir vos", "huissier", "commissaire de justice", "commandement", "fichage", "fiché",
             "banque de france", "sommation", "dernier avis", "frais de dossier", "à vos frais", "marianne",
             "république", "seizure", "bailiff", "credit bureau", "at your expense", "final demand")
FORMAL = ("mise en demeure", "mettons en demeure", "formal notice", "injonction de payer", "payment order", "tribunal",
          "court that has")
NAMES = {"PL": "Spółka Źródło Żółć", "TR": "İşğı Çağrı Öz Ticaret", "GR": "Ωμέγα Εμπόριο ΑΕ", "CY": "Жук и Щёголь ООО",
         "VN": "Nguyễn Ấn Đặng Phượng"}
LONG_WORDS = ("Société coopérative des établissements industriels et commerciaux réunis de la Haute-Valmorande et de ses "
              "environs SA")
LONG_WORD = "Anticonstitutionnellement" * 4 + "Quincailleriegénérale"
AS_OF = "2026-10-31"
LOCK = threading.Lock()


# ---- the exports and the configurations ----

def address(line="1 rue Haute", postcode="69003", city="Lyon", country="FR"):
    return (f'<address purpose="billing"><line>{line}</line><postcode>{postcode}</postcode><city>{city}</city>'
            f"<country>{country}</country></address>")


def invoice(n, amount="1250.40", due="2026-09-10", more="", attributes="", kind="invoice"):
    return (f'<document id="{n}" type="{kind}" number="{n}" date="2026-08-01" ' + (f'due="{due}" ' if due else "") +
            f'amount="{amount}" {attributes}>{more}</document>')


REMINDED = ('<reminder level="1" date="2026-09-15" channel="letter"/>'
            '<reminder level="2" date="2026-10-01" channel="letter"/>')


def customer(code, name, documents, kind="business", language="fr", where=None):
    text = name.replace("&", "&amp;").replace("<", "&lt;")
    return (f'<customer id="{code}" kind="{kind}"><name>{text}</name>{where or address()}'
            f"<language>{language}</language>{documents}</customer>\n")


def extreme_export():
    many = "".join(invoice(f"FA{i:04d}", f"{100 + i}.{i % 100:02d}", f"2026-0{1 + i % 9}-{1 + i % 28:02d}",
                           attributes=f'label="Livraison {i}"') for i in range(300))
    credit = (invoice("CR1") + invoice("CR2", "830.00") +
              invoice("AV1", "500.00", None, kind="credit-note") + invoice("RG1", "99.90", None, kind="payment"))
    disputed = (invoice("DI1", more='<dispute since="2026-09-20" reason="quantité" amount="200.00"/>' + REMINDED) +
                invoice("DI2", "410.00", "2026-10-05", more=REMINDED))
    out = [customer("ONE", "Une Pièce SARL", invoice("F1")),
           customer("MANY", LONG_WORDS, many),
           customer("WORD", LONG_WORD[:120], invoice("W1", attributes=f'order="{"X" * 60}" label="{"Y" * 120}"')),
           customer("CREDIT", "Avoirs & Cie", credit),
           customer("DISPUTE", "Contestations SA", disputed),
           customer("REM", "Déjà Relancé SAS", invoice("R1", more=REMINDED)),
           customer("FIRST", "Jamais Relancé SAS", invoice("R2")),
           customer("CONS", "Mme Élodie Tarvenne", invoice("K1", more=REMINDED), kind="consumer"),
           customer("PUB", "Commune de Brévanne-sur-Orle", invoice("P1"), kind="public"),
           customer("ABROAD", "Northby & Keel Trading Ltd", invoice("G1"), language="en",
                    where=address("12 High Street", "LS1 4AP", "Leeds", "GB")),
           customer("JPY", "Kozan Seiki", invoice("J1", "1234567", attributes='currency="JPY"')),
           customer("TND", "Méhari Import", invoice("T1", "1234.567", attributes='currency="TND"')),
           customer("USD", "Quincey Supplies Inc", invoice("U1", "98765.43", attributes='currency="USD"'))]
    out += [customer(code, name, invoice(f"N{code}"), where=address("ul. Długa 5", "00-001", "Łódź", "PL")
                     if code == "PL" else None) for code, name in NAMES.items()]
    rates = ('<rates date="2026-10-31"><rate currency="USD" value="0.9"/><rate currency="JPY" value="0.006"/>'
             '<rate currency="TND" value="0.3"/></rates>\n')
    return export(rates + "".join(out))


def export(body):
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<receivables version="1" company="TEST" currency="EUR" '
            f'extracted="2026-10-31">\n{body}</receivables>\n')


def palette_png(path):
    """A logo of four colours, 120 by 40, two bits a pixel."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + bytes([0x1B ^ (y & 0x3F)] * 30) for y in range(40))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 120, 40, 2, 3, 0, 0, 0)) +
                     chunk(b"PLTE", bytes([0, 60, 120, 255, 255, 255, 200, 30, 30, 20, 20, 20])) +
                     chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def configurations(tmp):
    plain = (ROOT / "samples/relance.xml").read_text(encoding="utf-8")
    letters = re.search(r"<letters[^>]*>", plain)[0]
    mandate = ("<mandate><reference>M-2026-17 du 5 janvier 2026</reference><principal><name>Verrerie du Sorgue</name>"
               "<legal-form>SARL</legal-form><siren>000 000 547</siren><address><line>3 rue du Four</line>"
               "<postcode>84200</postcode><city>Carpentras</city><country>FR</country></address></principal></mandate>")
    palette_png(tmp / "logo.png")
    out = {"plain": plain, "mandate": plain.replace("<letters", mandate + "<letters"),
           "palette": plain.replace(letters, '<letters contest-days="15" duplex="yes" qr="yes" slip="yes" justify="yes" '
                                    'hyphenate="yes"><logo>logo.png</logo>')}
    if shutil.which("convert"):
        subprocess.run(["convert", "-size", "240x80", "gradient:navy-white", str(tmp / "logo.jpg")], check=True)
        out["jpeg"] = plain.replace(letters, letters + "<logo>logo.jpg</logo>")
    for name, text in out.items():
        (tmp / f"{name}.xml").write_text(text, encoding="utf-8")
    return out


def wanted(names):
    """(configuration, language, kind, export, customer) of every letter that is made."""
    sample = ("C005", "C036", "C042")  # a business, a public body, a consumer
    extreme = re.findall(r'customer id="(\w+)"', extreme_export())
    for language in LANGUAGES:
        for kind in KINDS:
            third = kind == "collector-letter"
            for who in sample:
                yield "mandate" if third else "plain", language, kind, "sample", who
            for who in ("ONE", "MANY", "WORD", "CREDIT", "DISPUTE", "CONS") if language == "fr" else ("MANY", "ABROAD"):
                yield "mandate" if third else "plain", language, kind, "extreme", who
        for who in extreme:
            yield "plain", language, "firm-reminder", "extreme", who
            if who not in NAMES:
                yield "plain", language, "formal-notice", "extreme", who
            if who in ("ONE", "REM", "FIRST", "CONS", "USD"):
                yield "mandate", language, "formal-notice", "extreme", who
                yield "mandate", language, "collector-letter", "extreme", who
        for look in ("palette", "jpeg"):
            for kind in ("courteous-reminder", "formal-notice", "plan-proposal") if look in names else ():
                for who in ("ONE", "WORD") if look == "palette" else ("ONE",):
                    yield look, language, kind, "extreme", who


def make(tmp, job):
    look, language, kind, source, who = job
    pdf = tmp / f"{look}_{language}_{kind}_{who}.pdf"
    p = relance(["preview", tmp / "extreme.xml" if source == "extreme" else ROOT / "samples/export.xml", "-c",
                 tmp / f"{look}.xml", "--as-of", AS_OF, "--template", f"{language}/{kind}", "--customer", who,
                 "-o", pdf], tmp)
    # A customer without anything that the kind is about has no such letter.
    assert p.returncode == 0 or "aucune pièce" in p.stderr, f"{pdf.name}: {p.stderr}"


@functools.lru_cache(maxsize=None)
def made_once():
    holder = tempfile.TemporaryDirectory(prefix="relance-letters-")
    made_once.holder = holder
    tmp = Path(holder.name)
    (tmp / "extreme.xml").write_text(extreme_export(), encoding="utf-8")
    jobs = sorted(set(wanted(configurations(tmp))))
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        list(pool.map(lambda job: make(tmp, job), jobs))
    return sorted(tmp.glob("*_*.pdf"))


def letters(kinds=KINDS, looks=None, language=None, who=None):
    """[(path, configuration, language, kind, customer)]"""
    with LOCK:
        made = made_once()
    out = [(p, *p.stem.split("_")) for p in made]
    out = [x for x in out if x[3] in kinds and (not looks or x[1] in looks) and (not language or x[2] == language) and
           (not who or x[4] in who)]
    assert out, (kinds, looks, who)
    return out


def raw_text(pdf):
    return plain(text_of(pdf, raw=True))


@functools.lru_cache(maxsize=None)
def pdf_info(pdf):
    need("pdfinfo")
    return subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True).stdout


def tight(text):
    return plain(text).replace(" ", "")


def says(pdf, *words):
    text = tight(raw_text(pdf))
    for word in words:
        assert tight(word) in text, f"{pdf.name}: not found: {word}\n{raw_text(pdf)[:6000]}"


# ---- the files ----

def test_files():
    """letters of every kind: qpdf --check, and PDF/A-1b in one go"""
    for pdf, *_ in letters():
        check_whole(pdf)
    p = subprocess.run(["sh", str(ROOT / "tests/pdfa.sh"), *(str(x[0]) for x in letters())], capture_output=True, text=True)
    if p.returncode == 77:
        raise Skipped("PDFBox Preflight")
    assert p.returncode == 0, (p.stdout + p.stderr)[-3000:]


def test_metadata():
    """title, subject and language in the metadata; no date of the clock"""
    for pdf, _, language, kind, _who in letters():
        info = pdf_info(pdf)
        assert re.search(r"^Title: +\S", info, re.M) and re.search(r"^Subject: +\S", info, re.M), (pdf.name, info)
        assert "CreationDate" not in info and "ModDate" not in info, (pdf.name, info)
        assert f"/Lang({'en-GB' if language == 'en' else 'fr-FR'})".encode() in pdf.read_bytes(), pdf.name


def test_size():
    """a letter of two pages without logo has less than 20,000 bytes"""
    seen = 0
    for pdf, *_, who in letters(looks=("plain", "mandate")):
        if page_count(pdf) == 2 and re.match(r"C0", who):
            seen += 1
            assert pdf.stat().st_size < 20000, (pdf.name, pdf.stat().st_size)
    assert seen > 20


def test_even_pages():
    """an even number of pages, numbered 1/n to n/n; call sheets excepted"""
    for pdf, *_ in letters(set(KINDS) - {"call-sheet"}):
        pages = page_count(pdf)
        assert pages % 2 == 0, (pdf.name, pages)
        said = [(int(a), int(b)) for a, b in re.findall(r"Page (\d+)/(\d+)", raw_text(pdf))]
        assert said and [a for a, _ in said] == list(range(1, len(said) + 1)), (pdf.name, said)
        assert all(b in (pages, pages - 1) for _, b in said), (pdf.name, said, pages)


# ---- what RULES §8 asks ----

def test_identity():
    """creditor's form, capital, SIREN, RCS, VAT, phone, e-mail, person; reference, place and date"""
    for pdf, look, language, kind, who in letters(set(KINDS) - {"call-sheet"}):
        says(pdf, "Lumarel Équipements", "250 000 €", "18 quai des Ateliers", "SIREN 000 000 539", "RCS Lyon",
             "FR77000000539", "01 99 00 45 10", "comptabilite@lumarel.example", "Nadia Belkacem", f"{who}-20261031",
             "Hélène Vasseraud", "Lyon, le 31 octobre 2026" if language == "fr" else "Lyon, 31 October 2026")


def test_law():
    """L. 111-8, second and third paragraphs, to the letter, on every reminder and notice"""
    for pdf, *_ in letters(LAW_KINDS):
        for paragraph in LAW:
            assert plain(paragraph) in raw_text(pdf), f"{pdf.name}\n{raw_text(pdf)[:5000]}"


def test_call_priority():
    """a call sheet says how its priority was counted, in its own language, made up or not"""
    for pdf, _, language, _kind, who in letters(("call-sheet",)):
        said = re.search(r"Priorité : (.*?) total : (\d+)" if language == "fr" else r"Priority: (.*?) total: (\d+)",
                         raw_text(pdf))
        assert said and int(said[2]) > 0, f"{pdf.name}\n{raw_text(pdf)[:1500]}"
        assert ("retard" in said[1] and "classe" in said[1]) == (language == "fr"), (pdf.name, said[0])
        assert ("late" in said[1] and "class " in said[1]) == (language == "en"), (pdf.name, said[0])


def test_contest():
    """how, to whom and within how many days to contest"""
    for pdf, _, language, kind, _who in letters(set(KINDS) - {"call-sheet"}):
        says(pdf, "15 jours à compter de la réception" if language == "fr" else "15 days from receipt", "Nadia Belkacem",
             "01 99 00 45 12", "recouvrement@lumarel.example",
             "par écrit ou par téléphone" if language == "fr" else "in writing or by telephone")


def test_pay():
    """sum itemised, IBAN, BIC, reference, cheque, delay"""
    for pdf, _, language, kind, who in letters(PAY_KINDS):
        says(pdf, "FR76 0000 0000 0100 0000 1234 504", "LUMAFRP1XXX", "Référence" if language == "fr" else "Reference", who)
        if kind == "plan-proposal":  # what the QR code asks for is not the whole
            says(pdf, "1re échéance" if language == "fr" else "1st instalment")
        if kind in ("notice", "plan-proposal"):
            continue
        says(pdf, "Somme à payer" if language == "fr" else "Amount payable")
        assert re.search(r"\b(\d+) (jours|days)\b", raw_text(pdf)), pdf.name


def test_sums_add_up():
    """principal, penalties, indemnity and credits of the letter add up to what it asks"""
    label = {"fr": ("Reste dû (€)", "Total des pièces", "Somme à payer"),
             "en": ("Open (EUR)", "Total of documents", "Amount payable")}
    checked = 0
    for pdf, _, language, kind, who in letters({"firm-reminder", "formal-notice"}, who=("ONE", "CREDIT", "REM", "C005")):
        head, items, last = label[language]
        need("pdftotext")
        text = unicodedata.normalize("NFC", subprocess.run(["pdftotext", "-layout", "-l", "1", str(pdf), "-"],
                                                           capture_output=True, text=True).stdout)
        rows = text[text.index(head):].splitlines()[1:]
        rows = rows[:next(i for i, r in enumerate(rows) if last in r) + 1]
        # several documents have a total of their own
        rows = rows[next((i for i, r in enumerate(rows) if r.strip().startswith(items)), 0):]
        amount = []
        for row in rows:
            found = re.search(r"([-\u2212]?)\s*(\d{1,3}(?:[ \u202f\u00a0,]\d{3})*[.,]\d{2})\s*$", row)
            if found:
                amount.append((-1 if found[1] else 1) * int(re.sub(r"\D", "", found[2])))
        if len(amount) > 2:
            total, parts = amount[-1], amount[:-1]
            assert sum(parts) == total, (pdf.name, rows)
            checked += 1
    assert checked >= 4, checked


def test_formal_words():
    """the words of a formal notice are in formal notices, and nowhere else"""
    for pdf, _, language, kind, _who in letters():
        text = raw_text(pdf).lower()
        for word in FORMAL:
            assert kind == "formal-notice" or word not in text, (pdf.name, word)
        if kind == "formal-notice":
            assert ("mettons en demeure" if language == "fr" else "give you formal notice") in text, pdf.name


def test_formal_notice():
    """a formal notice: since when, delay from first presentation, earlier reminders, signatory, registered slot"""
    for pdf, _, language, kind, who in letters({"formal-notice"}, who=("ONE", "REM", "CONS", "DISPUTE", "PUB")):
        french = language == "fr"
        says(pdf, "depuis le 10 septembre 2026" if french else "since 10 September 2026", "Hélène Vasseraud",
             "Recommandé avec accusé de réception" if french else "Registered")
        assert re.search(r"(\d+) jours à compter de la première présentation" if french else
                         r"within (\d+) days of the first presentation", raw_text(pdf)), pdf.name
        if who in ("REM", "CONS", "DISPUTE"):
            says(pdf, "15 septembre 2026" if french else "15 September 2026",
                 "1er octobre 2026" if french else "1 October 2026")


def test_forbidden():
    """no word that the law does not allow, in any letter"""
    for pdf, *_ in letters(set(KINDS) - {"call-sheet"}):
        text = raw_text(pdf).lower()
        for word in FORBIDDEN:
            assert word not in text, (pdf.name, word)


def test_consumer():
    """a consumer is asked no 40 euros, and told about the use of his data"""
    for pdf, _, language, kind, who in letters(set(KINDS) - {"call-sheet"}, who=("CONS", "C042")):
        assert "40,00" not in raw_text(pdf) and "40.00" not in raw_text(pdf), pdf.name
        assert "L. 441-10" not in raw_text(pdf), pdf.name
        says(pdf, "CNIL", "données personnelles" if language == "fr" else "personal data")
    for pdf, _, _, kind, _who in letters(set(KINDS) - {"call-sheet"}, who=("ONE", "C005", "PUB")):
        assert "CNIL" not in raw_text(pdf), pdf.name


def test_third_party():
    """third party under mandate: what article R. 124-4 asks, and the first letter's reference and date"""
    for pdf, _, language, kind, who in letters({"collector-letter", "formal-notice"}, looks=("mandate",)):
        french = language == "fr"
        says(pdf, "recouvrement amiable" if french else "amicable debt recovery", "Verrerie du Sorgue", "3 rue du Four",
             "84200 Carpentras", "18 quai des Ateliers", "M-2026-17", "R. 124-1")
        if kind == "collector-letter":
            says(pdf, "pour fondement" if french else "based on", "quittance" if french else "receipt")
        if who in ("REM", "DISPUTE", "CONS"):
            says(pdf, f"{who}-20260915", "15 septembre 2026" if french else "15 September 2026")
        if who == "FIRST":
            assert "première lettre" not in raw_text(pdf) and "first letter" not in raw_text(pdf), pdf.name


def test_courteous():
    """the first reminder assumes an oversight and threatens nothing"""
    for pdf, _, language, _, _who in letters({"courteous-reminder"}):
        text = raw_text(pdf).lower()
        assert ("oubli" if language == "fr" else "oversight") in text, pdf.name
        for word in ("contentieux", "legal department", "suspendre", "suspend"):
            assert word not in text, (pdf.name, word)


def test_extract():
    """every open item is in the extract, with carried-forward lines where 300 of them go over pages"""
    for pdf, _, language, kind, who in letters({"firm-reminder", "formal-notice", "account-statement"}, who=("MANY",)):
        text = raw_text(pdf)
        for i in range(300):
            assert f"FA{i:04d}" in text, (pdf.name, i)
        assert text.count("À reporter" if language == "fr" else "Carried forward") >= 2, pdf.name
    for pdf, *_ in letters({"firm-reminder"}, who=("CREDIT",)):
        says(pdf, "CR1", "CR2", "AV1", "RG1")


# ---- the code to scan ----

def scan(pdf, folder):
    """The payload of the code in a PDF; None if there is none. binary: zbarimg would guess another charset."""
    stem = Path(folder) / pdf.stem
    subprocess.run(["pdftoppm", "-r", "150", "-gray", "-l", "2", str(pdf), str(stem)], check=True)
    for image in sorted(Path(folder).glob(f"{pdf.stem}-*.pgm")):
        p = subprocess.run(["zbarimg", "-q", "--raw", "--oneshot", "-Sbinary", str(image)], capture_output=True)
        if p.returncode == 0 and p.stdout:
            return p.stdout.decode("utf-8")
    return None


def check_code(pdf, folder):
    payload = scan(pdf, folder)
    text = raw_text(pdf)
    assert payload, f"{pdf.name}: the code cannot be read"
    line = payload.split("\n")
    assert 10 <= len(line) <= 12, (pdf.name, line)
    assert line[:4] == ["BCD", "002", "1", "SCT"] and line[4] == "LUMAFRP1XXX", (pdf.name, line)
    assert line[5] == "Lumarel Équipements" and line[6] == "FR7600000000010000001234504", (pdf.name, line)
    assert re.fullmatch(r"EUR\d+\.\d\d", line[7]) and line[8] == "", (pdf.name, line)
    euros, cents = line[7][3:].split(".")
    said = (f"{int(euros):,}" + "," + cents).split(",")
    said = [" ".join(said[:-1]) + "," + said[-1], ",".join(said[:-1]) + "." + said[-1]]
    assert any(tight(s) in tight(text) for s in said), (pdf.name, line[7])
    reference = (line + ["", ""])[9] or line[10]
    assert reference and tight(reference) in tight(text), (pdf.name, reference)


def test_code():
    """the EPC code of every euro letter that asks a sum is read, and says what the letter says"""
    need("zbarimg")
    need("pdftoppm")
    todo = [x[0] for x in letters(PAY_KINDS, who=("ONE", "MANY", "CREDIT", "CONS", "REM", "C005"))]
    with tempfile.TemporaryDirectory(prefix="relance-scan-") as folder:
        with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
            list(pool.map(lambda pdf: check_code(pdf, folder), todo))
        for pdf, *_ in letters({"firm-reminder"}, who=("USD", "JPY", "TND")):
            assert scan(pdf, folder) is None, f"{pdf.name}: the code knows euros only"


# ---- the page ----

def test_window():
    """nothing but the address in the envelope's window: at most 6 lines (7 abroad) of 38 characters"""
    for pdf, _, _, _, who in letters(set(KINDS) - {"call-sheet"}):
        last = window_lines(pdf, 7 if who in ("ABROAD", "PL") else 6)[-1]
        assert last == last.upper() and last.isascii(), (pdf.name, last)
        if who == "ABROAD":
            assert last == "ROYAUME UNI", (pdf.name, last)


def test_nothing_sticks_out():
    """no word outside of the margins, and none over another"""
    for pdf, *_ in letters(who=("WORD", "MANY", "CREDIT", "DISPUTE", "ABROAD")):
        for words in words_by_page(pdf):
            for x0, y0, x1, y1, word in words:
                assert x0 >= 15 and x1 <= 191.5 and y0 >= 8 and y1 <= 292, (pdf.name, word, x0, y0, x1, y1)
            words.sort(key=lambda w: (w[1], w[0]))
            for i, (x0, y0, x1, y1, word) in enumerate(words):
                for a0, b0, a1, b1, other in words[i + 1:]:
                    if b0 > y1:
                        break
                    over = min(x1, a1) - max(x0, a0)
                    deep = min(y1, b1) - max(y0, b0)
                    assert over < 0.4 or deep < 0.45 * min(y1 - y0, b1 - b0), (pdf.name, word, other)


def test_signature_in_company():
    """a signature never begins a page: the closing words have text above them"""
    for pdf, _, language, kind, _who in letters(set(KINDS) - {"call-sheet"}):
        for page in text_of(pdf, raw=True).split("\f"):
            if "Hélène Vasseraud" not in page:
                continue
            above = plain(page[:page.index("Hélène Vasseraud")])
            assert len(above) > 200, (pdf.name, above)


def test_names():
    """Polish, Turkish, Greek, Cyrillic and Vietnamese names come out right, to read and to copy"""
    for code, name in NAMES.items():
        for pdf, *_ in letters({"firm-reminder"}, who=(code,)):
            says(pdf, name)


# ---- what is reported ----

def test_reference_of_parts():
    """parts of one invoice have one number: the reference of the payment names it once"""
    need("pdftotext")
    parts = invoice("F1", due="2026-08-31") + invoice("F1", due="2026-09-10").replace('id="F1"', 'id="F1-2"')
    with tempfile.TemporaryDirectory() as tmp:
        Path(tmp, "export.xml").write_text(f'<receivables version="1" currency="EUR">{customer("C9", "Duval", parts)}</receivables>',
                                           encoding="utf-8")
        p = relance(["preview", "export.xml", "-c", ROOT / "samples/relance.xml", "--as-of", AS_OF, "--template",
                     "firm-reminder", "--customer", "C9", "-o", "l.pdf"], tmp)
        assert p.returncode == 0, p.stderr
        text = plain(text_of(Path(tmp, "l.pdf")))
    assert "C9 F1" in text and "F1 F1" not in text, text


def test_missing_glyphs():
    """a glyph that no face has: an error of `check`, a warning of `run` that draws a substitute"""
    with tempfile.TemporaryDirectory(prefix="relance-glyph-") as tmp:
        tmp = Path(tmp)
        (tmp / "export.xml").write_text(export(customer("JP", "株式会社 Kozan", invoice("J1")) +
                                               customer("OK", "Durand", invoice("J2"))), encoding="utf-8")
        config = ROOT / "samples/relance.xml"
        p = relance(["check", "export.xml", "-c", config, "--as-of", AS_OF], tmp)
        assert p.returncode == 4, (p.returncode, p.stderr)
        assert "JP" in p.stderr and "株" in p.stderr and "U+682A" in p.stderr and "« OK » : aucune police" not in p.stderr, p.stderr
        p = relance(["run", "export.xml", "-c", config, "--as-of", AS_OF, "-o", "out"], tmp)
        assert p.returncode in (0, 1), (p.returncode, p.stderr)
        assert "« JP »" in p.stderr and "aucune police n'a le caractère" in p.stderr, p.stderr
        pdf = next((tmp / "out" / AS_OF / "lettres").glob("JP-*.pdf"))
        assert "株式会社" in raw_text(pdf), "the substitute must copy as what it stands for"


def test_unknown_field():
    """an unknown field in a template is an error that names file, line and field; nothing is written"""
    with tempfile.TemporaryDirectory(prefix="relance-field-") as tmp:
        tmp = Path(tmp)
        shutil.copytree(ROOT / "templates/letters", tmp / "mine")
        broken = tmp / "mine/fr/courteous-reminder.xml"
        text = broken.read_text(encoding="utf-8")
        line = text[:text.index("amount-asked")].count("\n") + 1
        broken.write_text(text.replace("amount-asked", "amount-askd", 1), encoding="utf-8")
        config = (ROOT / "samples/relance.xml").read_text(encoding="utf-8")
        (tmp / "relance.xml").write_text(re.sub(r"(<letters[^>]*>)", r"\1<templates>mine</templates>", config), encoding="utf-8")
        for command in (["templates", "check", "-c", "relance.xml"],
                        ["run", ROOT / "samples/export.xml", "-c", "relance.xml", "--as-of", AS_OF, "-o", "out"]):
            p = relance(command, tmp)
            assert p.returncode == 4, (command, p.returncode, p.stderr)
            assert f"courteous-reminder.xml:{line}" in p.stderr and "amount-askd" in p.stderr, p.stderr
        assert not (tmp / "out" / AS_OF).exists()


def test_templates_check():
    """the templates that come with the program are in order"""
    with tempfile.TemporaryDirectory(prefix="relance-templates-") as tmp:
        p = relance(["templates", "check"], tmp)
        assert p.returncode == 0, p.stderr
