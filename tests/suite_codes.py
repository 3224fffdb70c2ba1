"""The list of finding codes (gen/base/codes.c) against what the program can report."""
import re

from casefile import ROOT

# Calls with the code among their arguments, and what stands before it there.
CALLS = (r"diag_finding\(\s*[^,;]+,\s*SEV_\w+,", r"diag_reject\(\s*[^,;]+,", r"reject_child\(\s*b, r, [^,]+,",
         r"reject_customer\(\s*in, r,", r"\breject\(b, r,", r"\bproblem\(&?v,", r"report_unknown\(x,", r"\bcode =",
         r"\breturn(?=[^;]*\"(?:allocation|bad|missing|amount|unknown|negative)-)", r"\[BANK_\w+\] = \{")
WORD = re.compile(r'"([a-z0-9]+(?:-[a-z0-9]+)+)"')


def listed():
    text = (ROOT / "gen/base/codes.c").read_text(encoding="utf-8")
    return re.findall(r'^\t"([a-z0-9-]+)",$', text, re.M)


def sources():
    for path in sorted((ROOT / "gen").rglob("*.c")):
        if path.name not in ("codes.c", "diag.c"):
            yield path, path.read_text(encoding="utf-8")


def used():
    for path, text in sources():
        for call in CALLS:
            for m in re.finditer(call, text):
                # up to the message, which is what ends the argument of the code
                argument = re.match(r"(?:[^\";,]|\"[a-z0-9-]+\"(?=\s*[;:,?)}]))*", text[m.end():])[0]
                for code in WORD.findall(argument):
                    yield code, path


def test_list_is_sorted():
    """the list of codes is sorted, each once: it is searched by halves"""
    codes = listed()
    assert len(codes) > 60 and codes == sorted(set(codes)), codes


def test_every_code_is_listed():
    """every code that gen/ reports is in the list"""
    codes = set(listed())
    found = list(used())
    assert len({code for code, _ in found}) > 80, "the search finds too little: has a call another form now?"
    missing = sorted({f"{code} ({path.name})" for code, path in found if code not in codes})
    assert not missing, missing


def test_no_code_is_idle():
    """every code of the list is reported somewhere in gen/"""
    text = "".join(t for _, t in sources())
    idle = [code for code in listed() if f'"{code}"' not in text]
    assert not idle, idle
