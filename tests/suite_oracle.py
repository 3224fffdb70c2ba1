"""10,000 random customers, computed twice: by the program, and day by day by tests/oracle/daybyday.py."""
import datetime
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
sys.path.insert(0, str(ROOT / "tests" / "oracle"))
import casefile  # noqa: E402
import daybyday  # noqa: E402
import generate  # noqa: E402


def agree(seed, customers, as_of, below_floor="default"):
    with tempfile.TemporaryDirectory(prefix="relance-oracle-") as tmp:
        tmp = Path(tmp)
        generate.generate(seed, customers, datetime.date.fromisoformat(as_of), tmp / "export.xml")
        args = ["run", "export.xml", "--as-of", as_of]
        if below_floor != "default":
            policy = (ROOT / "templates/policy.xml").read_text(encoding="utf-8")
            assert 'contract-below-floor="default"' in policy
            policy = policy.replace('contract-below-floor="default"', f'contract-below-floor="{below_floor}"')
            (tmp / "policy.xml").write_text(policy, encoding="utf-8")
            args += ["--policy", "policy.xml"]
        p = casefile.relance(args, tmp, timeout=300)
        assert p.returncode == 0, f"exit status {p.returncode}\n{p.stderr}"
        said = []
        wrong, items, lines = daybyday.check(tmp / "export.xml", tmp / "out" / as_of, below_floor, said.append)
        assert not wrong, f"seed {seed}: {wrong} differences\n" + "\n".join(said)
        assert items > customers and lines > customers, f"only {items} open items and {lines} penalty lines"


def test_month_end():
    """4,000 random customers as of 2026-10-31 agree to the cent"""
    agree("relance-1", 4000, "2026-10-31")


def test_half_year_edge():
    """2,000 random customers as of 1 July 2025 agree to the cent"""
    agree("relance-2", 2000, "2025-07-01")


def test_leap_day():
    """2,000 random customers as of 29 February 2024, contract rates raised to the floor, agree to the cent"""
    agree("relance-3", 2000, "2024-02-29", "floor")


def test_last_day_of_the_table():
    """2,000 random customers as of 31 December 2026, contract rates kept, agree to the cent"""
    agree("relance-4", 2000, "2026-12-31", "contract")
