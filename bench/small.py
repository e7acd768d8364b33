#!/usr/bin/env python3
"""Plans of small maps from many seeds, as TSV, also kept as build/bench/small.tsv.

    CANTON_DATA=... bench/small.py [--seeds 20] [--best 8]

Whole counties and narrow bands: Iowa (99 counties) in 4 districts +-0.5 %, North Carolina (100) in 8 by births +-1 %,
each for least inertia, border (km) and cut edges. The best known is the best of all runs and of one more at effort
--best. Seconds are those of a person waiting, the middle of all seeds."""
import argparse
import os
import statistics
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "peers"))
import common  # noqa: E402

MAPS = (
    ("Iowa", "small/ia/IA_counties.shp", ["--measure", "pop=field:TOTPOP", "--k", "4", "--tolerance", "0.5"]),
    ("North Carolina", "small/nc.shp", ["--measure", "births=field:BIR74", "--k", "8", "--tolerance", "1"]),
)
OBJECTIVES = {"inertia": "inertia=1", "border": "border=1,inertia=0", "cut": "cut=1,inertia=0"}
COLUMNS = ["map", "objective", "effort", "seeds", "least", "median", "most", "best known", "found by", "wall_s"]


def figure(objective, out):
    """Inertia / 1e6, km of border or edges cut."""
    numpy, h5py = common.module("numpy"), common.module("h5py")
    with h5py.File(os.path.join(out, "canton.h5")) as h:
        part, graph = h["regions/territory"][:], h["graph"]
        indptr, indices, border_m = graph["indptr"][:], graph["indices"][:], graph["border_m"][:]
        inertia = h["territories/inertia"][:].sum() if "territories/inertia" in h else None
    cut = numpy.repeat(part, numpy.diff(indptr)) != part[indices]
    if objective == "inertia":
        return inertia / 1e6
    return (cut.sum() if objective == "cut" else border_m[cut].sum() / 1e3) / 2


def run(options, objective, effort, seed, out):
    """(figure, wall seconds); no figure where a band is missed."""
    use = common.timed([common.CANTON, "run", *options, "--objective", OBJECTIVES[objective], "--effort", effort, "--seed", seed,
                        "--layers", "h5", "--overwrite", "--out", out], ok=(0, 4))
    return (None if "error:" in use.err else figure(objective, out)), use.wall


def main(work):
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--seeds", type=int, default=20)
    ask.add_argument("--best", type=int, default=8)
    args = ask.parse_args()
    os.makedirs(os.path.join(common.ROOT, "build/bench"), exist_ok=True)
    with open(os.path.join(common.ROOT, "build/bench/small.tsv"), "w", encoding="utf-8") as kept:
        def put(cells):
            line = "\t".join(str(c) for c in cells) + "\n"
            kept.write(line)
            sys.stdout.write(line)
            sys.stdout.flush()
        put(COLUMNS)
        out = os.path.join(work, "out")
        for name, path, options in MAPS:
            options = ["--regions", common.data(path), *options]
            for objective in OBJECTIVES:
                runs = {e: [run(options, objective, e, s + 1, out) for s in range(args.seeds)] for e in (1, 3, 5)}
                longest = run(options, objective, args.best, 1, out)[0]
                best = min(f for f in [longest] + [f for r in runs.values() for f, _ in r] if f is not None)
                for effort, of in runs.items():
                    found = [f for f, _ in of if f is not None]
                    hits = sum(f <= best * (1 + 1e-9) for f in found)
                    put([name, objective, effort, "%d of %d" % (len(found), args.seeds), *("%.6g" % f(found) for f in (
                        min, statistics.median, max)), "%.6g" % best, hits, "%.2f" % statistics.median(w for _, w in of)])


common.main(main)
