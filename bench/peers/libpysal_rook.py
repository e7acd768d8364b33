"""Neighbours by shared borders: libpysal's Rook weights against Canton's read and graph.

Two rows for Canton: one with what libpysal does not do either switched off (bridges between islands, the search for borders
that were drawn twice), and one as it comes."""
import common
from common import row


LEAN = ["--bridges", "none", "--snap", "0"]


def main(work):
    libpysal, geopandas = common.module("libpysal"), common.module("geopandas")
    shp = common.layer()
    validate = [common.CANTON, "validate", "--regions", shp, "--measure", "lat=field:INTPTLAT"]
    lean, full = common.median([*validate, *LEAN]), common.median(validate)
    graph = common.stage_sum(lean, "graph")

    read, table = common.in_process(lambda: geopandas.read_file(shp))
    rook, weights = common.in_process(lambda: libpysal.weights.Rook.from_dataframe(table, silence_warnings=True))
    theirs = common.Usage(read.wall + rook.wall, read.cpu + rook.cpu, rook.peak_mb)

    pairs = sum(len(v) for v in weights.neighbors.values()) // 2
    what = "%d pairs of neighbours" % pairs
    version, mine = ("libpysal", libpysal.__version__), common.canton_version()
    said = [line for line in lean.err.splitlines() if "share a border" in line]
    note = " ".join(LEAN) + "; whole process; " + (said[0].strip(" -") if said else "")
    row("neighbours, read and graph", "canton", mine, lean, lean, note)
    row("neighbours, read and graph", *version, theirs, lean, "read_file + Rook.from_dataframe, imports not counted; " + what)
    row("neighbours, bridges and snap pass too", "canton", mine, full, full, "whole process")
    row("neighbours, bridges and snap pass too", *version, theirs, full, "as above, without them")
    row("neighbours, graph alone", "canton", mine, graph, graph, "stage graph, " + " ".join(LEAN))
    row("neighbours, graph alone", *version, rook, graph, "Rook.from_dataframe; " + what)


common.main(main)
