#!/usr/bin/env python3
"""Fill the tables of bench/RESULTS.md from build/bench/*.tsv.

A table stands between <!-- table NAME --> and <!-- end -->. A table whose TSV is not there stays as it is, so tables can
be measured on different days; no figure is typed by hand."""
import csv
import glob
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
BENCH = os.path.join(HERE, "..", "build", "bench")
RESULTS = os.path.join(HERE, "RESULTS.md")

# name: (files, {column of the TSV: heading})
TABLES = {
    "plans": (["peers/metis.tsv"], {
        "instance": "instance", "tool": "plan", "feasible": "every band met", "worst_pct": "worst deviation %",
        "inertia_e6": "inertia, 10⁶", "vs_published_pct": "against best published %", "cut_edges": "cut edges",
        "bound_gap_pct": "above bound, at most %", "wall_s": "wall s", "cpu_s": "CPU s", "asked": "asked for"}),
    "small": (["small.tsv"], {c: c for c in (
        "map", "objective", "effort", "seeds", "least", "median", "most", "best known", "found by", "wall_s")}),
    "peers": (["peers/%s.tsv" % n for n in ("mapshaper", "libpysal", "geopandas", "postgis")], {
        "task": "task", "tool": "tool", "version": "version", "wall_s": "wall s", "cpu_s": "CPU s", "peak_mb": "peak MB",
        "ratio_to_canton": "× Canton, wall", "cpu_ratio": "× Canton, CPU", "asked": "asked for", "compared": "compared"}),
    "rates": (["rates.tsv"], {
        "layer": "layer", "part": "part, items", "n": "items", "threads": "threads", "wall_s": "wall s", "cpu_s": "CPU s",
        "rate": "million items / CPU s", "asked": "asked for"}),
    "kernels": (["kernels.tsv"], {
        "name": "kernel", "n": "n", "threads": "threads", "median_ms": "median ms", "min_ms": "least ms",
        "Mitems_per_s": "million items/s"}),
    "constants": (["constants.tsv"], {c: c for c in (
        "knob", "value", "half: figure %", "half: missed", "half: cpu", "double: figure %", "double: missed", "double: cpu", "instances")}),
    "jobs": (["end_to_end.tsv"], {
        "job": "job", "threads": "threads", "wall_s": "wall s", "cpu_s": "CPU s", "peak_mb": "peak MB", "read_s": "read",
        "join_s": "join", "graph_s": "graph", "cluster_s": "cluster", "balance_s": "balance", "measure_s": "measure",
        "write_s": "write", "ns_per_row": "a row adds, ns", "h5_sha256": "canton.h5", "exit": "exit"}),
}

ASKED = {  # (first cell, second cell): what the row is to reach
    ("us48_k250", "canton"): "≤ 1.1105e6 in ≤ 15 s", ("us48_k250", "canton effort 1"): "feasible in ≤ 3 s",
    ("us48_k250", "canton effort 8"): "≤ 1.105e6", ("us48_k100", "canton"): "≤ 2.90e6 in ≤ 15 s",
    ("us48_k100_1pct", "canton"): "feasible, ≤ 2.98e6, ≤ 30 s",
    ("dissolve, full layer, file to file", "mapshaper"): "≥ 8",
    ("neighbours, read and graph", "libpysal"): "≥ 60",
    ("join 1M accounts, with reading", "geopandas"): "≥ 100",
    ("join 1M accounts, with index", "postgis"): "≥ 20",
    ("us_zcta.shp", "layer decode, vertices"): "≥ 40", ("us_zcta.shp", "accounts, bytes"): "≥ 500",
    ("us_zcta.shp", "neighbours alone, vertices"): "≥ 20", ("us_zcta.shp", "dissolve and territories.shp, vertices"): "≥ 20",
    ("us_zcta_4pct.shp", "point in polygon, random, points"): "≥ 40",
    ("us_zcta.shp", "point in polygon, accounts, points"): "≥ 10",
    ("us_zcta.shp", "point in polygon, near borders, points"): "≥ 2",
    ("us_zcta.shp", "point in polygon, within a metre, points"): "≥ 2",
    ("us_zcta.shp", "read + join + graph + write, vertices"): "2 threads ≥ 1.7× 1 thread, wall",
}


def read_rows(files):
    """The rows of all files that are there; what has no tab is no row (make says what it compiles)."""
    rows = []
    for path in (os.path.join(BENCH, f) for f in files):
        if not os.path.exists(path):
            continue
        with open(path, newline="", encoding="utf-8") as f:
            lines = [x for x in csv.reader(f, delimiter="\t", quoting=csv.QUOTE_NONE) if len(x) > 1]
        rows += [dict(zip(lines[0], line)) for line in lines[1:]]
    return rows


def as_markdown(rows, columns):
    def line(cells):
        return "| " + " | ".join(c.replace("|", "\\|") for c in cells) + " |\n"
    for row in rows:
        row["asked"] = ASKED.get(tuple(list(row.values())[:2]), "")
    numeric = {c for c in columns if c != "version" and any(r.get(c) for r in rows)
               and all(re.fullmatch(r"-?[\d.]*(e[+-]?\d+)?", r.get(c, "")) for r in rows)}
    rule = "|" + "|".join(" ---: " if c in numeric else " --- " for c in columns) + "|\n"
    return line(columns.values()) + rule + "".join(line(r.get(c, "") for c in columns) for r in rows)


def machine():
    with open("/proc/cpuinfo") as f:
        model = re.search(r"model name\s*: (.*)", f.read())
    with open("/proc/meminfo") as f:
        memory = int(re.search(r"MemTotal: *(\d+)", f.read()).group(1)) / 2**20
    compiler = subprocess.run(["cc", "--version"], capture_output=True, text=True).stdout.split("\n")[0]
    commit = subprocess.run(["git", "-C", HERE, "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout
    return "%s, %d cores, %.0f GB, %s; commit %s\n" % (model.group(1) if model else "unknown processor",
                                                     len(os.sched_getaffinity(0)), memory, compiler, commit.strip())


def replace(text, name, body):
    pattern = r"(<!-- table %s -->\n).*?(<!-- end -->)" % name
    text, n = re.subn(pattern, lambda m: m.group(1) + body + m.group(2), text, flags=re.S)
    if n != 1:
        sys.exit("results.py: RESULTS.md has %d tables '%s'" % (n, name))
    return text


def main():
    with open(RESULTS, encoding="utf-8") as f:
        text = f.read()
    for name, (files, columns) in TABLES.items():
        rows = read_rows(files)
        if rows:
            text = replace(text, name, as_markdown(rows, columns))
        print("%s: %s" % (name, "%d rows" % len(rows) if rows else "nothing in build/bench, left as it is"))
    if glob.glob(os.path.join(BENCH, "**", "*.tsv"), recursive=True):
        text = replace(text, "machine", machine())
    with open(RESULTS, "w", encoding="utf-8") as f:
        f.write(text)


main()
