"""Territories dissolved: mapshaper -dissolve against Canton's assess, from file to file, the same territories.

The layers are the 4 % one and $CANTON_FULL (a full-resolution .shp with the same codes). What mapshaper does not do either is
switched off: bridges between islands and the search for borders that were drawn twice. The figures of territories.dbf are
worked out all the same."""
import csv
import os

import common
from common import row

LEAN = ["--bridges", "none", "--snap", "0"]
BIN = os.path.join(common.ROOT, "build/peers/node_modules/.bin")


def assignment(work):
    """code,territory of 250 territories, solved on the small layer."""
    h5py = common.module("h5py")
    out = os.path.join(work, "plan")
    common.timed([common.CANTON, "run", "--regions", common.layer(), "--accounts", common.data("accounts/us_zip_weights.csv"),
                  "--account-code", "code", "--join", "code", "--measure", "pop=column:population", "--k", "250",
                  "--effort", "1", "--layers", "h5", "--out", out], ok=(0, 4))
    path = os.path.join(work, "current.csv")
    with h5py.File(os.path.join(out, "canton.h5")) as h, open(path, "w", newline="") as f:
        table = csv.writer(f)
        table.writerow(["code", "territory"])
        table.writerows((c.decode(), t) for c, t in zip(h["regions/code"][:], h["regions/territory"][:]))
    return path


def areas(shp, field):
    """{territory: planar area of its polygons}"""
    table = common.module("geopandas").read_file(shp)
    return dict(zip(table[field].astype(int), table.geometry.area))


def worst_difference(a, b):
    if set(a) != set(b):
        return "different territories"
    return "%d territories, areas within %.1g" % (len(a), max(abs(a[t] / b[t] - 1) for t in a))


def compare(work, name, shp, current, program, repeat):
    assess = [common.CANTON, "assess", "--regions", shp, "--measure", "lat=field:INTPTLAT", "--current", current,
              *LEAN, "--overwrite", "--out"]
    prepared, ours, theirs = (os.path.join(work, d) for d in ("prepared", "ours", "theirs"))
    common.timed([*assess, prepared, "--layers", "regions"], ok=(0, 4))
    os.makedirs(theirs, exist_ok=True)
    out = os.path.join(theirs, "territories.shp")
    we = common.median([*assess, ours, "--layers", "territories"], ok=(0, 4), repeat=repeat)
    they = common.median([*program, "-i", os.path.join(prepared, "regions.shp"), "-dissolve", "TERR", "-o", out, "force"],
                       repeat=repeat)
    same = worst_difference(areas(os.path.join(ours, "territories.shp"), "TERR"), areas(out, "TERR"))
    version = common.timed([os.path.join(BIN, "mapshaper"), "-v"])
    task = "dissolve, %s layer, file to file" % name
    size = "%.0f MB .shp; " % (os.path.getsize(shp) / 1e6)  # says which layer it was, whatever it is called
    row(task, "canton", common.canton_version(), we, we,
        size + "assess --layers territories %s: read, graph, dissolve, measure, write" % " ".join(LEAN))
    row(task, "mapshaper", (version.out + version.err).split()[-1], they, we, size + "-dissolve TERR of the same; " + same)


def main(work):
    if not os.path.exists(os.path.join(BIN, "mapshaper")):
        raise common.Skip("mapshaper is not in build/peers (npm)")
    current = assignment(work)
    compare(work, "4 %", common.layer(), current, [os.path.join(BIN, "mapshaper")], common.REPEAT)
    full = os.environ.get("CANTON_FULL")
    if not full or not os.path.exists(full):
        raise common.Skip("the full layer: CANTON_FULL names no file")
    heap = os.environ.get("MAPSHAPER_HEAP", "16gb")
    compare(work, "full", full, current, [os.path.join(BIN, "mapshaper-xl"), heap], 1)


common.main(main)
