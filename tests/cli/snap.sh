# Flaws of drawing are seen through: the neighbours of a torn layer are those of the clean one; and on
# a real dirty layer ($CANTON_DATA) they are those of an oracle.
. "${TESTS:?set by tests/run.sh}/cli/common.sh" || exit
make_layer() { local d=$1; shift; "$SYNTH" --out "$tmp/$d" --regions 1500 --vertices 6 --accounts 10 --seed 3 "$@" || flunk "canton-synth $*"; }
run() { expect 0 "" "$CANTON" validate --regions "$tmp/$1/regions.shp" --code CODE --measure pop=field:POP "${@:2}"; }
pairs() { sed -n 's/^graph .* cpu  \([0-9,]* neighbour pairs, [0-9,]* components\).*/\1/p' "$tmp/stderr"; }
says() { grep -q -- "$1" "$tmp/stderr" || { flunk "nothing about '$1'"; cat "$tmp/stderr"; }; }

make_layer clean; run clean; want=$(pairs)
says "--snap 0.1 m chosen: no sign of borders drawn twice"
for flaw in gaps overlaps slivers t-junctions; do
    make_layer $flaw --$flaw 0.1; run $flaw
    [ "$(pairs)" = "$want" ] || flunk "$flaw: $(pairs) instead of $want"
done
run gaps; says "narrow gaps between regions"; says "m chosen: .* of the unshared border runs within"
! grep -q "[0-9]e+[0-9]" "$tmp/stderr" || { flunk "figures with exponents"; cat "$tmp/stderr"; }
run overlaps; says "places where regions overlap.*which run and assess --out DIR list in problems.shp"
run overlaps --snap 0
[ "$(pairs)" != "$want" ] || flunk "--snap 0 snaps"
expect 0 "" "$CANTON" run --regions "$tmp/overlaps/regions.shp" --code CODE --measure pop=field:POP --k 2 --effort 1 --out "$tmp/out"
for e in shp shx dbf prj cpg qml; do [ -s "$tmp/out/problems.$e" ] || flunk "no problems.$e"; done
grep -q "Overlaps and gaps" "$tmp/out/report.html" || flunk "the report does not list overlaps"
grep -q "^problems,KIND" "$tmp/out/fields.csv" || flunk "fields.csv lacks the fields of problems"

france=${CANTON_DATA:-none}/fr_code_postal/fr_code_postal.shp
if [ -e "$france" ]; then
    expect 0 "" "$CANTON" run --regions "$france" --code postcode --measure a=field:region_id --k 2 --effort 1 --layers h5 --out "$tmp/france"
    /usr/bin/python3 -W ignore "$TESTS/oracle/neighbours_by_buffer.py" "$france" postcode "$tmp/france/canton.h5" || flunk "not the oracle's neighbours"
else
    echo "skipped: no real dirty layer in \$CANTON_DATA"
fi
finish
