#!/usr/bin/env python3
"""Damages inputs at random and looks for crashes, hangs and sanitizer reports.

    make SANITIZE=1 && python3 tests/fuzz/mutate.py [--seed N] [--seconds N] [FILE…]

Every export of tests/cases, every bank statement there, the sample and the
FILEs are seeds; so are the shipped policy, rates and mappings and the sample's
configuration. The same seed gives the same inputs. What fails is kept in
build/fuzz/. Exit status 1 if anything failed.
"""
import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests"))
import casefile  # noqa: E402

TOKENS = [b"<", b">", b'"', b"'", b"&", b"&#0;", b"&amp;", b"\0", b"-", b"/", b"|", b"\t", b"\r", b"\n", b"%", b"",
          b"\xff", b"\xef\xbf\xbe", b"\xe2\x80\xae", b"9" * 30, b"1e5", b"NaN", b"-0.00", b"2026-02-30", b"20261301",
          b"A" * 300, b"<![CDATA[", b"<!--", b"<?x?>"]
NATIVE = (casefile.WRAP % "" + '<customer id="C1"><name>N</name><document id="F1" type="invoice" date="2026-09-01" '
          'amount="5.00"/></customer></receivables>').encode()
LAST_STATUS = 7


def seeds():
    """(kind, bytes); kind is export, or the option that takes the file."""
    for path in sorted((ROOT / "tests/cases").glob("*.case")):
        for case in casefile.load(path):
            for name, text in case.files.items():
                if name == "export.xml" and text.lstrip().startswith("<") and not text.lstrip().startswith("<?xml"):
                    text = casefile.WRAP % case.attributes + text + "</receivables>"
                option = re.search(r"(--bank|--customers) " + re.escape(name) + r"\b", case.command or "")
                if text.strip():
                    yield option.group(1) if option else "export", text.encode()
    yield "--policy", (ROOT / "templates/policy.xml").read_bytes()
    yield "--rates", (ROOT / "templates/rates.xml").read_bytes()
    yield "-c", (ROOT / "samples/relance.xml").read_bytes()
    for path in sorted((ROOT / "templates/mappings").glob("*.xml")):
        yield "--mapping", path.read_bytes()


def mutate(rnd, data):
    data = bytearray(data)
    for _ in range(rnd.choice([1, 1, 2, 4, 9])):
        if not data:
            break
        how, at = rnd.randrange(7), rnd.randrange(len(data))
        end = min(len(data), at + rnd.randrange(1, 60))
        if how == 0:
            data[at] = rnd.randrange(256)
        elif how == 1:
            del data[at:end]
        elif how == 2:
            data[at:at] = rnd.choice(TOKENS)
        elif how == 3:
            data[at:at] = data[at:end] * rnd.choice([1, 2, 30])
        elif how == 4:
            del data[at:]
        elif how == 5:
            other = rnd.randrange(len(data))
            data[at:end] = data[other:other + end - at]
        else:
            data[at:end] = rnd.choice(TOKENS)
    return bytes(data)


def problem(args, folder):
    """What is wrong with this run, or None."""
    try:
        p = subprocess.run([str(casefile.RELANCE), *args], cwd=folder, capture_output=True, timeout=30,
                           env={**os.environ, "RELANCE_DATA": str(ROOT)})
    except subprocess.TimeoutExpired:
        return "hangs"
    err = p.stderr.decode("utf-8", "replace")
    if not 0 <= p.returncode <= LAST_STATUS or "Sanitizer" in err or "runtime error" in err:
        return f"exit status {p.returncode}\n{err[-3000:]}"
    if p.returncode and not err.strip():
        return f"exit status {p.returncode} without a message"
    return None


def one(rnd, known, folder):
    """One damaged input; (arguments, problem or None)."""
    kind, data = rnd.choice(known)
    (folder / "in").write_bytes(mutate(rnd, data))
    args = ["check", "in", "--as-of", "2026-10-31"]
    if kind != "export":
        (folder / "in").rename(folder / "other")
        (folder / "in").write_bytes(rnd.choice(known)[1] if kind == "--mapping" else NATIVE)
        args += [kind, "other"]
    return args, problem(args, folder)


def run(seed, seconds=None, count=None, extra=()):
    """List of (arguments, problem); stops after so many seconds or inputs."""
    rnd, known, failed = random.Random(seed), list(seeds()), []
    known += [("export", Path(f).read_bytes()) for f in extra]
    end = time.monotonic() + (seconds or 1e9)
    done = 0
    while time.monotonic() < end and (count is None or done < count):
        with tempfile.TemporaryDirectory(prefix="relance-fuzz-") as tmp:
            args, why = one(rnd, known, Path(tmp))
            done += 1
            if why:
                keep = ROOT / "build/fuzz" / f"{seed}-{done}"
                shutil.copytree(tmp, keep, dirs_exist_ok=True)
                failed.append((args, f"{keep}: {why}"))
    return done, failed


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("--seconds", type=float, default=60)
    args.add_argument("files", nargs="*")
    opt = args.parse_args()
    done, failed = run(opt.seed, seconds=opt.seconds, extra=opt.files)
    for cmd, why in failed:
        print(" ".join(cmd), why)
    print(f"{done} inputs, {len(failed)} failed")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
