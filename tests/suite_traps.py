"""Traps of real input files: each a finding with its count, its line and examples, whatever shows it."""
import csv
import gzip
import tempfile
from pathlib import Path

import casefile
import xlsx_check
from casefile import ROOT, relance

HEADER = ("JournalCode JournalLib EcritureNum EcritureDate CompteNum CompteLib CompAuxNum CompAuxLib PieceRef PieceDate "
          "EcritureLib Debit Credit EcritureLet DateLet ValidDate Montantdevise Idevise").split()


def line(number, customer, debit, credit="0,00", name="Éts Alpha", let="", date="20260701", journal=("VE", "Ventes"), more=("", "")):
    return "\t".join([*journal, str(number), date, "411000" if customer else "512000", "Clients", customer, name, f"F-{number}00", date,
                      f"F-{number}00", debit, credit, let, "", date, *more])


def fec(*lines, end="\n"):
    return "".join(x + end for x in ("\t".join(HEADER), *lines))


def native(inside, declaration='<?xml version="1.0" encoding="UTF-8"?>'):
    return (f'{declaration}\n<receivables version="1" company="T" currency="EUR" extracted="2026-12-31">\n' + inside +
            "\n</receivables>\n")


def customer(inside, number="C1", name="Éts Alpha"):
    return f'<customer id="{number}"><name>{name}</name>\n{inside}</customer>'


def document(number, amount="100.00", kind="invoice", more=""):
    return f'<document id="{number}" type="{kind}" date="2026-07-01" amount="{amount}" {more}/>\n'


TWO = fec(line(1, "C1", "100,00"), line(2, "C1", "50,00"))
ONE = native(customer(document("F1")))
UTF16 = native(customer(document("F1")), "")[1:]

# What the file is, the code, how many cases, the line of the first one, the customers' balance (None: refused).
TRAPS = [
    ("a text in Windows-1252", TWO.encode("cp1252"), "undeclared-encoding", 2, 2, "150.00"),
    ("UTF-16 without a mark", TWO.encode("utf-16-le"), "undeclared-encoding", 1, 1, "150.00"),
    ("UTF-16, the other way round", TWO.encode("utf-16-be"), "undeclared-encoding", 1, 1, "150.00"),
    ("XML in UTF-16 that says so nowhere", UTF16.encode("utf-16-le"), "undeclared-encoding", 1, 1, "100.00"),
    ("a character lost before", TWO.replace("É", "\ufffd"), "damaged-character", 2, 2, "150.00"),
    ("a control character", TWO.replace("Alpha", "Al\4pha", 1), "damaged-character", 1, 2, "150.00"),
    ("a NUL", TWO.replace("Alpha", "Al\0pha", 1), "damaged-character", 1, 2, "150.00"),
    ("ISO-8859-1 that is Windows-1252", ONE.replace("UTF-8", "ISO-8859-1").replace("Éts", "Œuvre").encode("cp1252"),
     "windows-1252", 1, 3, "100.00"),
    ("two carriage returns", TWO.replace("\n", "\r\r\n"), "odd-line-end", 3, 1, "150.00"),
    ("carriage returns alone", TWO.replace("\n", "\r"), "odd-line-end", 1, 1, "150.00"),
    ("a blank line before the declaration", "\n\n" + ONE, "leading-blank", 1, 1, "100.00"),
    ("a line cut off", TWO[:-20], "truncated-row", 1, 3, "150.00"),
    ("lines longer than the header", TWO.replace("\t\t\n", "\t\t\tx\n"), "extra-columns", 2, 2, "150.00"),
    ("one line longer by an empty cell", TWO.replace("\t\t\n", "\t\t\t\n", 1), "extra-columns", 1, 2, "150.00"),
    ("a template's name", native(customer(document("F1"), name="{{client}}")), "placeholder-name", 1, 3, "100.00"),
    ("a template's amount", native(customer(document("F1", "#MONTANT#") + document("F2"))), "bad-amount", 1, 4, "100.00"),
    ("five decimals", fec(line(1, "C1", "100,00512"), line(2, "C1", "50,00")), "rounded-amount", 1, 2, "150.01"),
    ("twenty digits", native(customer(document("F1", "9" * 20) + document("F2"))), "amount-too-large", 1, 4, "100.00"),
    ("an amount that its type contradicts", native(customer(document("F1", "-5.00") + document("F2"))), "negative-amount", 1, 4, "100.00"),
    ("a document given twice", native(customer(document("F1") + document("F1"))), "duplicate-document", 1, 5, "100.00"),
    ("one number for two customers", native(customer(document("1", more='number="F1"')) +
                                            customer(document("2", more='number="F1"'), "C2", "Beta")), "shared-number", 1, 6, "200.00"),
    ("another currency behind the entry", fec(line(1, "C1", "100,00", more=("110,00", "USD")), line(2, "C1", "50,00")),
     "foreign-amount", 1, 2, "150.00"),
    ("an opening without detail", fec(line(1, "C1", "100,00", date="20260101", journal=("AN", "A nouveaux"))), "opening-balance", 1, 2,
     "100.00"),
    ("a payment without reference", fec(line(1, "C1", "100,00"), line(2, "C1", "0,00", "30,00", journal=("BQ", "Banque"))),
     "matched-by-age", 1, 3, "70.00"),
    ("a customer in credit", fec(line(1, "C1", "0,00", "30,00", journal=("BQ", "Banque"))), "credit-balance", 1, 2, "-30.00"),
    ("nil, with open items", native(customer(document("F1") + document("P1", kind="payment"))), "zero-balance", 1, 3, "0.00"),
    ("a till", native(customer(document("F1"), name="Clients divers")), "collective-customer", 1, 3, "100.00"),
    ("no address", ONE, "no-address", 1, 3, "100.00"),
    ("lettering of one side", fec(line(1, "C1", "100,00", let="A")), "group-unbalanced", 1, 2, "100.00"),
    ("no due date", ONE, "no-due-date", 1, 4, "100.00"),
    ("terms that nobody understands", '<?xml version="1.0"?>\n<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">'
     "<ID>F1</ID>\n<IssueDate>2026-07-01</IssueDate><InvoiceTypeCode>380</InvoiceTypeCode><DocumentCurrencyCode>EUR</DocumentCurrencyCode>"
     "<AccountingCustomerParty><Party><PartyName><Name>A</Name></PartyName></Party></AccountingCustomerParty><PaymentTerms><Note>FM15</Note>"
     "</PaymentTerms><LegalMonetaryTotal><PayableAmount>7.00</PayableAmount></LegalMonetaryTotal></Invoice>", "unknown-terms", 1, 2, "7.00"),
    ("an account that is none", TWO.replace("411000", "CLI1", 1), "doubtful-record", 1, 2, "50.00"),
    ("an entry that does not balance", fec(line(1, "C1", "10,00"), line(1, "", "0,00", "10,00"), line(2, "C1", "20,00"),
                                           line(2, "", "0,00", "20,00"), line(3, "C1", "5,00"), line(4, "C1", "0,00", "5,00")),
     "entry-unbalanced", 2, 6, "30.00"),
]
# Read as if nothing were odd: these are right as they are.
PLAIN = [("a byte order mark", b"\xef\xbb\xbf" + TWO.encode()), ("UTF-16 with a mark", b"\xff\xfe" + TWO.encode("utf-16-le")),
         ("carriage return and line feed", TWO.replace("\n", "\r\n").encode()), ("gzip", gzip.compress(TWO.encode())),
         ("padding", TWO.replace("100,00", "0000000100,00").encode()), ("a sign", TWO.replace("100,00", "+100,00").encode()),
         ("a point", TWO.replace("100,00", "100.00").encode()), ("a blank between thousands", TWO.replace("100,00", "0 100,00").encode()),
         ("an exponent", TWO.replace("100,00", "1E2").encode()), ("a fraction", TWO.replace("100,00", "10000/100").encode()),
         ("more zeros", TWO.replace("100,00", "100,00000").encode())]
REFUSED = [("a forbidden character", ONE.replace("Alpha", "Al&#4;pha"), 3), ("an encoding that is another one", ONE.encode("cp1252"), 3),
           ("cut off", ONE[:-40], 4), ("a template around", "{{head}}" + ONE, 1), ("two roots", ONE + "<a/>", 7), ("nothing", "", 0)]


def data_of(tmp, name):
    with open(next(Path(tmp).glob("out/*/donnees/" + name)), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def as_bytes(text):
    return text if isinstance(text, bytes) else text.encode()


def run(tmp, data, *more, name="in"):
    (Path(tmp) / name).write_bytes(as_bytes(data))
    return relance(["run", name, "--as-of", "2026-10-31", *more], tmp)


def qualite(tmp):
    """Sheet Qualité: (code, line) of its rows."""
    heads, rows, _ = xlsx_check.table(xlsx_check.Workbook(next(Path(tmp).glob("out/*/*.xlsx"))), "Qualité")
    return [(x[heads.index("Code")].value, xlsx_check.number(x[heads.index("Ligne")])) for x in rows]


def test_traps():
    """each trap: counted, with its line, in qualite.csv or rejets.csv, on the sheet Qualité, in the messages; the balance is right"""
    for title, data, code, count, first, balance in TRAPS:
        with tempfile.TemporaryDirectory() as tmp:
            p = run(tmp, data)
            assert p.returncode in (0, 1), f"{title}: {p.stderr}"
            hits = [x for x in data_of(tmp, "qualite.csv") if x["code"] == code]
            rejects = [x for x in data_of(tmp, "rejets.csv") if x["reason"] == code]
            assert len(rejects) == count or [int(x["count"]) for x in hits] == [count] * count, f"{title}: {hits} {rejects} {p.stderr}"
            assert int((hits or rejects)[0]["line"]) == first, f"{title}: {hits} {rejects}"
            rows = [x for x in qualite(tmp) if x[0] == code]
            assert rows and rows[0][1] == first, f"{title}: Qualité {rows}"
            assert len(rows) == count, f"{title}: {count} examples in Qualité, not {rows}"
            assert f"in:{first}: " in p.stderr, f"{title}: {p.stderr}"
            got = sum(round(100 * float(x["balance"])) for x in data_of(tmp, "balance-agee.csv"))
            assert got == round(100 * float(balance)), f"{title}: {got}"


def test_policy_stops_on_traps():
    """a policy stops on each of them: exit 3, with file, line and code; nothing is written"""
    policy = (ROOT / "templates/policy.xml").read_text(encoding="utf-8")
    for title, data, code, _, first, _ in TRAPS:
        with tempfile.TemporaryDirectory() as tmp:
            (Path(tmp) / "p.xml").write_text(policy.replace("</policy>", f'<stops><stop code="{code}"/></stops></policy>'), encoding="utf-8")
            p = run(tmp, data, "--policy", "p.xml")
            assert p.returncode == 3 and f"in:{first}: " in p.stderr and f"« {code} »" in p.stderr, f"{title}: {p.returncode} {p.stderr}"
            assert not list(Path(tmp).glob("out/*")), title


def test_plain_forms():
    """other encodings, line ends and ways to write an amount that are right as they are: the same balance, no finding more"""
    with tempfile.TemporaryDirectory() as tmp:
        assert run(tmp, TWO).returncode == 0
        codes = sorted(x["code"] for x in data_of(tmp, "qualite.csv"))
    for title, data in PLAIN:
        with tempfile.TemporaryDirectory() as tmp:
            p = run(tmp, data)
            assert p.returncode == 0, f"{title}: {p.stderr}"
            assert [x["balance"] for x in data_of(tmp, "balance-agee.csv")] == ["150.00"], title
            assert sorted(x["code"] for x in data_of(tmp, "qualite.csv")) == codes, f"{title}: {p.stderr}"


def test_refused():
    """what cannot be read is refused with file and line, and nothing is written"""
    for title, data, at in REFUSED:
        with tempfile.TemporaryDirectory() as tmp:
            p = run(tmp, data)
            assert p.returncode == 3 and (f"in:{at}: " if at else "in: ") in p.stderr, f"{title}: {p.returncode} {p.stderr}"
            assert not list(Path(tmp).glob("out/*")), title


def test_file_names_lie():
    """the SIREN and the closing date in the name of a FEC are not read: another name changes no figure and no message"""
    seen = []
    for name in ("999999999FEC20191231.txt", "123456789FEC20261231.txt", "ecritures.xml", "zzz"):
        with tempfile.TemporaryDirectory() as tmp:
            p = run(tmp, TWO, name=name)
            assert p.returncode == 0, p.stderr
            seen.append((data_of(tmp, "pieces.csv"), p.stderr.replace(name, "NAME")))
    assert all(x == seen[0] for x in seen), seen


def test_required_part_is_missing():
    """a statement without an account is refused with the line where it ends"""
    text = '<?xml version="1.0"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">\n<BkToCstmrStmt>\n</BkToCstmrStmt>\n</Document>'
    with tempfile.TemporaryDirectory() as tmp:
        (Path(tmp) / "bank.xml").write_text(text)
        (Path(tmp) / "in").write_text(ONE)
        p = casefile.relance(["check", "in", "--bank", "bank.xml"], tmp)
        assert p.returncode == 3 and "bank.xml:5: ce relevé bancaire ne contient aucun compte" in p.stderr, p.stderr
