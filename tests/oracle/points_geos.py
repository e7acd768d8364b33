#!/usr/bin/env python3
"""Agreement of the point join with GEOS: every difference is listed with its reason.

  points_geos.py --canton build/release/canton LAYER.shp [--points 1000000] [--keep DIR]

A third of the points lies anywhere in the layer's box, a third within some 300 m of a vertex, a sixth within a
metre of one, a sixth exactly on vertices. GEOS answers with prepared polygons, each prepared once for all points: a
point is in the region that contains it, else in one that touches it; among several the smallest code wins. Ten
million points on the full ZCTA layer take some two minutes. Exit 0: no difference, or only such as the
rule for borders explains; 1: any other; 77: shapely, geopandas or numpy is missing (skipped).
"""
import argparse
import os
import subprocess
import sys
import tempfile

try:
    import geopandas
    import numpy as np
    import shapely
except ImportError as e:
    print("skipped: %s" % e)
    sys.exit(77)

def modern():
    return int(shapely.__version__.split(".")[0]) >= 2


def contains(polygon, x, y):
    """Which points are strictly inside."""
    if modern():
        shapely.prepare(polygon)
        return shapely.contains_xy(polygon, x, y)
    import shapely.vectorized as vectorized
    return vectorized.contains(polygon, x, y)


def covers(polygon, x, y):
    """Which points are inside or on the border. The prepared `intersects` of GEOS asks its index of edges; `touches`
    would relate every point to the whole polygon."""
    if modern():
        shapely.prepare(polygon)
        return shapely.intersects_xy(polygon, x, y)
    from shapely.geometry import Point
    from shapely.prepared import prep
    prepared = prep(polygon)
    return np.fromiter((prepared.intersects(Point(p)) for p in zip(x, y)), bool, len(x))


def code_field(table):
    """The first text field whose values are all different, as Canton guesses it."""
    for name in table.columns:
        if name != "geometry" and table[name].dtype == object and table[name].is_unique:
            return name
    raise SystemExit("no field of unique codes in the layer")


def vertices_of(shapes):
    out = []
    for shape in shapes:
        for part in getattr(shape, "geoms", [shape]):
            for ring in [part.exterior, *part.interiors]:
                out.append(np.asarray(ring.coords)[:-1, :2])
    return np.concatenate(out)


def make_points(vertices, n, seed):
    rng = np.random.default_rng(seed)
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    width = np.repeat([0.006, 2e-5, 0.0], [n // 3, n // 6, n // 6])
    near = vertices[rng.integers(len(vertices), size=len(width))]
    near = near + (rng.random((len(width), 2)) - 0.5) * width[:, None]
    points = np.concatenate([low + rng.random((n - len(width), 2)) * (high - low), near])
    return points[rng.permutation(len(points))]


def first_shape(shapes, points, is_in, first):
    """first[p] = index of the first shape that is_in() finds point p in, where it is still -1. Shapes are prepared once."""
    open_points = np.flatnonzero(first < 0)
    by_x = open_points[np.argsort(points[open_points, 0], kind="stable")]
    x, y = points[by_x, 0], points[by_x, 1]
    for i, shape in enumerate(shapes):
        for part in getattr(shape, "geoms", [shape]):
            x0, y0, x1, y1 = part.bounds
            a, b = np.searchsorted(x, x0, "left"), np.searchsorted(x, x1, "right")
            at = a + np.flatnonzero((y[a:b] >= y0) & (y[a:b] <= y1))
            at = at[first[by_x[at]] < 0]
            if len(at):
                first[by_x[at[is_in(part, x[at], y[at])]]] = i
        if i % 1000 == 0:
            print("# %s: %d of %d shapes" % (is_in.__name__, i, len(shapes)), file=sys.stderr, flush=True)


def answer_by_geos(shapes, points):
    """Index of the first shape each point is strictly in, else of the first it is on the border of, -1 = none; is it
    on a border?"""
    first = np.full(len(points), -1, np.int64)
    first_shape(shapes, points, contains, first)
    is_inside = first >= 0
    first_shape(shapes, points, covers, first)
    return first, (first >= 0) & ~is_inside


def answer_by_canton(canton, layer, field, points, folder):
    """Code of each point's region, '' = none."""
    csv, out = os.path.join(folder, "points.csv"), os.path.join(folder, "out")
    with open(csv, "w") as f:
        f.write("account_id,lon,lat\n")
        f.writelines("%d,%r,%r\n" % (i, x, y) for i, (x, y) in enumerate(points.tolist()))
    job = [canton, "run", "--regions", layer, "--code", field, "--accounts", csv, "--join", "point", "--nearest", "0",
           "--measure", "n=count", "--k", "20", "--effort", "1", "--layers", "assignments", "--out", out, "--overwrite",
           "--quiet"]
    code = subprocess.run(job).returncode
    if code not in (0, 4):  # 4: no plan within the bands, of no interest here
        raise SystemExit("canton: exit %d" % code)
    answer = np.full(len(points), "", dtype="U16")
    with open(os.path.join(out, "assignments.csv")) as f:
        names = next(f).rstrip("\n").split(",")
        account, region = names.index("account_id"), names.index("region")
        for line in f:
            cell = line.rstrip("\n").split(",")
            answer[int(cell[account])] = cell[region]
    return answer


def reason(point, ours, theirs, shapes, codes):
    """Why the answers may differ: (explained, text)."""
    from shapely.geometry import Point
    p = Point(*point)
    at = {code: i for i, code in enumerate(codes)}
    far = {c: shapes[at[c]].boundary.distance(p) for c in (ours, theirs) if c}
    on = [c for c in far if far[c] == 0.0]
    invalid = [c for c in far if not shapes[at[c]].is_valid]
    if invalid:
        return True, "polygon is not valid: " + " ".join(invalid)
    if len(on) == len(far):
        return True, "on the border of " + " ".join(on)
    return False, "distances to the borders " + " ".join("%s %.3g" % d for d in far.items())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("layer")
    parser.add_argument("--canton", required=True)
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", help="folder for points.csv and Canton's answers")
    o = parser.parse_args()

    table = geopandas.read_file(o.layer)
    field = code_field(table)
    table = table.sort_values(field, kind="stable")
    shapes, codes = list(table.geometry), np.array(table[field].tolist())
    points = make_points(vertices_of(shapes), o.points, o.seed)
    folder = o.keep or tempfile.mkdtemp()
    os.makedirs(folder, exist_ok=True)
    ours = answer_by_canton(o.canton, o.layer, field, points, folder)
    first, border = answer_by_geos(shapes, points)
    theirs = np.where(first >= 0, codes[first], "")
    n_different = n_unexplained = 0
    for i in np.flatnonzero(theirs != ours):
        x, y = points[i]
        is_explained, text = reason((x, y), ours[i], theirs[i], shapes, codes)
        n_different += 1
        n_unexplained += not is_explained
        print("%.17g,%.17g\tcanton %s\tgeos %s\t%s%s" % (x, y, ours[i] or "-", theirs[i] or "-", text,
                                                        "" if is_explained else "\tUNEXPLAINED"), flush=True)
    print("%d points, %d in a region, %d on a border, GEOS %s: %d different, %d unexplained"
          % (len(points), (first >= 0).sum(), border.sum(), getattr(shapely, "geos_version_string", None) or
             ".".join(map(str, shapely.geos.geos_version)), n_different, n_unexplained))
    sys.exit(1 if n_unexplained else 0)


main()
