"""Plans side by side: Canton, METIS -contig on Canton's own graph, and the published plans, scored by one program.

Every plan is scored by `canton assess`: bands on both sides, contiguity, inertia (geocentric). Cut edges are counted
on the graph of canton.h5 without its bridges. Prints TSV of its own columns. Arguments choose instances."""
import csv
import json
import os
import sys

import common

COLUMNS = ["instance", "tool", "version", "feasible", "worst_pct", "inertia_e6", "vs_published_pct", "cut_edges", "wall_s",
           "cpu_s", "bound_gap_pct"]
STATES = ["AR", "OH", "PA", "SC", "TN", "VA", "WV"]


class Instance:
    """A job: its name, the options all its runs share, k and the tolerance in percent."""

    def __init__(self, name, k, tolerance, options, published=()):
        self.name, self.k, self.tolerance, self.published = name, k, tolerance, published
        self.options = [*options, "--tolerance", str(tolerance)]
        self.best_published = 0.0


def lower48(work):
    """Options of the 4 % layer without Alaska and Hawaii, census population by code."""
    source, shp = common.data("accounts/us_zip_weights.csv"), os.path.join(work, "us48.shp")
    weights = os.path.join(work, "us48.csv")
    with open(source, newline="") as f, open(weights, "w", newline="") as out:
        table = csv.DictReader(f)
        rows = [r for r in table if r["state"] not in ("AK", "HI")]
        to = csv.DictWriter(out, table.fieldnames)
        to.writeheader(), to.writerows(rows)
    keep_records(common.layer(), shp, {r["code"] for r in rows})
    return ["--regions", shp, "--accounts", weights, "--account-code", "code", "--join", "code",
            "--measure", "pop=column:population"]


def keep_records(source, target, codes):
    """Copy the records of a layer whose first field is one of the codes, byte for byte."""
    a, b = source[:-4], target[:-4]
    dbf, shp, shx = (open(a + e, "rb").read() for e in (".dbf", ".shp", ".shx"))
    head, size = int.from_bytes(dbf[8:10], "little"), int.from_bytes(dbf[10:12], "little")
    width = dbf[32 + 16]
    rows = [dbf[head + i * size:head + (i + 1) * size] for i in range(int.from_bytes(dbf[4:8], "little"))]
    kept = [i for i, r in enumerate(rows) if r[1:1 + width].decode().strip() in codes]
    index, bodies, at = [], [], 50
    for number, i in enumerate(kept, 1):
        start, words = (int.from_bytes(shx[100 + 8 * i + j:104 + 8 * i + j], "big") for j in (0, 4))
        bodies.append(number.to_bytes(4, "big") + shp[2 * start + 4:2 * start + 8 + 2 * words])
        index.append(at.to_bytes(4, "big") + words.to_bytes(4, "big"))
        at += 4 + words
    for ext, old, body in ((".shp", shp, b"".join(bodies)), (".shx", shx, b"".join(index))):
        with open(b + ext, "wb") as f:
            f.write(old[:24] + (50 + len(body) // 2).to_bytes(4, "big") + old[28:100] + body)
    with open(b + ".dbf", "wb") as f:
        f.write(dbf[:4] + len(kept).to_bytes(4, "little") + dbf[8:head] + b"".join(rows[i] for i in kept) + b"\x1a")
    with open(a + ".prj", "rb") as f, open(b + ".prj", "wb") as out:
        out.write(f.read())


def state(name, reference):
    """A state of hess_dev with the bands of its reference: target -+ 0.5 %."""
    path = common.data("hess_dev/%s.shp" % name)[:-4]
    plans = {kind: "%s.published_%s.csv" % (path, kind) for kind in ("shir", "cut", "lcut")}
    return Instance(name, int(reference[name]["k"]), 0.5,
                    ["--regions", path + ".shp", "--adjacency", path + ".edges.csv", "--measure", "pop=field:POP"],
                    [(kind, p) for kind, p in plans.items() if os.path.exists(p)])


def instances(work, wanted):
    if any(w.startswith("us48") for w in wanted):
        options = lower48(work)
        for name, k, tolerance in (("us48_k250", 250, 5), ("us48_k100", 100, 5), ("us48_k100_1pct", 100, 1)):
            if name in wanted:
                yield Instance(name, k, tolerance, options)
    with open(common.data("hess_dev/reference.csv"), newline="") as f:
        reference = {r["state"]: r for r in csv.DictReader(f)}
    for name in STATES:
        if name in wanted:
            yield state(name, reference)


def figures(out):
    """The plan's figures from the summary and the graph of an output directory."""
    with common.module("h5py").File(os.path.join(out, "canton.h5")) as h:
        territory, graph = h["regions/territory"][:], h["graph"]
        indptr, indices, kind = graph["indptr"][:], graph["indices"][:], graph["kind"][:]
        pop = h["regions/measures/pop"][:]
        codes = [c.decode() for c in h["regions/code"][:]]
    numpy = common.module("numpy")
    source = numpy.repeat(numpy.arange(len(territory)), numpy.diff(indptr))
    cut = int(((territory[source] != territory[indices]) & (kind != 2)).sum()) // 2
    with open(os.path.join(out, "summary.json")) as f:
        summary = json.load(f)
    return {"summary": summary, "cut": cut, "indptr": indptr, "indices": indices, "pop": pop, "codes": codes}


def score(instance, current, out):
    common.timed([common.CANTON, "assess", *instance.options, "--current", current, "--layers", "h5", "--overwrite",
                  "--out", out], ok=(0, 4))
    return figures(out)


def feasible(f):
    plan = f["summary"]["plan"]
    return plan["territories_outside_bands"] == 0 and plan["territories_not_contiguous"] == 0


def distinct(published):
    """(names, path) of the published plans; the same plan under several names comes once."""
    names = {}
    for kind, path in published:
        with open(path, "rb") as f:
            names.setdefault(f.read(), ([], path))[0].append(kind)
    return [(", ".join(kinds), path) for kinds, path in names.values()]


def row(instance, tool, version, f, use=None):
    plan, measure = f["summary"]["plan"], f["summary"]["measures"][0]
    missed = "no: %d outside, %d in parts" % (plan["territories_outside_bands"], plan["territories_not_contiguous"])
    against = "%.2f" % (100 * (plan["inertia"] / instance.best_published - 1)) if instance.best_published else ""
    gap = "%.2f" % (100 * plan["gap"]) if feasible(f) and plan.get("gap") is not None else ""
    cells = [instance.name, tool, version, "yes" if feasible(f) else missed, "%.2f" % measure["worst_deviation_pct"],
             "%.6g" % (plan["inertia"] / 1e6), against, str(f["cut"]), "%.2f" % use.wall if use else "",
             "%.2f" % use.cpu if use else "", gap]
    print("\t".join(cells), flush=True)


def solve(work, instance, name, *options):
    """Canton's own plan, written with nothing but the HDF5 file; it is assessed like the others."""
    out = os.path.join(work, "run")
    use = common.timed([common.CANTON, "run", *instance.options, "--k", str(instance.k), "--layers", "h5", "--overwrite",
                        "--out", out, *options], ok=(0, 4))
    row(instance, name, common.canton_version(), figures(out), use)
    return figures(out)


def by_metis(work, instance, base):
    """Partition Canton's graph with gpmetis -contig and score the partition."""
    gpmetis = common.tool("gpmetis", "metis")
    path, n = os.path.join(work, "graph"), len(base["pop"])
    with open(path, "w") as f:
        f.write("%d %d 010\n" % (n, len(base["indices"]) // 2))
        for i in range(n):
            near = base["indices"][base["indptr"][i]:base["indptr"][i + 1]] + 1
            f.write("%d %s\n" % (base["pop"][i], " ".join(map(str, near))))
    # -ncuts: the best of ten; -ufactor is one-sided, in thousandths
    use = common.timed([gpmetis, "-contig", "-ncuts=10", "-seed=1", "-ufactor=%d" % round(10 * instance.tolerance), path,
                        str(instance.k)])
    current = os.path.join(work, "metis.csv")
    with open("%s.part.%d" % (path, instance.k)) as f, open(current, "w") as out:
        out.write("code,territory\n")
        out.writelines("%s,%d\n" % (c, int(p) + 1) for c, p in zip(base["codes"], f))
    row(instance, "metis -contig -ncuts=10", "5", score(instance, current, os.path.join(work, "assess")), use)


def main(work):
    known = ["us48_k250", "us48_k100", "us48_k100_1pct", *STATES]
    wanted = sys.argv[1:] or known
    for instance in instances(work, wanted):
        plans = [(kinds, score(instance, path, os.path.join(work, "assess"))) for kinds, path in distinct(instance.published)]
        instance.best_published = min((f["summary"]["plan"]["inertia"] for _, f in plans if feasible(f)), default=0.0)
        for kinds, f in plans:
            row(instance, "published " + kinds, "", f)
        base = solve(work, instance, "canton")
        solve(work, instance, "canton objective inertia", "--objective", "inertia")
        if instance.name.startswith("us48"):
            solve(work, instance, "canton effort 1", "--effort", "1")
            solve(work, instance, "canton effort 8", "--effort", "8")
        else:
            solve(work, instance, "canton objective cut", "--objective", "cut")
        by_metis(work, instance, base)


if sys.argv[1:] == ["--columns"]:
    print("\t".join(COLUMNS))
elif __name__ == "__main__":
    common.main(main)
