# Layers of other formats: read by canton-gdal where it is, else said with the line that converts them.
. "${TESTS:?set by tests/run.sh}/cli/common.sh" || exit
says() { grep -q -- "$2" "$tmp/$1" || { flunk "$1 lacks '$2'"; cat "$tmp/$1"; }; }
box() { echo "[[[$1,$2],[$3,$2],[$3,$4],[$1,$4],[$1,$2]]]"; }
feature() { echo '{"type":"Feature","properties":{"municipality_code":"'"$1"'","population_total":'"$2"',"name":"Zürich"},"geometry":'"$3"'}'; }
collection() { local IFS=,; echo '{"type":"FeatureCollection"'"${crs:-}"',"features":['"$*"']}'; }
polygon() { echo '{"type":"Polygon","coordinates":'"$(box "$@")"'}'; }

# a square of four, one of them in two parts, one with heights; one without a geometry, one that is empty
collection "$(feature 01 100.25 "$(polygon 8 47 8.1 47.1)")" \
    "$(feature 02 200.5 '{"type":"MultiPolygon","coordinates":['"$(box 8.1 47 8.2 47.1),$(box 8.3 47 8.4 47.1)"']}')" \
    "$(feature 03 300 '{"type":"Polygon","coordinates":[[[8,47.1,400],[8.1,47.1,410],[8.1,47.2,420],[8,47.2,405],[8,47.1,400]]]}')" \
    "$(feature 04 400 "$(polygon 8.1 47.1 8.2 47.2)")" "$(feature 05 1 null)" \
    "$(feature 06 1 '{"type":"MultiPolygon","coordinates":[]}')" > "$tmp/towns.geojson"

# without the reader
mkdir "$tmp/alone" && cp "$CANTON" "$tmp/alone/canton"
expect 3 'towns.geojson: is JSON: convert it by `ogr2ogr -lco ENCODING=UTF-8 .*towns.shp .*`, and give the .shp; canton-gdal, which would read it as it is, is not installed' \
    "$tmp/alone/canton" validate --regions "$tmp/towns.geojson"
"$tmp/alone/canton" version | grep -q '^GDAL  *none' || flunk "version knows a reader that is not there"

# a reader that fails: $1 what it does, $2 exit code, $3 message
reader() {
    printf '#!/bin/sh\n%s\n' "$1" > "$tmp/alone/canton-gdal"; chmod +x "$tmp/alone/canton-gdal"
    expect "$2" "$3" "$tmp/alone/canton" validate --regions "$tmp/towns.geojson"
}
reader 'kill -SEGV $$' 3 'towns.geojson: GDAL crashed on the file (signal 11); convert the layer by `ogr2ogr'
reader 'exit 6' 6 'towns.geojson: out of memory in GDAL'
reader 'exit 127' 3 'towns.geojson: canton-gdal cannot be loaded'
reader 'kill -KILL $$' 6 'towns.geojson: GDAL was killed while it read the file'
reader 'echo something else, and more of it than a message has' 3 'towns.geojson: GDAL ended before the layer did'
reader 'exit 0' 3 'GDAL ended before the layer did'
# one that never ends: the run can be stopped
printf '#!/bin/sh\necho $$ > %s/reader\nexec sleep 100\n' "$tmp" > "$tmp/alone/canton-gdal"
"$tmp/alone/canton" validate --regions "$tmp/towns.geojson" > "$tmp/stdout" 2> "$tmp/stderr" &
run=$!
for _ in $(seq 100); do [ -s "$tmp/reader" ] && break; sleep 0.1; done
kill -TERM $run; wait $run 2> /dev/null
code=$?
[ $code = 143 ] || flunk "exit $code for SIGTERM while GDAL reads"
kill "$(cat "$tmp/reader")" # which, unlike canton-gdal, does not ask to go with the run

[ -x "${CANTON%/*}/canton-gdal" ] || { echo "skipped: built without GDAL"; finish; }
"$CANTON" version | grep -q '^GDAL  *.*/canton-gdal$' || flunk "version does not say the reader"
expect 0 '' "$CANTON" info "$tmp/towns.geojson"
says stdout 'records      6 (2 without geometry)'; says stdout '  municipality_code C '; says stdout '  population_total N '
expect 0 '' "$CANTON" run --regions "$tmp/towns.geojson" --code municipality_code --measure people=field:population_total --k 2 --tolerance 60 --effort 1 --out "$tmp/towns"
says stderr "towns.geojson: layer 'towns', read through GDAL"
says stderr "2 records without a geometry are no region (record 5 '05', 6 '06')"
grep -c . "$tmp/towns/regions.csv" | grep -qx 5 || flunk "not four regions"
grep -q '^"*02"*,.*,200.50$' "$tmp/towns/regions.csv" || { flunk "another weight of 02"; cat "$tmp/towns/regions.csv"; }
expect 3 "no field 'municipality'; did you mean 'municipality_code'\|no field 'municipality'" "$CANTON" validate --regions "$tmp/towns.geojson" --code municipality
# accounts as points, and neither lines nor broken files
collection "$(feature A 1 '{"type":"Point","coordinates":[8.05,47.05]}')" "$(feature B 2 '{"type":"Point","coordinates":[8.15,47.15]}')" > "$tmp/shops.geojson"
expect 0 '' "$CANTON" validate --regions "$tmp/towns.geojson" --code municipality_code --accounts "$tmp/shops.geojson" --account-id municipality_code --measure w=column:population_total
says stderr '2 of 2 accounts have a region'
collection "$(feature A 1 '{"type":"LineString","coordinates":[[8,47],[9,48]]}')" > "$tmp/roads.geojson"
expect 3 "roads.geojson: has no layer of polygons or points; there are 'roads' (lines)" "$CANTON" validate --regions "$tmp/roads.geojson"
echo '{"type":"FeatureCollection","features":[{"type' > "$tmp/cut.geojson"
expect 3 'cut.geojson: GDAL ' "$CANTON" validate --regions "$tmp/cut.geojson"
# metres, by the system that the file states
crs=',"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::32632"}}' collection "$(feature 01 1 "$(polygon 400000 5200000 401000 5201000)")" > "$tmp/utm.geojson"
expect 0 '' "$CANTON" info "$tmp/utm.geojson"
says stdout 'CRS          WGS 84 / UTM zone 32N'
crs=',"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}}' collection "$(feature 01 1 "$(polygon 400000 5200000 401000 5201000)")" > "$tmp/metres.geojson"
expect 3 'they look like metres, so the coordinate system does not belong to them' "$CANTON" validate --regions "$tmp/metres.geojson" --code name

# two layers
place() { echo "<Placemark><name>$1</name><Polygon><outerBoundaryIs><LinearRing><coordinates>$2,47 $3,47 $3,48 $2,48 $2,47</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"; }
echo '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>west</name>'"$(place w1 5 6)"'</Folder><Folder><name>east</name>'"$(place e1 7 8)$(place e2 8 9)"'</Folder></Document></kml>' > "$tmp/two.kml"
expect 3 "two.kml: has 2 layers of one kind: name one with --layer; there are 'west' (polygons), 'east' (polygons)" "$CANTON" validate --regions "$tmp/two.kml" --code Name
expect 3 "two.kml: has no layer 'north'; there are" "$CANTON" validate --regions "$tmp/two.kml" --code Name --layer north
expect 0 "layer 'east'" "$CANTON" validate --regions "$tmp/two.kml" --code Name --layer East
says stdout '^2 regions'
expect 3 "us_counties.shp: is one layer, and not called 'east'" "$CANTON" validate $regions --layer east

command -v ogr2ogr > /dev/null || { echo "skipped: no ogr2ogr to make other files with"; finish; }
convert() { ogr2ogr "$@" 2> "$tmp/ogr" || { flunk "ogr2ogr $*"; cat "$tmp/ogr"; }; }
demo="--code GEOID $cities $population --k 4 --effort 1"
expect 0 '' "$CANTON" run $regions $demo --out "$tmp/shp"
for f in gpkg:GPKG geojson:GeoJSON; do
    convert -f "${f#*:}" "$tmp/c.${f%:*}" "$DATASETS/us_counties.shp"
    expect 0 '' "$CANTON" run --regions "$tmp/c.${f%:*}" $demo --out "$tmp/${f%:*}"
    [ "$(cd "$tmp" && diff -rq shp "${f%:*}" | grep -v -e canton.h5 -e canton.log -e report.html -e summary.json)" = "" ] || flunk "another result from ${f#*:}"
    strip() { sed -e "s/us_counties.shp/c.${f%:*}/" -e '/"name":.*us_counties\|"name":.*c\.g/,/}/d' "$1" | grep -v -e '"command"' -e '"out"' -e 'through GDAL' | tr -d ' \t\n{},' | sed 's/"severity":"info""stage":"read""text"//g; s/"severity":"info""stage":"read"//g'; }
    [ "$(strip "$tmp/shp/summary.json" | grep -o '"territories":.*')" = "$(strip "$tmp/${f%:*}/summary.json" | grep -o '"territories":.*')" ] || flunk "another summary from ${f#*:}"
done
# a geodatabase is a folder, and a table of MapInfo four files: all of them are inputs
convert -f OpenFileGDB -nlt MULTIPOLYGON "$tmp/c.gdb" "$DATASETS/us_counties.shp"
convert -f 'MapInfo File' "$tmp/c.tab" "$DATASETS/us_counties.shp"
for f in gdb tab; do
    expect 0 "layer '.*', read through GDAL" "$CANTON" run --regions "$tmp/c.$f" $demo --out "$tmp/$f"
done
cmp "$tmp/shp/regions.csv" "$tmp/gdb/regions.csv" || flunk "another plan from a geodatabase"
for f in c.tab c.dat c.map c.id; do grep -q "\"$f\"" "$tmp/tab/summary.json" || flunk "$f is no input"; done
grep -q '"a00000001.gdbtable"' "$tmp/gdb/summary.json" || flunk "the files of a geodatabase are no inputs"
cp -r "$tmp/c.gdb" "$tmp/alone/" && rm "$tmp/alone/canton-gdal"
expect 3 'c.gdb: is a geodatabase: convert it by `ogr2ogr' "$tmp/alone/canton" validate --regions "$tmp/alone/c.gdb"
if command -v zip > /dev/null; then
    mkdir "$tmp/two"; cp "$DATASETS"/us_counties.* "$tmp/two"
    (cd "$tmp" && zip -qr one.zip two && zip -qr gdb.zip c.gdb && cp c.geojson two/us_counties.geojson && zip -qr two.zip two)
    expect 0 '' "$CANTON" run --regions "$tmp/one.zip" $demo --out "$tmp/zip"
    cmp "$tmp/shp/regions.shp" "$tmp/zip/regions.shp" || flunk "other regions from an archive"
    expect 0 "layer 'us_counties'" "$CANTON" validate --regions "$tmp/gdb.zip" --code GEOID
    expect 3 "two.zip: has 2 layers of one kind" "$CANTON" validate --regions "$tmp/two.zip"
    expect 3 "two.zip: has 2 layers 'us_counties': unpack it" "$CANTON" validate --regions "$tmp/two.zip" --layer us_counties
    head -c 90000 "$tmp/one.zip" > "$tmp/cut.zip"
    expect 3 'cut.zip: is an archive without files, or one that is cut off' "$CANTON" validate --regions "$tmp/cut.zip"
else
    echo "skipped: no zip to make archives with"
fi
printf 'code,WKT\na,"CURVEPOLYGON(CIRCULARSTRING(0 0,1 1,2 0,1 -1,0 0))"\nb,"POLYGON((3 0,4 0,4 1,3 0))"\n' > "$tmp/curve.csv"
convert -f GPKG -nlt CURVEPOLYGON -a_srs EPSG:4326 "$tmp/curve.gpkg" "$tmp/curve.csv"
expect 0 '1 curve.gpkg: geometry has curves, drawn as short lines' "$CANTON" validate --regions "$tmp/curve.gpkg" --code code
finish
