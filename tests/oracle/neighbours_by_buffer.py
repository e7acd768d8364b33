"""Neighbours as GEOS sees them through a buffer, against canton's.

usage: neighbours_by_buffer.py LAYER.shp CODE canton.h5 [--distance 20] [--length 60]
                               [--recall 0.98] [--false 0.01]

Definition. Regions a and b are neighbours when the boundary of b inside a.buffer(distance) and the
boundary of a inside b.buffer(distance) are on average longer than `length`, by default three times
the distance: regions that touch at a corner see about 20 + 20 m of each other, so 60 m is more than
a corner. Pairs that share exactly equal segments are neighbours however short these are.
Distances are measured in an equal-area projection of its own for each part of the layer that is
more than 10 degrees of longitude from the others.

canton's neighbours are the pairs of /graph with a border: kinds 0 (shared border) and 4 (near).
Prints both numbers, the share found and the share that is false; exit 0 when they are within the
bounds, 1 when not, 0 with a message when geopandas or h5py is missing.
"""
import argparse
import sys

try:
    import geopandas
    import h5py
    import numpy
    from shapely.strtree import STRtree
except ImportError as missing:
    print("skipped:", missing)
    sys.exit(0)


def parts(layer):
    """The layer cut at gaps of more than 10 degrees of longitude, each projected."""
    west = layer.bounds.minx.to_numpy()
    order = numpy.argsort(west, kind="stable")
    reach = numpy.maximum.accumulate(layer.bounds.maxx.to_numpy()[order])
    cuts = numpy.nonzero(west[order][1:] > reach[:-1] + 10)[0] + 1
    for rows in numpy.split(order, cuts):
        part = layer.iloc[rows].reset_index(drop=True)
        x0, y0, x1, y1 = part.total_bounds
        yield part.to_crs(f"+proj=laea +lon_0={(x0 + x1) / 2} +lat_0={(y0 + y1) / 2} +units=m")


def facing_lengths(part, code, distance):
    """{(a, b): mean length of boundary within the other's buffer}, a < b."""
    shapes = [s if s.is_valid else s.buffer(0) for s in part.geometry]
    boundaries = [s.boundary for s in shapes]
    tree, number = STRtree(shapes), {id(s): i for i, s in enumerate(shapes)}
    codes, sums = part[code].astype(str).tolist(), {}
    for a, shape in enumerate(shapes):
        buffer = shape.buffer(distance)
        for hit in tree.query(buffer):
            b = number[id(hit)] if hasattr(hit, "geom_type") else int(hit)
            if codes[a] == codes[b] or not buffer.intersects(boundaries[b]):
                continue
            pair = tuple(sorted((codes[a], codes[b])))
            sums[pair] = sums.get(pair, 0) + buffer.intersection(boundaries[b]).length / 2
    return sums


def exact_pairs(layer, code):
    """Pairs that use one and the same segment."""
    users, pairs = {}, set()
    for name, shape in zip(layer[code].astype(str), layer.geometry):
        for polygon in getattr(shape, "geoms", [shape]):
            for ring in [polygon.exterior, *polygon.interiors]:
                points = list(ring.coords)
                for p, q in zip(points, points[1:]):
                    for other in users.setdefault((min(p, q), max(p, q)), []):
                        if other != name:
                            pairs.add((min(other, name), max(other, name)))
                    users[min(p, q), max(p, q)].append(name)
    return pairs


def canton_pairs(path):
    with h5py.File(path) as f:
        codes = [c.decode().rstrip("\0") for c in f["regions/code"][:]]
        indptr, indices = f["graph/indptr"][:], f["graph/indices"][:]
        kind, border = f["graph/kind"][:], f["graph/border_m"][:]
    rows = numpy.repeat(numpy.arange(len(codes)), numpy.diff(indptr))
    keep = (rows < indices) & ((kind == 0) | ((kind == 4) & (border > 0)))
    return {tuple(sorted((codes[a], codes[b]))) for a, b in zip(rows[keep], indices[keep])}


def main():
    p = argparse.ArgumentParser()
    p.add_argument("layer")
    p.add_argument("code")
    p.add_argument("h5")
    p.add_argument("--distance", type=float, default=20)
    p.add_argument("--length", type=float)
    p.add_argument("--recall", type=float, default=0.98)
    p.add_argument("--false", type=float, default=0.01, dest="most_false")
    o = p.parse_args()
    layer = geopandas.read_file(o.layer)
    layer = layer[layer.geometry.notna()].to_crs(4326)
    least = o.length if o.length is not None else 3 * o.distance
    want = exact_pairs(layer, o.code)
    n_exact = len(want)
    for part in parts(layer):
        want |= {k for k, m in facing_lengths(part, o.code, o.distance).items() if m > least}
    got = canton_pairs(o.h5)
    recall, wrong = len(want & got) / len(want), len(got - want) / len(got)
    print(f"exact {n_exact}, oracle {len(want)}, canton {len(got)}: "
          f"found {100 * recall:.3f} %, false {100 * wrong:.3f} %")
    for pair in sorted(want - got)[:20]:
        print("missed", *pair)
    for pair in sorted(got - want)[:20]:
        print("false", *pair)
    sys.exit(0 if recall >= o.recall and wrong <= o.most_false else 1)


main()
