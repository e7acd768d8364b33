"""Accounts to regions: GeoPandas' sjoin (R-tree, GEOS) against Canton's join, 1M points on the 4 % layer."""
import os

import common
from common import row


def by_geopandas(shp, csv):
    """Usage of reading and of joining, and {account: code}."""
    geopandas, pandas = common.module("geopandas"), common.module("pandas")
    common.module("rtree")

    def read():
        table = pandas.read_csv(csv, usecols=["account_id", "lon", "lat"])
        points = geopandas.GeoDataFrame(table[["account_id"]], geometry=geopandas.points_from_xy(table.lon, table.lat),
                                        crs="EPSG:4326")
        return geopandas.read_file(shp).to_crs("EPSG:4326"), points

    reading, (regions, points) = common.in_process(read)
    joining, found = common.in_process(lambda: geopandas.sjoin(points, regions, predicate="within", how="inner"))
    return reading, joining, found[["account_id", common.code_field(shp)]]


def agreement(found, assignments):
    """Share of GeoPandas' answers that Canton gives too."""
    pandas = common.module("pandas")
    ours = pandas.read_csv(assignments, dtype=str)
    both = found.astype(str).merge(ours, on="account_id")
    same = (both.iloc[:, 1] == both["region"]).sum()
    return "%d of %d answers the same" % (same, len(found))


def main(work):
    geopandas = common.module("geopandas")
    shp, csv = common.layer(), common.accounts(work)
    job = ["--regions", shp, "--accounts", csv, "--join", "point", "--nearest", "0"]
    ours = common.median([common.CANTON, "validate", *job])
    common.timed([common.CANTON, "run", *job, "--k", "20", "--effort", "1", "--layers", "assignments",
                  "--out", os.path.join(work, "out")], ok=(0, 4))
    reading, joining, found = by_geopandas(shp, csv)
    same = agreement(found, os.path.join(work, "out", "assignments.csv"))

    version, theirs = canton_and("geopandas", geopandas.__version__)
    both = common.Usage(reading.wall + joining.wall, reading.cpu + joining.cpu, joining.peak_mb)
    join, upto = common.stage_sum(ours, "join"), common.stage_sum(ours, "read", "join")
    row("join 1M accounts, alone", *version, join, join, "stage join, index made in it")
    row("join 1M accounts, alone", *theirs, joining, join, "sjoin within, index made in it; " + same)
    row("join 1M accounts, with reading", *version, upto, upto, "stages read and join")
    row("join 1M accounts, with reading", *theirs, both, upto, "read_csv, points, read_file, sjoin; imports not counted")
    row("join 1M accounts, canton's whole process", *version, ours, ours, "validate: read, join, and the graph too")
    row("join 1M accounts, canton's whole process", *theirs, both, ours, "as above, without a graph")


def canton_and(tool, version):
    return ("canton", common.canton_version()), (tool, version)


common.main(main)
