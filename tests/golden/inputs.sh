# What is read, joined and linked, before any solver: the demo, then a layer and accounts with flaws
# of every kind the generator knows.
. "${TESTS:?set by tests/run.sh}/golden/golden.bash" || exit
{
    "$CANTON" validate "$DATASETS/demo.ini" --threads 2 2> "$tmp/stderr"
    echo "demo: exit $?"
    said "$tmp/stderr"

    "$SYNTH" --out "$tmp/flawed" --regions 1200 --vertices 8 --accounts 8000 --seed 11 --gaps 0.05 --overlaps 0.05 --slivers 0.05 \
        --t-junctions 0.05 --unclosed 0.05 --duplicates 0.05 --dirty 0.2 > /dev/null 2>&1 || flunk canton-synth
    digests "$tmp/flawed" regions.shp regions.dbf accounts.csv
    "$CANTON" validate --regions "$tmp/flawed/regions.shp" --code CODE --accounts "$tmp/flawed/accounts.csv" --measure n=count --threads 2 2> "$tmp/stderr"
    echo "flawed: exit $?"
    said "$tmp/stderr"
} > "$tmp/now"
golden inputs "$tmp/now"
finish
