"""Inputs that are damaged, hostile or come through a pipe."""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/fuzz"))
import casefile  # noqa: E402
import mutate  # noqa: E402

EXPORT = mutate.NATIVE


def check(data, *more):
    with tempfile.TemporaryDirectory(prefix="relance-hostile-") as tmp:
        Path(tmp, "in").write_bytes(data)
        return casefile.relance(["check", "in", *more], tmp)


def test_mutations():
    """120 damaged inputs, always the same ones: a status and a message, no crash"""
    _, failed = mutate.run(20261031, count=120)
    assert not failed, "\n".join(why for _, why in failed)


def test_cut_off():
    """an export cut off anywhere is refused, with its line"""
    for n in range(1, len(EXPORT) - 2, 7):
        p = check(EXPORT[:n])
        assert p.returncode == 3, f"cut at {n}: status {p.returncode}\n{p.stderr}"
        assert "in:" in p.stderr, p.stderr


def families():
    """One file of each kind that the cases have: by its root element, or by its header; (kind, bytes)."""
    seen = {}
    for kind, data in mutate.seeds():
        if kind in ("export", "--bank", "--customers"):
            root = re.search(rb"<([\w:.-]+)[^>]*>", data) if data.lstrip().startswith(b"<") else None
            space = re.search(rb'xmlns(?::\w+)?="([^"]+)"', data)
            name = (kind, root.group(1), space and space.group(1)) if root else (kind, data.split(b"\n", 1)[0])
            seen.setdefault(name, (kind, data))
    return list(seen.values())


def test_families_cut_off():
    """a file of any format cut off: XML is refused with its line; a delimited one is read with a status and a message, or refused"""
    known = families()
    assert len(known) > 30, len(known)
    for kind, data in known:
        xml = data.lstrip().startswith(b"<")
        for k in range(1, 8):
            cut = data.rstrip()[:len(data.rstrip()) * k // 8]
            with tempfile.TemporaryDirectory(prefix="relance-hostile-") as tmp:
                Path(tmp, "in").write_bytes(cut if kind == "export" else EXPORT)
                Path(tmp, "other").write_bytes(cut)
                args = ["check", "in", "--as-of", "2026-10-31", *([] if kind == "export" else [kind, "other"])]
                why = mutate.problem(args, tmp)
                p = casefile.relance(args, tmp)
            assert not why, (cut[:200], why)
            if xml and "donnez-le par" not in p.stderr:  # a case that gives a file in a place that is not its own
                assert p.returncode == 3 and re.search(r"(in|other):\d+: ", p.stderr), (cut[-200:], p.returncode, p.stderr)


def test_pipe():
    """an export that comes through a pipe is read whole, though its format is looked at first"""
    env = {**os.environ, "RELANCE_DATA": str(ROOT)}
    filler = b"<junk>" + b"x" * 90 + b"</junk>\n"
    for size in (0, 3000, 30000):
        data = EXPORT.replace(b"<customer", filler * size + b"<customer", 1)
        p = subprocess.run([str(casefile.RELANCE), "check", "/dev/stdin"], input=data, capture_output=True, env=env,
                           timeout=60)
        assert p.returncode == 0, p.stderr.decode()
        assert "5,00" in p.stdout.decode(), p.stdout.decode()


def test_long_text():
    """a text of megabytes is cut and reported, the record stays"""
    p = check(EXPORT.replace(b"<name>N", b"<name>" + ("é" * 1500000).encode()))
    assert p.returncode == 0, p.stderr[-2000:]
    assert "coupé" in p.stderr, p.stderr[:2000]


def test_nesting():
    """elements nested 200,000 deep take no longer than as many side by side: seconds, not minutes"""
    with tempfile.TemporaryDirectory(prefix="relance-hostile-") as tmp:
        deep = EXPORT.replace(b"<customer", b"<a>" * 200000 + b"</a>" * 200000 + b"<customer", 1)
        Path(tmp, "in").write_bytes(deep)
        p = casefile.relance(["check", "in"], tmp, timeout=15)
        assert p.returncode == 0 and "5,00" in p.stdout, p.stderr


def test_never_ending():
    """a tag, comment, line or row of 17 MB is refused with its line, before it fills the memory"""
    big = b"x" * (17 << 20)
    sheet = (b'<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table>\n<Row><Cell><Data>A</Data></Cell>'
             b"<Cell><Data>B</Data></Cell></Row>\n<Row><Cell><Data>" + big + b"</Data></Cell></Row></Table></Worksheet></Workbook>")
    mapping = ROOT / "templates/mappings/fec.xml"
    for data, at, more in ((EXPORT.replace(b"<customer", b"<!--" + big + b"--><customer", 1), 3, ()),
                           (EXPORT.replace(b"<customer", b'<a b="' + big + b'"/><customer', 1), 3, ()), (FEC + big, 4, ()),
                           (b"\0" * (17 << 20), 1, ()), (sheet.replace(b">A<", b">Debit<").replace(b">B<", b">Credit<"), 4, ("--mapping", mapping))):
        p = check(data, "--as-of", "2026-10-31", *more)
        assert p.returncode == 3 and f"in:{at}: " in p.stderr and "16 Mio" in p.stderr, (at, p.returncode, p.stderr[:500])


def test_document_type():
    """a document type is refused, whatever it declares: entities that multiply, files from elsewhere"""
    for inside in (b"", b' SYSTEM "file:///etc/passwd"', b'[<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]',
                   b'[<!ENTITY a SYSTEM "file:///etc/passwd">]'):
        p = check(EXPORT.replace(b"<receivables", b"<!DOCTYPE receivables " + inside + b"><receivables", 1))
        assert p.returncode == 3 and "DOCTYPE" in p.stderr and "root:" not in p.stderr, (inside, p.stderr)


def test_long_message():
    """a code of 10,000 characters does not bury the other messages: what is quoted is cut, with « … »"""
    p = check(EXPORT.replace(b'amount="', b'order="x" number="' + b"9" * 10000 + b'" due="never" amount="', 1))
    lines = p.stderr.splitlines()
    assert lines and max(len(x.encode()) for x in lines) < 1000 and any("9…" in x for x in lines), p.stderr[:3000]


def test_long_line():
    """a line of messages ends after 2,000 bytes, whatever makes it long: here the path"""
    with tempfile.TemporaryDirectory() as tmp:
        p = casefile.relance(["check", "./" * 1500 + "none.xml"], tmp)
    lines = p.stderr.splitlines()
    assert p.returncode == 3 and lines and max(len(x.encode()) for x in lines) < 2010 and lines[0].endswith("…"), p.stderr


def test_not_an_export():
    """zip archives and files packed twice are named as what they are"""
    import gzip
    assert "zip" in check(b"PK\3\4" + b"\0" * 100).stderr
    assert "deux fois" in check(gzip.compress(gzip.compress(EXPORT))).stderr
    assert "tronqué" in check(gzip.compress(EXPORT)[:-9]).stderr
    assert check(gzip.compress(EXPORT)).returncode == 0


FEC = (b"JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\tPieceDate"
       b"\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise\n"
       b"VE\tVentes\t1\t20260110\t411\tClients\tC1\tAlpha\tF1\t20260110\tF1\t100,00\t0,00\t\t\t20260131\t\t\n"
       b"VE\tVentes\t2\t20260111\t411\tClients\tC1\tAlpha\tF2\t20260111\tF2\t250,00\t0,00\t\t\t20260131\t\t\n")


def test_cut_off_text():
    """a delimited file cut off inside of its last line says so; whole, with or without the last line end, it does not"""
    start = FEC.rindex(b"VE\t")
    for n in range(start + 1, FEC.rindex(b"\t"), 5):
        p = check(FEC[:n], "--as-of", "2026-10-31")
        assert "in:3: attention : dernière ligne incomplète" in p.stderr, f"cut at {n}\n{p.stderr}"
    for whole in (FEC, FEC[:-1], FEC.replace(b"\t\t\n", b"\n")):
        p = check(whole, "--as-of", "2026-10-31")
        assert "incomplète" not in p.stderr, p.stderr


def test_packed_copy():
    """a file and its gzip copy are one file, whatever their names; files of one size only are two"""
    import gzip
    other = FEC.replace(b"F2", b"F3").replace(b"20260111", b"20260112")
    with tempfile.TemporaryDirectory(prefix="relance-hostile-") as tmp:
        Path(tmp, "a.txt").write_bytes(FEC)
        Path(tmp, "b.txt.gz").write_bytes(gzip.compress(FEC))
        Path(tmp, "c.txt").write_bytes(other)
        p = casefile.relance(["check", "a.txt", "b.txt.gz", "--as-of", "2026-10-31"], tmp)
        assert "b.txt.gz: attention : même contenu que « a.txt »" in p.stderr, p.stderr
        assert "encours 350,00" in p.stdout, p.stdout
        p = casefile.relance(["check", "a.txt", "c.txt", "--as-of", "2026-10-31"], tmp)
        assert "même contenu" not in p.stderr, p.stderr
