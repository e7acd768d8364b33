"""Neighbours by shared borders: libpysal's Rook weights against Canton's read and graph."""
import common
from common import row


def main(work):
    libpysal, geopandas = common.module("libpysal"), common.module("geopandas")
    shp = common.layer()
    ours = common.median([common.CANTON, "validate", "--regions", shp, "--measure", "lat=field:INTPTLAT"])
    graph = common.stage_sum(ours, "graph")

    read, table = common.in_process(lambda: geopandas.read_file(shp))
    rook, weights = common.in_process(lambda: libpysal.weights.Rook.from_dataframe(table, silence_warnings=True))
    theirs = common.Usage(read.wall + rook.wall, read.cpu + rook.cpu, rook.peak_mb)

    pairs = sum(len(v) for v in weights.neighbors.values()) // 2
    what = "%d pairs of neighbours" % pairs
    said = [line for line in ours.err.splitlines() if "share a border" in line]
    mine = said[0].strip(" -") if said else ""
    version = "libpysal", libpysal.__version__
    row("neighbours, read and graph", "canton", common.canton_version(), ours, ours, "whole process; " + mine)
    row("neighbours, read and graph", *version, theirs, ours, "read_file + Rook.from_dataframe, imports not counted; " + what)
    row("neighbours, graph alone", "canton", common.canton_version(), graph, graph, "stage graph, with bridges")
    row("neighbours, graph alone", *version, rook, graph, "Rook.from_dataframe; " + what)


common.main(main)
