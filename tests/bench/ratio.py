#!/usr/bin/env python3
"""What reading costs beyond the parser, for every format: `make bench` ends with it.

For each format a file of about --size MB is made in a temporary folder: the native export by make_export, the
others by repeating the movements of a test case or of another file of this project. Then bare_expat, read_only and
read_only with the hash that `relance run` notes run by turns, --runs times; printed are the medians of the ratios of
their CPU seconds (user and system), and the seconds per 100 MB. A delimited file, which expat cannot read, has no
ratio. Exit status 1 when a ratio without the hash is above --limit, or a shipped mapping is not measured.
"""
import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests"))
import casefile  # noqa: E402

MAPPINGS = ROOT / "templates/mappings"
CUSTOMERS_CSV = """id;nom;nature;typologie;siren;tva;langue;plafond;responsable;conditions;adresse;code_postal;ville;pays;email
C1;Durand et fils;entreprise;pme;732829320;FR44732829320;fr;12000,00;L. Petit;45 jours fin de mois;3 rue Haute;69001;Lyon;FR;compta@durand.example
C2;Mairie de Brest;personne publique;;212900195;;fr;;L. Petit;30 jours;2 rue Frézier;29200;Brest;FR;
C3;"Martin; Anne";particulier;;;;fr;500,00;;;"8, quai Bas";33000;Bordeaux;FR;
"""


class Format(NamedTuple):
    title: str
    mapping: str  # a shipped one, which the file must be recognised as; with a folder: given to the reader
    source: str  # a file of this project, or of cases: the first file in it that has `start`
    start: str = ""
    tag: str = ""  # the element that is repeated; none: the lines behind the first
    drop: str = ""  # elements that are left out of it


FORMATS = (
    Format("native", "native", ""),  # by make_export
    Format("customers", "native", "samples/export.xml", tag="customer", drop="document"),
    Format("SAF-T NO", "saft-no", "saft-no.case", "<AuditFile", "Transaction"),
    Format("SAF-T LU", "saft-oecd", "format-saft.case", ">LU<", "Transaction"),
    Format("SAF-T RO", "saft-oecd", "format-saft.case", ">RO<", "nsSAFT:Transaction"),
    Format("SAF-T PT", "saft-pt", "format-saft-pt.case", "Tax:PT_", "Invoice"),
    Format("SAF-T AO", "saft-pt", "format-saft-pt.case", "Tax:AO_", "Invoice"),
    Format("PT ledger", "saft-pt-ledger", "format-saft-pt.case", "AccountingBasis>C<", "Transaction"),
    Format("FEC XML", "fec", "format-fec.case", "<comptabilite", "ecriture"),
    Format("GnuCash", "gnucash", "format-gnucash.case", "<gnc-v2", "gnc:transaction"),
    Format("Sage i7", "sage-i7", "format-sage.case", "TYPEORIGINE", "PIECE"),
    Format("UBL", "ubl", "format-ubl.case", "<Invoice", "cac:AccountingCustomerParty"),
    Format("CII", "cii", "format-cii.case", "CrossIndustryInvoice", "rsm:SupplyChainTradeTransaction"),
    Format("camt", "camt", "format-camt.case", "camt.053", "c:Ntry"),
    # What integrators write: a dump of tables with look-ups and conditions in brackets, zones of fixed length.
    Format("tables", "tests/mappings/tables-mapping.xml", "tests/mappings/tables.xml", tag="row"),
    Format("fixed", "tests/mappings/fixed-mapping.xml", "tests/mappings/fixed.xml", tag="R"),
    Format("FEC", "fec", "format-fec.case", "JournalCode\t"),
    Format("customers CSV", "customers", ""),  # CUSTOMERS_CSV
)


def not_measured():
    """Names of the shipped mappings that no format above takes."""
    shipped = {p.stem for p in MAPPINGS.glob("*.xml")}
    return sorted(shipped - {f.mapping for f in FORMATS})


def cpu(command):
    """Seconds of user and system time of one run, and what it printed."""
    with tempfile.TemporaryFile() as out:
        pid = os.posix_spawn(command[0], command, {**os.environ, "RELANCE_DATA": str(ROOT)},
                             file_actions=[(os.POSIX_SPAWN_DUP2, out.fileno(), 1)])
        _, status, usage = os.wait4(pid, 0)
        if status:
            sys.exit(f"{' '.join(command)}: exit status {os.waitstatus_to_exitcode(status)}")
        out.seek(0)
        return usage.ru_utime + usage.ru_stime, out.read().decode()


def text_of(f):
    """The file to repeat."""
    if not f.source.endswith(".case"):
        return (ROOT / f.source).read_bytes() if f.source else CUSTOMERS_CSV.encode()
    for case in casefile.load(ROOT / "tests/cases" / f.source):
        for text in case.files.values():
            if f.start in text and (not f.tag or f"</{f.tag}>" in text):
                return text.encode()
    sys.exit(f"{f.source}: no file to repeat for {f.title}")


def parts_of(f):
    """(head, what is repeated: the most elements of that name that follow each other, tail)"""
    text, tag = text_of(f), f.tag.encode()
    if not tag:
        head, _, body = text.partition(b"\n")
        return head + b"\n", body, b""
    runs = re.finditer(rb"(?:<%s[ >](?:(?!<%s[ >]).)*</%s>\s*)+" % (tag, tag, tag), text, re.S)
    found = max(runs, key=lambda m: len(m[0]))
    body = found[0]
    if f.drop:
        body = re.sub(rb"<%s [^>]*/>|<%s .*?</%s>\s*" % ((f.drop.encode(),) * 3), b"", body, flags=re.S)
    return text[:found.start()], body, text[found.end():]


def make_file(f, path, programs, size):
    with open(path, "wb") as out:
        if f.title == "native":
            subprocess.run([programs / "make_export", str(size >> 13), "25"], stdout=out, check=True)
            return
        head, body, tail = parts_of(f)
        block = body * max(1, (1 << 20) // len(body))
        out.write(head)
        for _ in range(max(1, size // len(block))):
            out.write(block)
        out.write(tail)


def measure(f, path, programs, runs):
    """The median ratio without the hash; 0 for what is no XML."""
    mapping = [str(ROOT / f.mapping)] if "/" in f.mapping else []
    reader = [str(programs / "read_only"), str(path)]
    xml = path.read_bytes()[:1] == b"<"
    plain, hashed, seconds = [], [], []
    for _ in range(runs):
        bare = cpu([str(programs / "bare_expat"), str(path)])[0] if xml else 1
        took, told = cpu([*reader, "records", *mapping])
        plain.append(took / bare)
        hashed.append(cpu([*reader, "hash", *mapping])[0] / bare)
        seconds.append(took)
    if not mapping and not told.startswith(f"{f.mapping}:"):
        sys.exit(f"{f.title}: not read as {f.mapping}: {told}")
    ratio = statistics.median(plain)
    ratios = f"{ratio:.2f} times bare expat, {statistics.median(hashed):.2f} with the hash, " if xml else ""
    per_size = statistics.median(seconds) * 100e6 / path.stat().st_size
    print(f"  {f.title:<14}{ratios}{per_size:.2f} s per 100 MB", flush=True)
    return ratio if xml else 0


def main():
    a = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    a.add_argument("programs", type=Path, help="folder of bare_expat, read_only and make_export")
    a.add_argument("formats", nargs="*", help="titles of the formats to measure (default: all)")
    a.add_argument("--size", type=int, default=40, help="MB per file (default 40)")
    a.add_argument("--runs", type=int, default=5)
    a.add_argument("--limit", type=float, default=1.6)
    a = a.parse_args()
    if missing := not_measured():
        sys.exit(f"shipped, but not measured; add them to FORMATS: {', '.join(missing)}")
    worst = 0.0
    with tempfile.TemporaryDirectory(prefix="relance-bench-") as tmp:
        path = Path(tmp) / "export"
        for f in FORMATS:
            if a.formats and f.title not in a.formats:
                continue
            make_file(f, path, a.programs, a.size << 20)
            worst = max(worst, measure(f, path, a.programs.resolve(), a.runs))
    print(f"  highest ratio {worst:.2f}, limit {a.limit}")
    return worst > a.limit


if __name__ == "__main__":
    sys.exit(main())
