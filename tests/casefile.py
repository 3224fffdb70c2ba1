"""Reads and checks tests/cases/*.case. The form is described in tests/cases/README.md."""
import csv
import os
import re
import shlex
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RELANCE = ROOT / "relance"
CSV_NAMES = ("balance-agee", "pieces", "penalites", "decisions", "rejets", "chiffres", "qualite", "banque")
WRAP = '<?xml version="1.0" encoding="UTF-8"?>\n<receivables version="1" company="TEST" currency="EUR" extracted="2026-12-31"%s>\n'


class Skipped(Exception):
    """A tool that the test needs is not installed."""


def relance(args, cwd, timeout=120, **env):
    return subprocess.run([str(RELANCE), *map(str, args)], cwd=cwd, capture_output=True, text=True, errors="replace",
                          timeout=timeout, env={**os.environ, "RELANCE_DATA": str(ROOT), "LC_ALL": "C.UTF-8", **env})


class Case:
    def __init__(self, path, line, title):
        self.path, self.line, self.title = path, line, title
        self.files, self.command, self.expected, self.patches, self.attributes = {"export.xml": ""}, None, [], [], ""

    # -- running -----------------------------------------------------------
    def check(self):
        assert self.command, "no command line ($ …)"
        with tempfile.TemporaryDirectory(prefix="relance-case-") as tmp:
            tmp = Path(tmp)
            self.write_files(tmp)
            args = shlex.split(self.command)
            if args[0] != "relance" and args[0] in ("run", "check", "explain") and "export.xml" not in args:
                args.insert(1, "export.xml")
            if self.patches:
                args += ["--policy", "policy.xml"]
            p = relance(args, tmp)
            self.run_dir = next((d for d in sorted((tmp / "out").glob("[0-9]*")) if d.is_dir()), None)
            self.p = p
            if not any(k == "status" for k, _, _ in self.expected):
                assert p.returncode == 0, f"exit status {p.returncode}\n{p.stderr}"
            for key, text, line in self.expected:
                self.expect(key, text, f"{self.path.name}:{line}: {key}: {text}")

    def write_files(self, tmp):
        for name, text in self.files.items():
            # A whole file itself: XML that says so, or lines that are no XML at all.
            whole = text.lstrip().startswith(("<?xml", "<receivables")) or (text.strip() and "<" not in text)
            if name == "export.xml" and not whole:
                text = WRAP % self.attributes + text + "</receivables>\n"
            (tmp / name).write_text(text, encoding="utf-8")
        if self.patches:
            policy = (ROOT / "templates/policy.xml").read_text(encoding="utf-8")
            for old, new in self.patches:
                assert old in policy, f"policy.xml does not contain: {old}"
                policy = policy.replace(old, new)
            (tmp / "policy.xml").write_text(policy, encoding="utf-8")

    # -- expectations ------------------------------------------------------
    def rows(self, name):
        assert self.run_dir, f"nothing was written\n{self.p.stderr}"
        with open(self.run_dir / "donnees" / f"{name}.csv", encoding="utf-8", newline="") as f:
            return list(csv.DictReader(f))

    def expect(self, key, text, where):
        if key == "status":
            assert self.p.returncode == int(text), f"{where}\nexit status {self.p.returncode}\n{self.p.stderr}"
        elif key in ("stderr", "stdout"):
            got = getattr(self.p, key)
            if text.startswith("not "):
                assert text[4:] not in got, f"{where}\n{got}"
            else:
                assert text in got, f"{where}\n{got}"
        elif key == "written":
            assert (self.run_dir is not None) == (text == "yes"), f"{where}\n{self.run_dir}"
        elif key == "letters":
            self.expect_letters(text, where)
        elif key in CSV_NAMES:
            self.expect_rows(key, text, where)
        else:
            raise AssertionError(f"{where}\nunknown expectation")

    def expect_letters(self, text, where):
        have = sorted(f.name for f in (self.run_dir / "lettres").glob("*.pdf")) if self.run_dir else []
        want = [] if text == "none" else sorted(text.split())
        assert have == want, f"{where}\nletters: {' '.join(have) or 'none'}"

    def expect_rows(self, key, text, where):
        rows = self.rows(key)
        words = shlex.split(text)
        if words == ["none"]:
            assert not rows, f"{where}\n{rows}"
            return
        count, absent = None, False
        if words[0] == "no":
            absent, words = True, words[1:]
        elif words[0] == "count":
            count, words = int(words[1]), words[2:]
        want = dict(w.split("=", 1) for w in words)
        for column in want:
            assert not rows or column in rows[0], f"{where}\nno column {column}: {list(rows[0])}"
        hits = [r for r in rows if all(r[c] == v for c, v in want.items())]
        if count is not None:
            assert len(hits) == count, f"{where}\n{len(hits)} rows\n" + listing(rows, want)
        elif absent:
            assert not hits, f"{where}\n" + listing(hits, want)
        else:
            assert hits, f"{where}\nno such row in\n" + listing(rows, want) + self.p.stderr


def listing(rows, want):
    """The rows, only with the columns that were asked for."""
    return "".join("  " + " ".join(f"{c}={r.get(c)}" for c in want) + "\n" for r in rows[:30]) or "  (empty)\n"


def load(path):
    """All cases of one file."""
    cases, case, target = [], None, None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("### "):
            case, target = Case(path, number, line[4:].strip()), "export.xml"
            cases.append(case)
        elif case is None or line.startswith("# "):
            continue
        elif line.startswith("$ "):
            case.command, target = line[2:].strip(), None
        elif line.startswith("@ "):
            target = line[2:].strip()
            case.files[target] = ""
        elif m := re.match(r"policy: (.*) => (.*)$", line):
            case.patches.append((m[1].strip(), m[2].strip()))
        elif line.startswith("export: "):
            case.attributes = " " + line[8:].strip()
        elif target is not None:
            case.files[target] += line + "\n"
        elif line.strip():
            key, _, text = line.partition(":")
            case.expected.append((key.strip(), text.strip(), number))
    return cases
