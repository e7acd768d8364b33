# The demo at effort 2: its summary and small tables as text, everything else as digests.
# A better solver changes all of it but the first digests: bless it, and look at the diff.
. "${TESTS:?set by tests/run.sh}/golden/golden.bash" || exit
# The record names paths as seen from here, so the job is run beside a copy of the data.
out=$tmp/out
cp -r "$DATASETS" "$tmp/datasets" && cd "$tmp" || exit 1
{
    "$CANTON" run datasets/demo.ini --effort 2 --threads 2 --out out > "$tmp/stdout" 2> "$tmp/stderr"
    echo "exit $?"
    said "$tmp/stderr"
    echo; echo "== stdout"; sed "s|$tmp|TMP|g" "$tmp/stdout"
    echo; echo "== fields.csv"; cat "$out/fields.csv"
    echo; echo "== unmatched.csv"; cat "$out/unmatched.csv"
    echo; echo "== summary.json"; cat "$out/summary.json"
    echo; echo "== digests that no solver changes"
    digests "$out" regions.shp regions.shx regions.prj regions.cpg bridges.shp bridges.shx unmatched.csv fields.csv
    echo; echo "== digests of the plan"
    digests "$out" canton.h5 territories.shp territories.shx territories.dbf territories.qml regions.dbf regions.qml bridges.dbf assignments.csv summary.json report.html canton.log
} > "$tmp/now"
golden demo "$tmp/now"
finish
