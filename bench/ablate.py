#!/usr/bin/env python3
"""What half and double of each constant of the solver come to (kernels/prim/knob.h), as TSV.

    make ablate && CANTON_DATA=... bench/ablate.py [--knobs REGEX] [--instances NAME,...] [--table FILE] [--summary]

Every instance runs once as it is, noting which constants it reads, and then with half and with double of each of
these (of 0.95 or 1.05 half and twice the distance from 1; whole numbers rounded, at least 1; no more than there is
room for). One run at a time, on one thread. Rows are appended to the table (build/bench/ablate.tsv), which names what
has been done already: an interrupted bench goes on where it was. --summary prints one line a constant, from the table.

Instances: demo; us48 (lower 48, k = 250, +-5 %) and us48_fast, the same at --effort 1, which needs the rescue; AR, SC,
OH of hess_dev, +-0.5 %; nc, 100 counties in 16 territories, which cannot all be met; two, two measures of 506 tracts;
two_hard, which misses some; certify, AR with --certify, of which the figure is the bound (less is worse). All with
--objective inertia: the figure is inertia, and what --shape trades it for would read as a loss."""
import argparse
import csv
import hashlib
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
os.environ.setdefault("CANTON", os.path.join(ROOT, "build/ablate/canton"))
sys.path.insert(0, os.path.join(HERE, "peers"))
import common  # noqa: E402
import plans  # noqa: E402

COLUMNS = ["instance", "knob", "times", "value", "exit", "figure", "missed", "worst_pct", "cpu_s", "plan"]
CHEAP_FIRST = ["AR", "us48_fast", "nc", "two", "SC", "certify", "demo", "us48", "OH", "two_hard"]
SLOWEST = 8  # a run that takes so many times as long as the instance as it is is given up


def options_of(name, work):
    """The job of an instance, without its output."""
    if name == "demo":
        return [os.path.join(ROOT, "datasets/demo.ini")]
    if name.startswith("us48"):
        return [*plans.lower48(work), "--k", "250", "--tolerance", "5", *(["--effort", "1"] if name == "us48_fast" else [])]
    if name == "nc":
        return ["--regions", common.data("small/nc.shp"), "--measure", "births=field:BIR74", "--k", "16", "--tolerance", "2"]
    if name == "two":
        return ["--regions", common.data("small/boston_tracts.shp"), "--code", "TRACT", "--measure", "people=field:POP",
                "--measure", "units=field:units", "--k", "8", "--tolerance", "5"]
    if name == "two_hard":
        return ["--regions", common.data("small/nc.shp"), "--measure", "births=field:BIR74", "--measure", "deaths=field:SID74",
                "--k", "8", "--tolerance", "3"]
    with open(common.data("hess_dev/reference.csv"), newline="") as f:
        reference = {r["state"]: r for r in csv.DictReader(f)}
    state = plans.state("AR" if name == "certify" else name, reference)
    return [*state.options, "--k", str(state.k), *(["--certify"] if name == "certify" else [])]


def knobs():
    """{name: (value, kind, most)} of the program."""
    text = subprocess.run([common.CANTON], env={**os.environ, "CANTON_KNOBS": "list"}, capture_output=True, text=True).stdout
    rows = [line.split("\t") for line in text.splitlines()]
    return {name: (float(value), kind, float(most)) for name, value, kind, most in rows}


def changed(value, kind, most, times):
    """The value to try, None where it is the same."""
    if kind != "whole" and 0.8 < value < 1.25 and value != 1:
        other = 1 + times * (value - 1)
    else:
        other = value * times
    if kind == "whole":
        other = max(1, round(other))
        other = min(other, most) if most else other
    return None if other == value else other


def run(options, work, environment, limit_s):
    """(exit, figure, missed, worst_pct, cpu_s, digest) of one run."""
    out = os.path.join(work, "out")
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    try:
        ended = subprocess.run([common.CANTON, "run", *options, "--objective", "inertia", "--threads", "1", "--layers", "regions-csv",
                                "--overwrite", "--out", out],
                               env={**os.environ, "OMP_WAIT_POLICY": "passive", **environment}, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit_s,) * 2))
    except OSError as why:
        raise common.Skip(str(why))
    cpu = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    if ended.returncode not in (0, 4):
        return [str(ended.returncode), "", "", "", "%.2f" % cpu, ""]
    with open(os.path.join(out, "summary.json")) as f:
        summary = json.load(f)
    with open(os.path.join(out, "regions.csv"), "rb") as f:
        digest = hashlib.sha256(f.read()).hexdigest()[:12]
    plan, measures = summary["plan"], summary["measures"]
    figure = plan["certified_bound"] if "--certify" in options else plan["inertia"]
    return [str(ended.returncode), "%.8g" % figure, str(sum(m["territories_missed"] for m in measures)),
            "%.3f" % max(m["worst_deviation_pct"] for m in measures), "%.2f" % cpu, digest]


class Table:
    """Rows done so far, on disk."""

    def __init__(self, path):
        self.path, self.rows = path, {}
        if os.path.exists(path):
            with open(path, newline="") as f:
                for r in csv.DictReader(f, delimiter="\t"):
                    self.rows[r["instance"], r["knob"], r["times"]] = r

    def add(self, *cells):
        is_new = not os.path.exists(self.path)
        with open(self.path, "a") as f:
            if is_new:
                f.write("\t".join(COLUMNS) + "\n")
            f.write("\t".join(cells) + "\n")
        print("\t".join(cells), flush=True)
        self.rows[cells[:3]] = dict(zip(COLUMNS, cells))


def base(table, name, options, work):
    """The instance as it is; the constants it reads are kept beside the table."""
    used = "%s.%s.used" % (table.path, name)
    if (name, "", "1") not in table.rows or not os.path.exists(used):
        run(options, work, {"CANTON_KNOBS": "used", "CANTON_KNOBS_USED": used}, 3600)
        table.add(name, "", "1", "", *run(options, work, {}, 3600))
    with open(used) as f:
        return set(f.read().split())


def bench(work, args, table):
    of = {k: v for k, v in knobs().items() if re.search(args.knobs, k)}
    for name in args.instances.split(","):
        try:
            options = options_of(name, work)
        except common.Skip as why:
            print("ablate.py: %s skipped: %s" % (name, why), file=sys.stderr)
            continue
        used = base(table, name, options, work)
        limit_s = int(SLOWEST * float(table.rows[name, "", "1"]["cpu_s"])) + 2
        for knob in sorted(set(of) & used):
            for times in (0.5, 2):
                value = changed(*of[knob], times)
                if value is None or (name, knob, "%g" % times) in table.rows:
                    continue
                setting = {"CANTON_KNOBS": "%s=%.17g" % (knob, value)}
                table.add(name, knob, "%g" % times, "%g" % value, *run(options, work, setting, limit_s))


def usual_times(table):
    """{instance: seconds as it is}: the middle one of all runs that came to the same bytes, for single ones are noisy."""
    same = {}
    for (name, _, _), r in table.rows.items():
        if r["plan"] == table.rows[name, "", "1"]["plan"]:
            same.setdefault(name, []).append(float(r["cpu_s"]))
    return {name: max(statistics.median(seconds), 1e-2) for name, seconds in same.items()}


def compared(table, knob, times):
    """(figure % on average, most it is worse by and where, missed, cpu ratio) against the instances as they are."""
    figures, ratios, missed = {}, [], 0
    usual = usual_times(table)
    for (name, k, t), r in table.rows.items():
        if k != knob or t != times:
            continue
        was = table.rows[name, "", "1"]
        if not r["figure"]:
            return "fails on %s" % name, "", ""
        missed += int(r["missed"]) - int(was["missed"])
        ratios.append(float(r["cpu_s"]) / usual[name])
        sign = -1 if name == "certify" else 1
        figures[name] = 100 * sign * (float(r["figure"]) / float(was["figure"]) - 1)
    if not figures:
        return "", "", ""
    worst = max(figures, key=lambda n: figures[n])
    text = "%+.2f" % statistics.mean(figures.values())
    text += " (%s %+.2f)" % (worst, figures[worst]) if any(figures.values()) else " same"
    return text, "%+d" % missed, "%.2f" % statistics.median(ratios)


def summary(table):
    print("\t".join(["knob", "value", "half: figure %", "half: missed", "half: cpu", "double: figure %", "double: missed", "double: cpu",
                     "instances"]))
    for knob, (value, kind, _) in sorted(knobs().items()):
        n = len({name for name, k, _ in table.rows if k == knob})
        cells = [*compared(table, knob, "0.5"), *compared(table, knob, "2")]
        print("\t".join([knob, "column" if kind == "column" else "%g" % value, *cells, str(n)]))


def main(work):
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--knobs", default="", help="only constants whose name matches")
    p.add_argument("--instances", default=",".join(CHEAP_FIRST))
    p.add_argument("--table", default=os.path.join(ROOT, "build/bench/ablate.tsv"))
    p.add_argument("--summary", action="store_true")
    args = p.parse_args()
    os.makedirs(os.path.dirname(args.table), exist_ok=True)
    table = Table(args.table)
    summary(table) if args.summary else bench(work, args, table)


common.main(main)
