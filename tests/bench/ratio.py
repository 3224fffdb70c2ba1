#!/usr/bin/env python3
"""What reading costs beyond the parser, for every format: `make bench` ends with it.

For each format a file of about --size MB is made in a temporary folder: the native export by make_export, the
others by repeating the movements of a test case. Then bare_expat and read_only run by turns, --runs times, and the
median of the ratios of their CPU seconds (user and system) is printed; for a delimited file, which expat cannot
read, the seconds per 100 MB. Exit status 1 when a ratio is above --limit.
"""
import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests"))
import casefile  # noqa: E402

# format, file of cases, beginning of the file to take, element that is repeated (None: the lines behind the header)
FORMATS = (("SAF-T NO", "saft-no", "<?xml", "Transaction"), ("SAF-T OECD", "format-saft", "<?xml", "Transaction"),
           ("SAF-T PT", "format-saft-pt", "<?xml", "Invoice"), ("FEC XML", "format-fec", "<?xml", "ecriture"),
           ("GnuCash", "format-gnucash", "<?xml", "gnc:transaction"), ("Sage i7", "format-sage", "<?xml", "PIECE"),
           ("UBL", "format-ubl", "<?xml", "cac:AccountingCustomerParty"), ("camt", "format-camt", "<c:Document", "c:Ntry"),
           ("FEC", "format-fec", "JournalCode\t", None))


def cpu(command):
    """Seconds of user and system time of one run."""
    pid = os.posix_spawn(command[0], command, {**os.environ, "RELANCE_DATA": str(ROOT)},
                         file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    _, status, usage = os.wait4(pid, 0)
    if status:
        sys.exit(f"{' '.join(command)}: exit status {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime


def sample(name, start, tag):
    """(head, what is repeated, tail) of the first file of these cases that fits; None if there is none."""
    for case in casefile.load(ROOT / f"tests/cases/{name}.case"):
        for text in case.files.values():
            if not text.lstrip().startswith(start):
                continue
            if tag is None:
                head, _, body = text.partition("\n")
                return head + "\n", body, ""
            if found := re.search(rf"<{tag}[ >].*</{tag}>", text, re.S):
                return text[:found.start()], found[0] + "\n", text[found.end():]
    return None


def repeat(path, parts, size):
    head, body, tail = (p.encode() for p in parts)
    block = body * max(1, (1 << 20) // len(body))
    with open(path, "wb") as f:
        f.write(head)
        for _ in range(max(1, size // len(block))):
            f.write(block)
        f.write(tail)


def measure(title, path, programs, runs, xml):
    reads, ratios = [], []
    for _ in range(runs):
        bare = cpu([str(programs / "bare_expat"), str(path)]) if xml else 0
        reads.append(cpu([str(programs / "read_only"), str(path)]))
        ratios.append(reads[-1] / bare if xml else 0)
    ratio, seconds = statistics.median(ratios), statistics.median(reads) * 100e6 / path.stat().st_size
    told = f"{ratio:.2f} times bare expat, " if xml else ""
    print(f"  {title:<12}{told}{seconds:.2f} s per 100 MB", flush=True)
    return ratio


def main():
    a = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    a.add_argument("programs", type=Path, help="folder of bare_expat, read_only and make_export")
    a.add_argument("--size", type=int, default=40, help="MB per file (default 40)")
    a.add_argument("--runs", type=int, default=5)
    a.add_argument("--limit", type=float, default=1.6)
    a = a.parse_args()
    programs, worst = a.programs.resolve(), 0.0
    with tempfile.TemporaryDirectory(prefix="relance-bench-") as tmp:
        path = Path(tmp) / "native.xml"
        with open(path, "wb") as f:
            subprocess.run([programs / "make_export", str(a.size * 125), "25"], stdout=f, check=True)
        worst = max(worst, measure("native", path, programs, a.runs, True))
        path.unlink()
        for title, name, start, tag in FORMATS:
            path = Path(tmp) / f"{name}.xml"
            parts = sample(name, start, tag)
            if not parts:
                sys.exit(f"{name}.case: no file to repeat for {title}")
            repeat(path, parts, a.size << 20)
            worst = max(worst, measure(title, path, programs, a.runs, tag is not None))
            path.unlink()
    print(f"  highest ratio {worst:.2f}, limit {a.limit}")
    return worst > a.limit


if __name__ == "__main__":
    sys.exit(main())
