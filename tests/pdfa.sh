#!/bin/sh
# Are these PDF files (or all *.pdf of these folders) valid PDF/A-1b?
#
#   tests/pdfa.sh FILE|FOLDER...
#
# The validator is PDFBox Preflight (Debian: libpdfbox2-java libcommons-logging-java libcommons-io-java libactivation-java
# libjaxb-api-java and a Java runtime). One virtual machine checks all files.
# Exit status: 0 all valid, 1 some are not (listed), 2 nothing to check, 77 no validator here.
jars=${JAVA_JARS:-/usr/share/java}
path=
for jar in preflight pdfbox2 fontbox2 xmpbox commons-logging commons-io javax.activation jaxb-api; do
	[ -r "$jars/$jar.jar" ] || { echo "pdfa.sh: $jars/$jar.jar is missing" >&2; exit 77; }
	path=$path:$jars/$jar.jar
done
command -v java >/dev/null || { echo "pdfa.sh: no java" >&2; exit 77; }

work=$(mktemp -d) || exit 77
trap 'rm -rf "$work"' EXIT
for f; do
	if [ -d "$f" ]; then find "$f" -name '*.pdf' | sort; else echo "$f"; fi
done >"$work/list"
wanted=$(wc -l <"$work/list")
[ "$wanted" -gt 0 ] || { echo "pdfa.sh: no PDF to check" >&2; exit 2; }

java -Djava.awt.headless=true -cp "${path#:}" org.apache.pdfbox.preflight.Validator_A1b \
	batch "$work/list" >"$work/out" 2>"$work/err"
valid=$(grep -c 'is a valid PDF/A-1b file' "$work/out")
if [ "$valid" -ne "$wanted" ]; then
	grep -v -e 'is a valid PDF/A-1b file' -e '^$' "$work/out"
	cat "$work/err" >&2
	echo "pdfa.sh: $valid of $wanted files are valid PDF/A-1b"
	exit 1
fi
echo "pdfa.sh: $wanted files are valid PDF/A-1b"
