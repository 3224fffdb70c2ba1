"""The command line, faults and attacks: what a text case cannot say."""
import gzip
import hashlib
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from casefile import RELANCE, ROOT, WRAP, relance

SMALL = WRAP % "" + """<customer id="C1" kind="business"><name>Durand &amp; Fils</name>
  <address purpose="billing"><line>1 rue Haute</line><postcode>69003</postcode><city>Lyon</city></address>
  <document id="F1" type="invoice" date="2026-08-01" due="2026-08-31" amount="500.00"/>
  <document id="R1" type="payment" date="2026-09-15" amount="120.00"/>
</customer></receivables>
"""
SANITIZED = "sanitize" in os.environ.get("RELANCE_BUILD", "")


def folder():
    return tempfile.TemporaryDirectory(prefix="relance-cli-")


def small(tmp, text=SMALL, name="export.xml", encoding="utf-8"):
    path = Path(tmp) / name
    path.write_bytes(text.encode(encoding))
    return path


def tree(root):
    """Every file below root with its hash."""
    return {str(p.relative_to(root)): hashlib.sha256(p.read_bytes()).hexdigest()
            for p in sorted(Path(root).rglob("*")) if p.is_file()}


def sample(tmp, *args, **env):
    p = relance(["run", ROOT / "samples/export.xml", "-c", ROOT / "samples/relance.xml", "--as-of", "2026-10-31",
                 "-o", Path(tmp) / "out", *args], tmp, timeout=600, **env)
    assert p.returncode == 0, p.stderr
    return Path(tmp) / "out/2026-10-31"


def test_help():
    """--help names every command and exits 0, in French"""
    with folder() as tmp:
        p = relance(["--help"], tmp)
        assert p.returncode == 0
        for word in ("run", "check", "explain", "preview", "templates check", "mapping guess", "--as-of", "Code de retour"):
            assert word in p.stdout, word


def test_version():
    """--version"""
    with folder() as tmp:
        p = relance(["--version"], tmp)
        assert p.returncode == 0 and p.stdout.startswith("relance "), p.stdout


def test_wrong_command_lines():
    """wrong command lines exit 2 with one message"""
    with folder() as tmp:
        small(tmp)
        for args in ([], ["frobnicate"], ["run"], ["run", "export.xml", "--as-of", "31/10/2026"],
                     ["run", "export.xml", "--as-of", "2026-02-30"], ["run", "export.xml", "--colour"],
                     ["explain", "export.xml"], ["run", "export.xml", "--threads", "0"], ["mapping", "draw", "x"]):
            p = relance(args, tmp)
            assert p.returncode == 2, (args, p.returncode, p.stderr)
            assert p.stderr.strip(), args
        assert not (Path(tmp) / "out").exists()


def test_options_of_other_commands():
    """an option that the command would ignore, one given twice, an empty one: exit 2, and where it belongs"""
    with folder() as tmp:
        small(tmp)
        for args, words in (
                ("check export.xml -o x", "« check » n'a que faire de l'option « --output », qui va avec « run », « preview »"),
                ("check export.xml --item F1", "« --item », qui va avec « explain »"),
                ("explain export.xml C1 --threads 2", "« --threads », qui va avec « run »"),
                ("run export.xml --customer C1", "« --customer », qui va avec « preview »"),
                ("preview export.xml --template t --customer C1 --replace", "« --replace », qui va avec « run »"),
                ("templates check --as-of 2026-10-31", "« --as-of », qui va avec « run », « check »"),
                ("mapping guess export.xml -c relance.xml", "« mapping guess » n'a que faire de l'option « --config »"),
                ("run export.xml -o a --output b", "« output »"),
                ("run export.xml --output=", "« output »"), ("templates", "« templates check »"),
                ("mapping", "« mapping check » ou « mapping guess »")):
            p = relance(args.split(), tmp)
            assert p.returncode == 2 and words in p.stderr, (args, p.returncode, p.stderr)
            assert len(p.stderr.splitlines()) == 1 and not p.stdout, (args, p.stdout, p.stderr)
        p = relance(["run", "", "--as-of", "2026-10-31"], tmp)
        assert p.returncode == 2 and "vide" in p.stderr, (p.returncode, p.stderr)
        assert [x.name for x in Path(tmp).iterdir()] == ["export.xml"]


def test_missing_and_odd_inputs():
    """a missing export, a folder, an empty file: exit 3, the name in the message"""
    with folder() as tmp:
        (Path(tmp) / "empty.xml").write_text("")
        (Path(tmp) / "dir.xml").mkdir()  # a folder without any file
        for name in ("absent.xml", "empty.xml", "dir.xml"):
            p = relance(["run", name, "--as-of", "2026-10-31"], tmp)
            assert p.returncode == 3 and name in p.stderr, (name, p.returncode, p.stderr)
            assert not (Path(tmp) / "out").exists()


def test_folder_of_files():
    """a folder stands for its files, in the order of their names"""
    with folder() as tmp:
        parts = Path(tmp) / "parts"
        parts.mkdir()
        for name, customer in (("b.xml", "C2"), ("a.xml", "C1"), (".hidden", "C3")):
            small(parts, SMALL.replace('"C1"', f'"{customer}"').replace('"F1"', f'"F-{customer}"').replace(
                '"R1"', f'"R-{customer}"'), name)
        p = relance(["run", "parts", "--as-of", "2026-10-31"], tmp)
        assert p.returncode == 0, p.stderr
        assert p.stdout.index("a.xml") < p.stdout.index("b.xml"), p.stdout
        text = (Path(tmp) / "out/2026-10-31/donnees/balance-agee.csv").read_text(encoding="utf-8")
        assert "C1," in text and "C2," in text and "C3," not in text, text


def test_every_cut():
    """a file cut off anywhere is refused and leaves nothing"""
    with folder() as tmp:
        raw = SMALL.encode()
        for n in range(1, len(raw) - 15, 37):
            (Path(tmp) / "cut.xml").write_bytes(raw[:n])
            p = relance(["run", "cut.xml", "--as-of", "2026-10-31"], tmp)
            assert p.returncode == 3, (n, p.returncode, p.stderr)
            assert not (Path(tmp) / "out").exists(), n


def test_encodings():
    """UTF-8 with BOM, UTF-16, ISO-8859-1, ISO-8859-15, Windows-1252, gzip: the same figures and names"""
    text = SMALL.replace("Durand", "Évrard Œuvrard €")
    with folder() as tmp:
        want = None
        for label, data in (
                ("utf-8", text.encode()), ("bom", b"\xef\xbb\xbf" + text.encode()),
                ("utf-16", text.replace("UTF-8", "UTF-16").encode("utf-16")),
                ("windows-1252", text.replace("UTF-8", "Windows-1252").encode("cp1252")),
                ("iso-8859-15", text.replace("UTF-8", "ISO-8859-15").encode("iso-8859-15")),
                ("gzip", gzip.compress(text.encode()))):
            path = Path(tmp) / "export.xml"
            path.write_bytes(data)
            out = Path(tmp) / label
            p = relance(["run", "export.xml", "--as-of", "2026-10-31", "-o", out], tmp)
            assert p.returncode == 0, (label, p.stderr)
            got = (out / "2026-10-31/donnees/balance-agee.csv").read_bytes()
            assert "Évrard Œuvrard €".encode() in got, label
            want = want or got
            assert got == want, label


def test_latin1():
    """ISO-8859-1"""
    text = SMALL.replace("Durand", "Évrard").replace("UTF-8", "ISO-8859-1")
    with folder() as tmp:
        small(tmp, text, encoding="iso-8859-1")
        p = relance(["run", "export.xml", "--as-of", "2026-10-31"], tmp)
        assert p.returncode == 0, p.stderr
        assert "Évrard" in (Path(tmp) / "out/2026-10-31/donnees/balance-agee.csv").read_text(encoding="utf-8")


def test_layout_of_a_run():
    """the sample leaves the folder that the design lists"""
    with folder() as tmp:
        run = sample(tmp)
        for name in ("balance-agee-2026-10-31.xlsx", "lettres", "donnees/balance-agee.csv", "donnees/pieces.csv",
                     "donnees/penalites.csv", "donnees/decisions.csv", "donnees/rejets.csv", "donnees/manifeste.json"):
            assert (run / name).exists(), name
        assert any((run / "lettres").glob("*.pdf"))
        assert [p.name for p in (Path(tmp) / "out").iterdir()] == ["2026-10-31"]


def test_same_bytes():
    """the same bytes whatever the threads, the locale, the time zone, the folder"""
    with folder() as one, folder() as two:
        a = tree(sample(one, "--threads", "1"))
        b = tree(sample(two, "--threads", "7", LC_ALL="fr_FR.UTF-8", LANG="tr_TR", TZ="Pacific/Kiritimati"))
        assert a == b, [n for n in set(a) | set(b) if a.get(n) != b.get(n)]


def test_ledger_in_a_file():
    """the same bytes with every document in a temporary file, or where there can be none; nothing is left of it"""
    with folder() as one, folder() as two, folder() as three:
        a = tree(sample(one))
        scratch = Path(two) / "tmp"
        scratch.mkdir()
        b = tree(sample(two, RELANCE_MEMORY="0", TMPDIR=str(scratch)))
        c = tree(sample(three, RELANCE_MEMORY="0", TMPDIR="/nonexistent"))
        assert a == b == c, [n for n in a if not a[n] == b.get(n) == c.get(n)]
        assert list(scratch.iterdir()) == []
        for wrong in ("-1", "64M", " 3", "99999999999999999999"):
            p = relance(["check", ROOT / "samples/export.xml"], one, RELANCE_MEMORY=wrong)
            assert p.returncode == 2 and "mébioctets" in p.stderr, p.stderr


def test_run_again():
    """a run may be repeated; a folder that somebody changed is not overwritten without --replace"""
    with folder() as tmp:
        small(tmp)
        args = ["run", "export.xml", "--as-of", "2026-10-31"]
        assert relance(args, tmp).returncode == 0
        assert relance(args, tmp).returncode == 0
        note = Path(tmp) / "out/2026-10-31/donnees/pieces.csv"
        note.write_text("mine\n")
        p = relance(args, tmp)
        assert p.returncode == 6 and "--replace" in p.stderr, (p.returncode, p.stderr)
        assert note.read_text() == "mine\n"
        assert relance([*args, "--replace"], tmp).returncode == 0
        assert note.read_text() != "mine\n"
        assert [x.name for x in (Path(tmp) / "out").iterdir()] == ["2026-10-31"]


def test_unwritable_output():
    """an output folder that cannot be: exit 6"""
    with folder() as tmp:
        small(tmp)
        (Path(tmp) / "file").write_text("")
        p = relance(["run", "export.xml", "--as-of", "2026-10-31", "-o", "file/out"], tmp)
        assert p.returncode == 6 and "file" in p.stderr, (p.returncode, p.stderr)
        p = relance(["run", "export.xml", "--as-of", "2026-10-31", "-o", "/proc/none"], tmp)
        assert p.returncode == 6, (p.returncode, p.stderr)


def test_full_disk():
    """no file may grow beyond N bytes, as on a full disk: exit 6, nothing left"""
    with folder() as tmp:
        small(tmp)
        for limit in (0, 100, 1000, 4000, 8000, 16000):
            def shrink(n=limit):
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (n, n))
            p = subprocess.run([str(RELANCE), "run", "export.xml", "--as-of", "2026-10-31", "-c",
                                str(ROOT / "samples/relance.xml")], cwd=tmp, capture_output=True, text=True,
                               preexec_fn=shrink, env=dict(os.environ, RELANCE_DATA=str(ROOT)))
            left = [x.name for x in (Path(tmp) / "out").iterdir()] if (Path(tmp) / "out").exists() else []
            if p.returncode == 0:
                assert limit >= 8000 and left == ["2026-10-31"], (limit, left)
                break
            assert p.returncode == 6 and p.stderr.strip(), (limit, p.returncode, p.stderr)
            assert not left, (limit, left)


def test_standard_output():
    """standard output that cannot be written: exit 6, but a run whose folder is there; closed files take no text"""
    with folder() as tmp, open("/dev/full", "w") as full:
        small(tmp)
        env = dict(os.environ, RELANCE_DATA=str(ROOT))
        for args, status in (("check export.xml", 6), ("explain export.xml C1", 6), ("--help", 6),
                             ("run export.xml", 0)):
            p = subprocess.run([str(RELANCE), *args.split()], cwd=tmp, stdout=full, stderr=subprocess.PIPE, text=True, env=env)
            assert p.returncode == status and "sortie standard" in p.stderr, (args, p.returncode, p.stderr)
        want = tree(Path(tmp) / "out")
        closed = f"'{RELANCE}' run export.xml -o closed 0<&- 1>&- 2>&-"
        assert subprocess.run(["sh", "-c", closed], cwd=tmp, env=env).returncode == 0
        assert tree(Path(tmp) / "closed") == want


def many(tmp, customers=400):
    """An export that takes a moment to write."""
    head, body = SMALL.split("<customer", 1)
    one = "<customer" + body.split("</customer>")[0] + "</customer>\n"
    small(tmp, head + "".join(one.replace('"C1"', f'"C{i}"').replace('"F1"', f'"F{i}"').replace('"R1"', f'"R{i}"')
                              for i in range(customers)) + "</receivables>\n", "many.xml")


def heed_signals():
    """Under nohup, or behind a shell's &, the tests themselves run with these ignored, and so would the program."""
    for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sig, signal.SIG_DFL)


def interrupted(tmp, sig):
    """Start a run, send the signal as soon as its hidden folder is there; what remains in out."""
    out = Path(tmp) / "out"
    for _ in range(20):  # on a busy machine a run may have ended before we are told of its folder
        p = subprocess.Popen([str(RELANCE), "run", "many.xml", "-c", str(ROOT / "samples/relance.xml"), "--as-of",
                              "2026-10-31"], cwd=tmp, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                             preexec_fn=heed_signals,
                             env=dict(os.environ, RELANCE_DATA=str(ROOT)))
        while p.poll() is None and not (out.exists() and any(out.iterdir())):
            time.sleep(0.001)
        p.send_signal(sig)
        if p.wait(timeout=60) != 0:
            break
        shutil.rmtree(out)
    assert p.returncode == -sig, p.returncode
    return [x.name for x in out.iterdir()] if out.exists() else []


def test_interrupted():
    """a run that is interrupted leaves nothing; what one that was killed leaves, the next one clears away"""
    with folder() as tmp:
        many(tmp)
        for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            assert interrupted(tmp, sig) == [], sig
            assert not (Path(tmp) / "out").exists()
        left = interrupted(tmp, signal.SIGKILL)
        assert len(left) == 1 and left[0].startswith(".2026-10-31."), left
        small(tmp)
        p = relance(["run", "export.xml", "--as-of", "2026-10-31"], tmp)
        assert p.returncode == 0 and left[0] in p.stderr, p.stderr
        assert [x.name for x in (Path(tmp) / "out").iterdir()] == ["2026-10-31"]


def test_preview_replaces_only_pdf():
    """preview -o replaces an earlier PDF, never an export or a configuration"""
    with folder() as tmp:
        small(tmp)
        p = preview(tmp, "notice", "-o", "export.xml")
        assert p.returncode == 6 and "« export.xml » existe et n'est pas un PDF" in p.stderr, p.stderr
        assert (Path(tmp) / "export.xml").read_text(encoding="utf-8") == SMALL
        for _ in range(2):
            assert preview(tmp, "notice", "-o", "letter.pdf").returncode == 0


def inject(tmp, kind, n, seen):
    library = Path(tmp) / "inject.so"  # not from ROOT: blanks in its path would end the name in LD_PRELOAD
    if not library.exists():
        library.symlink_to(os.environ["RELANCE_BUILD"] + "/io/inject.so")
    env = dict(os.environ, RELANCE_DATA=str(ROOT), RELANCE_FAIL=f"{kind}:{n}", RELANCE_FAIL_SEEN=str(seen),
               LD_PRELOAD=str(library))
    if SANITIZED:
        env["ASAN_OPTIONS"] = "verify_asan_link_order=0:detect_leaks=0"
    return subprocess.run([str(RELANCE), "run", "export.xml", "--as-of", "2026-10-31", "--threads", "1", "-c",
                           str(ROOT / "samples/relance.xml")], cwd=tmp, capture_output=True, text=True, env=env)


def test_injected_faults():
    """each write, fsync, close, mkdir, open that can fail, fails once: exit 6 with a message, nothing left"""
    with folder() as tmp:
        small(tmp)
        whole = inject(tmp, "none", 1, Path(tmp) / "seen")
        assert whole.returncode == 0, whole.stderr
        want = tree(Path(tmp) / "out/2026-10-31")
    for kind in ("write", "fsync", "close", "mkdir", "open"):
        for n in range(1, 400, 7 if SANITIZED else 1):
            with folder() as tmp:
                small(tmp)
                seen = Path(tmp) / "seen"
                p = inject(tmp, kind, n, seen)
                out = Path(tmp) / "out"
                if not seen.exists() or (kind == "open" and p.returncode == 0):
                    # never reached; or a library took another name for its temporary file: all must be there
                    assert p.returncode == 0, (kind, n, p.stderr)
                    assert tree(out / "2026-10-31") == want, (kind, n)
                    if not seen.exists():
                        assert n > 1, f"nothing was injected into {kind}"
                        break
                    continue
                left = [x.name for x in out.iterdir()] if out.exists() else []
                assert p.returncode == 6 and p.stderr.strip(), (kind, n, p.returncode, p.stderr)
                assert not left, (kind, n, left)


def test_strange_names():
    """file names with spaces, quotes, accents and a leading dash"""
    with folder() as tmp:
        for name in ("mon export d'été.xml", "a\"b.xml", "-x.xml"):
            small(tmp, name=name)
            p = relance(["run", "--as-of", "2026-10-31", "-o", "o ut", "--", name], tmp)
            assert p.returncode == 0, (name, p.stderr)


def test_name_in_another_encoding():
    """a file name that is no UTF-8 is shown with a substitute; every file that names it stays UTF-8"""
    with folder() as tmp:
        name = b"export \xe9t\xe9.xml"
        (Path(tmp) / os.fsdecode(name)).write_text(SMALL.replace('due="2026-08-31"', 'due="soon"'), encoding="utf-8")
        p = subprocess.run([os.fsencode(RELANCE), b"run", name, b"--as-of", b"2026-10-31"], cwd=tmp, capture_output=True,
                           env=dict(os.environ, RELANCE_DATA=str(ROOT)))
        assert p.returncode == 0 and "export \ufffdt\ufffd.xml:" in p.stderr.decode(), p.stderr
        for path in (Path(tmp) / "out/2026-10-31/donnees").iterdir():
            path.read_text(encoding="utf-8")
        manifest = (Path(tmp) / "out/2026-10-31/donnees/manifeste.json").read_text(encoding="utf-8")
        assert "export \ufffdt\ufffd.xml" in manifest, manifest


def test_without_data():
    """without its folder of templates: exit 4, one message that names the folder and what to do"""
    with folder() as tmp:
        small(tmp)
        p = relance(["check", "export.xml"], tmp, RELANCE_DATA="/nonexistent")
        assert p.returncode == 4 and "« /nonexistent/templates »" in p.stderr and "RELANCE_DATA" in p.stderr, p.stderr
        assert len(p.stderr.splitlines()) == 1, p.stderr


def test_strange_text():
    """names with markup, formula signs and control characters come out as text"""
    text = SMALL.replace("Durand &amp; Fils", "=HYPERLINK(&quot;x&quot;) &lt;b&gt; \"q\", +33 @a")
    with folder() as tmp:
        small(tmp, text)
        p = relance(["run", "export.xml", "--as-of", "2026-10-31"], tmp)
        assert p.returncode == 0, p.stderr
        got = (Path(tmp) / "out/2026-10-31/donnees/balance-agee.csv").read_text(encoding="utf-8")
        assert '"=HYPERLINK(""x"") <b> ""q"", +33 @a"' in got, got


def test_check_writes_nothing():
    """check reads and judges, and writes nothing"""
    with folder() as tmp:
        small(tmp)
        p = relance(["check", "export.xml", "--as-of", "2026-10-31"], tmp)
        assert p.returncode == 0, p.stderr
        assert [x.name for x in Path(tmp).iterdir()] == ["export.xml"]


def configuration(tmp, name, *changes):
    """The sample's configuration with some texts replaced."""
    text = (ROOT / "samples/relance.xml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    (Path(tmp) / name).write_text(text, encoding="utf-8")
    return name


def test_own_templates():
    """a folder of templates: without fr/ and en/ refused; what it lacks, and what nothing asks for, is told"""
    with folder() as tmp:
        small(tmp)
        own = Path(tmp) / "mine"
        own.mkdir()
        configuration(tmp, "c.xml", ("<place>Lyon</place>", "<place>Lyon</place><templates>mine</templates>"))
        for command in (["templates", "check"], ["check", "export.xml"], ["run", "export.xml"]):
            p = relance([*command, "-c", "c.xml"], tmp)
            assert p.returncode == 4 and "c.xml:" in p.stderr and "mine » sans sous-dossier « fr »" in p.stderr, p.stderr
        assert not (Path(tmp) / "out").exists()
        (own / "fr").mkdir()
        shipped = (ROOT / "templates/letters/fr/notice.xml").read_text(encoding="utf-8")
        (own / "fr/notise.xml").write_text(shipped, encoding="utf-8")
        p = relance(["templates", "check", "-c", "c.xml"], tmp)
        assert p.returncode == 0, p.stderr
        assert "« fr/notise.xml » : aucune étape" in p.stderr and "mine » n'a pas « " in p.stderr, p.stderr
        p = relance(["run", "export.xml", "-c", "c.xml"], tmp)
        assert p.returncode == 0 and "mine » n'a pas « fr/" in p.stderr, p.stderr


def test_policy_names_a_template():
    """a step whose template is not there: templates check and check say so, with the line of the policy"""
    with folder() as tmp:
        small(tmp)
        policy = (ROOT / "templates/policy.xml").read_text(encoding="utf-8")
        (Path(tmp) / "p.xml").write_text(policy.replace('template="notice"', 'template="notise"'), encoding="utf-8")
        for command in (["templates", "check"], ["check", "export.xml", "-c", str(ROOT / "samples/relance.xml")]):
            p = relance([*command, "--policy", "p.xml"], tmp)
            assert p.returncode == 4 and "p.xml:" in p.stderr and "« notise », introuvable en « en »" in p.stderr, p.stderr


def preview(tmp, template, *more, customer="C1"):
    return relance(["preview", "export.xml", "-c", ROOT / "samples/relance.xml", "--template", template, "--customer",
                    customer, "--as-of", "2026-10-31", *more], tmp)


def test_preview_says_what_it_is():
    """preview: the file's name, an unknown template, a letter that the run would not send, thanks to one who owes"""
    with folder() as tmp:
        small(tmp)
        p = preview(tmp, "en/thank-you")
        assert p.returncode == 0 and (Path(tmp) / "thank-you.pdf").exists(), p.stderr
        assert "« C1 » a encore des pièces échues" in p.stderr, p.stderr
        p = preview(tmp, "formal-notice")
        assert p.returncode == 0 and "pas de celles que cet arrêté décide" in p.stderr, p.stderr
        p = preview(tmp, "courteous-reminder")
        assert p.returncode == 0 and not p.stderr, p.stderr
        p = preview(tmp, "formal-notise")
        assert p.returncode == 4 and "formal-notice" in p.stderr and len(p.stderr.splitlines()) == 1, p.stderr


def test_preview_of_thanks():
    """the thank-you of a customer who has nothing open any more can be looked at"""
    with folder() as tmp:
        small(tmp, SMALL.replace('amount="500.00"/>', 'amount="500.00"><reminder level="1" date="2026-09-10" '
                                 'channel="letter"/><allocation document="R1" amount="500.00" date="2026-10-20"/>'
                                 '</document>').replace('"2026-09-15" amount="120.00"', '"2026-10-20" amount="500.00"'))
        policy = (ROOT / "templates/policy.xml").read_text(encoding="utf-8")
        assert ' thank-you="no"' in policy
        (Path(tmp) / "p.xml").write_text(policy.replace(' thank-you="no"', ' thank-you="yes"'), encoding="utf-8")
        p = preview(tmp, "thank-you", "--policy", "p.xml")
        assert p.returncode == 0 and not p.stderr, p.stderr
        p = preview(tmp, "thank-you")
        assert p.returncode == 2 and "aucune pièce ouverte" in p.stderr, p.stderr


def test_explain_unknown_customer():
    """explain of a customer who is not there: exit 2, his code in the message"""
    with folder() as tmp:
        small(tmp)
        p = relance(["explain", "export.xml", "C9", "--as-of", "2026-10-31"], tmp)
        assert p.returncode == 2 and "C9" in p.stderr, (p.returncode, p.stderr)
