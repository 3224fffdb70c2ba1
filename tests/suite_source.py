"""What the source itself promises: its layers, its sizes, and that the documents say what the program does."""
import re
import shutil
import sys
import tempfile
from pathlib import Path

from casefile import ROOT, relance

sys.path.insert(0, str(ROOT / "tests/bench"))
import ratio  # noqa: E402

LAYERS = ("base", "read", "book", "assess", "letter", "workbook", "post")
README = (ROOT / "README.md").read_text(encoding="utf-8")
DATA = (ROOT / "templates/DONNEES.md").read_text(encoding="utf-8")


def sources():
    return sorted(p for p in (ROOT / "gen").rglob("*.[ch]"))


def test_layers():
    """a folder includes only itself and the folders before it; gen/*.c include all; banned.h comes last"""
    for path in sources():
        includes = re.findall(r'^#include "([^"]+)"', path.read_text(encoding="utf-8"), re.M)
        if path.parent.name in LAYERS:
            reach = LAYERS[:LAYERS.index(path.parent.name) + 1]
            for name in includes:
                assert name.split("/")[0] in reach, f"{path.relative_to(ROOT)} includes {name}"
        if path.suffix == ".c":
            assert includes[-1] == "base/banned.h", f"{path.relative_to(ROOT)}: base/banned.h comes last"


def test_sizes():
    """a file has at most 600 lines"""
    for path in sources():
        lines = path.read_text(encoding="utf-8").count("\n")
        assert lines <= 600, f"{path.relative_to(ROOT)} has {lines} lines: split it where it has two concerns"


def test_walks_over_the_ledger():
    """a loop over all documents, customers, allocations or positions asks ledger_has_…(): so a walk does not fill the memory"""
    walk = re.compile(r"for \((?:\w+ )?\w+ = [^;]*; (\w+) < (?:\w+(?:->|\.))*(?:l|ledger|a|assessment)->(documents|customers|allocations|positions)\b")
    for path in sources():
        text = path.read_text(encoding="utf-8")
        for found in walk.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            assert False, f"{path.relative_to(ROOT)}:{line}: {found[2][:-1]} {found[1]}: ask ledger_has_… or assessment_has_…"


def test_readme_commands():
    """the commands of the README run as they are written"""
    commands = [c for c in re.findall(r"`relance ((?:check|run|explain|preview) export\.xml [^`]*)`", README)]
    assert len(commands) >= 4, commands
    with tempfile.TemporaryDirectory(prefix="relance-readme-") as tmp:
        for name in ("export.xml", "relance.xml"):
            shutil.copy(ROOT / "samples" / name, tmp)
        for c in commands:
            p = relance(c.split(), tmp)
            assert p.returncode == 0, f"relance {c}: {p.returncode}\n{p.stderr}"


def test_options_are_told():
    """--help knows every option"""
    told = relance(["--help"], ROOT).stdout
    known = re.findall(r'^\t\{ "([a-z-]+)", (?:\'|OPT_)', (ROOT / "gen/options.c").read_text(encoding="utf-8"), re.M)
    assert len(known) > 10, known
    for name in known:
        assert f"--{name}" in told, f"--help lacks --{name}"


def test_data_is_documented():
    """templates/DONNEES.md names every column of every CSV file and every code of a finding or a rejection"""
    named = set(re.findall(r"`([\w-]+)`", DATA))
    with tempfile.TemporaryDirectory(prefix="relance-data-") as tmp:
        assert relance(["run", ROOT / "samples/export.xml", "--as-of", "2026-10-31"], tmp).returncode == 0
        files = sorted(Path(tmp).glob("out/*/donnees/*.csv"))
        assert len(files) == 7, files
        for path in files:
            assert f"{path.name}" in DATA, path.name
            columns = path.read_text(encoding="utf-8").splitlines()[0].split(",")
            assert not set(columns) - named, f"{path.name}: {set(columns) - named}"
    found = set()
    for path in sources():
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'\b(?:diag_(?:finding|reject)|problem|reject_\w+)\([^";]*"([a-z]+(?:-[a-z]+)+)"', text))
    assert len(found) > 80, found
    assert not found - named, f"not in templates/DONNEES.md: {sorted(found - named)}"


def test_bench_measures_every_format():
    """make bench measures what reading costs for every shipped mapping, each with a file that its format has"""
    assert not ratio.not_measured(), f"add to FORMATS in tests/bench/ratio.py: {ratio.not_measured()}"
    for f in ratio.FORMATS:
        if f.title != "native":
            assert ratio.parts_of(f)[1], f.title
