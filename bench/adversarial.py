#!/usr/bin/env python3
"""Time and memory of 'canton validate' on layers made to be slow, as TSV.

    make && bench/adversarial.py [--families NAME,...] [--kb 250,500,1000,2000] [--limit SECONDS]

Of every family there is one layer of each size, the .shp of about so many kB. A row: family, kB, vertices, exit code,
CPU seconds, peak MB, and what these are above those of a layer of one square: seconds a MB of .shp, and bytes for
each of its bytes. growth is the time a MB against that of the size before: 1 is linear, 2 quadratic. A run that takes
longer than the limit is stopped by SIGTERM; heard_s is how long it took to end then, and it is asked to be below 1 s."""
import argparse
import math
import os
import random
import resource
import signal
import struct
import subprocess
import tempfile
import time

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
CANTON = os.environ.get("CANTON", os.path.join(ROOT, "build/release/canton"))
WGS84 = ('GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
         'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]')


def square(x, y, side):
    """Clockwise: a shell."""
    return [(x, y), (x, y + side), (x + side, y + side), (x + side, y), (x, y)]


def around(n, radius):
    return [(-90 + radius * math.cos(-2 * math.pi * i / n), 40 + radius * math.sin(-2 * math.pi * i / n)) for i in range(n)]


# A family takes a number of vertices and gives records, each a list of rings.

def nested_rings(n):
    return [[square(-95 - 4 * i / n, 40 - 4 * i / n, 8 * i / n)[:: 1 if i % 2 else -1] for i in range(n // 5, 0, -1)]]


def nested_records(n):
    return [[square(-95 - 4 * i / n, 40 - 4 * i / n, 8 * i / n)] for i in range(n // 5, 0, -1)]


def many_rings(n):
    return [[square(-100 + i % 1000 * .01, 30 + i // 1000 * .01, .004)[:: 1 if i % 2 else -1] for i in range(n // 5)]]


def comb(n):
    teeth = [(-100 + 10 * i / n, 40 if i // 2 % 2 else 30) for i in range(n)]
    return [[[(-100, 29)] + teeth + [(-90, 29), (-100, 29)]]]


def two_combs(n):
    """Whose teeth fill the gaps of each other."""
    m = n // 2
    teeth = [(-100 + 10 * i / m, 40 if i // 2 % 2 else 30) for i in range(m)]
    return [[[(-100, 29)] + teeth + [(-90, 29), (-100, 29)]], [[(-100, 41), (-90, 41)] + teeth[::-1] + [(-100, 41)]]]


def spiral(n):
    def arm(radius):
        m = n // 2
        return [(-90 + (radius + 4 * i / m) * math.cos(-40 * math.pi * i / m), 40 + (radius + 4 * i / m) * math.sin(-40 * math.pi * i / m))
                for i in range(m)]
    outer, inner = arm(1.05), arm(1)
    return [[outer + inner[::-1] + outer[:1]]]


def fan(n):
    """Records that all meet in one point."""
    rim = around(n // 4, 5)
    return [[[(-90, 40), rim[i], rim[(i + 1) % len(rim)], (-90, 40)]] for i in range(len(rim))]


def fan_of_rings(n):
    rim = around(n // 2, 5)
    return [[[(-90, 40), rim[2 * i], rim[2 * i + 1], (-90, 40)] for i in range(len(rim) // 2)]]


def coincident(n):
    return [[square(-100, 30, 10)] for _ in range(n // 5)]


def staggered(n):
    """Long rectangles, each over the half of its neighbours."""
    return [[[(-100, 30 + i * 1e-4), (-100, 30 + (i + 2) * 1e-4), (-90, 30 + (i + 2) * 1e-4), (-90, 30 + i * 1e-4),
              (-100, 30 + i * 1e-4)]] for i in range(n // 5)]


def slivers(n):
    m = n // 5
    return [[[(-100 + 1e-7 * i, 30), (-100 + 1e-7 * i + 3e-8, 40), (-100 + 1e-7 * (i + 1) + 3e-8, 40), (-100 + 1e-7 * (i + 1), 30),
              (-100 + 1e-7 * i, 30)]] for i in range(m)]


def star(n):
    """One ring of long edges that all cross each other: as many crossings as the square of n."""
    m = n | 1
    rim = around(m, 5)
    return [[[rim[i * (m // 2) % m] for i in range(m + 1)]]]


def walk(n):
    """One ring that wanders at random and crosses itself everywhere."""
    r, x, y, ring = random.Random(1), -90.0, 40.0, []
    for _ in range(n):
        x, y = x + r.uniform(-.01, .01), y + r.uniform(-.01, .01)
        ring.append((x, y))
    return [[ring + ring[:1]]]


def poles(n):
    m = n // 5
    return [[[(-180 + 360 * i / m, 80), (-180 + 360 * i / m, 90), (-180 + 360 * (i + 1) / m, 90), (-180 + 360 * (i + 1) / m, 80),
              (-180 + 360 * i / m, 80)]] for i in range(m)]


def belts(n):
    """Rectangles round the whole globe."""
    m = n // 5
    return [[[(-180, -80 + 160 * i / m), (-180, -80 + 160 * (i + 1) / m), (180, -80 + 160 * (i + 1) / m), (180, -80 + 160 * i / m),
              (-180, -80 + 160 * i / m)]] for i in range(m)]


def dust_in_one(n):
    """One large region under thousands of small ones."""
    m = n // 5
    side = math.isqrt(m) + 1
    return [[square(-101, 29, 12)]] + [[square(-100 + 10 * (i % side) / side, 30 + 10 * (i // side) / side, 4 / side)] for i in range(m)]


def lattice(n):
    """Nothing wrong: a grid."""
    side = math.isqrt(n // 5) + 1
    return [[square(-100 + 10 * (i % side) / side, 30 + 10 * (i // side) / side, 10 / side)] for i in range(n // 5)]


def nested_diamonds(n):
    """Squares on their corners around each other: all boxes lie on each other."""
    def diamond(r):
        return [(-90 - r, 40), (-90, 40 + r), (-90 + r, 40), (-90, 40 - r), (-90 - r, 40)]
    return [[diamond(8 * (i + 1) / n)] for i in range(n // 5, 0, -1)]


def nested_circles(n):
    m = math.isqrt(n)
    return [[[(-90 + r * math.cos(-2 * math.pi * k / m), 40 + r * math.sin(-2 * math.pi * k / m)) for k in list(range(m)) + [0]]]
            for r in (5 * (i + 1) / m for i in range(m))]


def spirals(n):
    """Two arms around each other, as two records that are neighbours all along."""
    m, turns = n // 4, 60

    def arm(shift):
        return [(-90 + (.5 + 5 * i / m) * math.cos(shift - turns * 2 * math.pi * i / m),
                 40 + (.5 + 5 * i / m) * math.sin(shift - turns * 2 * math.pi * i / m)) for i in range(m)]
    a, b = arm(0), arm(math.pi)
    return [[a + b[::-1] + a[:1]], [b + [(x, y - 5 / turns) for x, y in a[::-1]] + b[:1]]]


def one_border(n):
    """Records that all have one border in common, half of them on each side."""
    m = n // 5
    return [[square(-100, 30, 1)] for _ in range(m // 2)] + [[square(-99, 30, 1)] for _ in range(m // 2)]


def coincident_anew(n):
    """The same square again and again, its sides cut at other places each time."""
    def cut(i):
        r = random.Random(i)
        a, b = -100 + 10 * r.random(), 30 + 10 * r.random()
        return [(-100, 30), (-100, b), (-100, 40), (a, 40), (-90, 40), (-90, b), (-90, 30), (a, 30), (-100, 30)]
    return [[cut(i)] for i in range(n // 9)]


def jittered(n):
    """The same square again and again, each corner some centimetres off."""
    def off(i):
        r = random.Random(i)
        p = [(x + r.uniform(-1e-7, 1e-7), y + r.uniform(-1e-7, 1e-7)) for x, y in square(-100, 30, 10)[:4]]
        return p + p[:1]
    return [[off(i)] for i in range(n // 5)]


def sliver_star(n):
    """Near-vertical triangles from one point, records of their own."""
    m = n // 4
    return [[[(-90, 30), (-90 + 1e-5 * i, 40), (-90 + 1e-5 * (i + .5), 40), (-90, 30)]] for i in range(m)]


def wide_layer(n):
    """Thin rectangles from one end of the map to the other, a gap of a metre between them."""
    m = n // 5
    return [[[(-170, -60 + 1e-2 * i), (-170, -60 + 1e-2 * i + .00999), (-10, -60 + 1e-2 * i + .00999), (-10, -60 + 1e-2 * i),
              (-170, -60 + 1e-2 * i)]] for i in range(min(m, 14000))]


def pearls(n):
    """Rings of one record on a string: each touches the next one in a point."""
    m = n // 5
    return [[[(-100 + 10 * i / m, 35), (-100 + 10 * (i + .5) / m, 36), (-100 + 10 * (i + 1) / m, 35), (-100 + 10 * (i + .5) / m, 34),
              (-100 + 10 * i / m, 35)] for i in range(m)]]


def comb_over_dust(n):
    """A comb over thousands of small squares, that lie between its teeth and on them."""
    m, side = n // 10, math.isqrt(n // 10) + 1
    return comb(n // 2) + [[square(-99.9 + 9.8 * (i % side) / side, 31 + 8 * (i // side) / side, 3 / side)] for i in range(m)]


def strips_across(n):
    """Two records of strips, across each other: as many crossings as the square of n."""
    m = n // 10
    return [[[(-100, 30 + 10 * i / m), (-100, 30 + 10 * (i + .5) / m), (-90, 30 + 10 * (i + .5) / m), (-90, 30 + 10 * i / m),
              (-100, 30 + 10 * i / m)] for i in range(m)],
            [[(-100 + 10 * i / m, 30), (-100 + 10 * i / m, 40), (-100 + 10 * (i + .5) / m, 40), (-100 + 10 * (i + .5) / m, 30),
              (-100 + 10 * i / m, 30)] for i in range(m)]]


def annuli(n):
    """Square rings around each other with gaps between them: what is nearest to what?"""
    m = n // 10
    return [[square(-90 - 4 * (i + .8) / m, 40 - 4 * (i + .8) / m, 8 * (i + .8) / m), square(-90 - 4 * (i + .3) / m, 40 - 4 * (i + .3) / m, 8 * (i + .3) / m)[::-1]]
            for i in range(m)]


def one_region(n):
    """Records of one code: a code that stands for thousands of overlapping squares."""
    return staggered(n)


FAMILIES = [lattice, nested_rings, nested_records, many_rings, comb, two_combs, spiral, fan, fan_of_rings, coincident, staggered, slivers, star,
            walk, poles, belts, dust_in_one, nested_diamonds, nested_circles, spirals, one_border, coincident_anew, jittered, sliver_star,
            wide_layer, pearls, comb_over_dust, strips_across, annuli,
            one_region]


def write_layer(stem, records, is_one=False):
    """The layer, all records of one code or each of its own; returns (bytes of the .shp, vertices)."""
    shapes, index, at, n = [], [], 50, 0
    for i, rings in enumerate(records):
        points = [p for ring in rings for p in ring]
        parts, n_before = [], 0
        for ring in rings:
            parts.append(n_before)
            n_before += len(ring)
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        body = struct.pack("<i4d2i", 5, min(xs), min(ys), max(xs), max(ys), len(parts), len(points))
        body += struct.pack("<%di" % len(parts), *parts) + struct.pack("<%dd" % (2 * len(points)), *[c for p in points for c in p])
        shapes.append(struct.pack(">2i", i + 1, len(body) // 2) + body)
        index.append(struct.pack(">2i", at, len(body) // 2))
        at += len(shapes[-1]) // 2
        n += len(points)

    def head(size):
        return struct.pack(">7i", 9994, 0, 0, 0, 0, 0, size // 2) + struct.pack("<2i8d", 1000, 5, -180, -90, 180, 90, 0, 0, 0, 0)
    with open(stem + ".shp", "wb") as f:
        f.write(head(2 * at) + b"".join(shapes))
    with open(stem + ".shx", "wb") as f:
        f.write(head(100 + 8 * len(index)) + b"".join(index))
    with open(stem + ".dbf", "wb") as f:
        f.write(struct.pack("<4BIHH20x", 3, 120, 1, 1, len(records), 65, 9) + b"CODE\0\0\0\0\0\0\0C\0\0\0\0" + bytes([8, 0]) + b"\0" * 14 + b"\r")
        f.write(b"".join(b" %08d" % (0 if is_one else i) for i in range(len(records))) + b"\x1a")
    with open(stem + ".prj", "w") as f:
        f.write(WGS84)
    return 2 * at, n


def run(stem, limit):
    """(exit code, CPU s, peak MB, seconds until SIGTERM was heard or "")"""
    command = [CANTON, "validate", "--regions", stem + ".shp", "--code", "CODE", "--threads", "1", "-q"]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "OMP_WAIT_POLICY": "passive"},
                             preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (12 << 30,) * 2))
    began, told = time.monotonic(), None
    while True:
        pid, status, use = os.wait4(child.pid, os.WNOHANG)
        if pid:
            heard = "%.2f" % (time.monotonic() - told) if told else ""
            return os.waitstatus_to_exitcode(status), use.ru_utime + use.ru_stime, use.ru_maxrss / 1024, heard
        if told is None and time.monotonic() - began > limit:
            told = time.monotonic()
            child.send_signal(signal.SIGTERM)
        if told and time.monotonic() - told > 20:
            child.kill()
        time.sleep(0.01)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--families", default=",".join(f.__name__ for f in FAMILIES))
    p.add_argument("--kb", default="250,500,1000,2000")
    p.add_argument("--limit", type=float, default=60)
    args = p.parse_args()
    print("family\tkb\tvertices\texit\tcpu_s\tpeak_mb\ts_per_mb\tpeak_per_byte\tgrowth\theard_s")
    with tempfile.TemporaryDirectory() as work:
        stem = os.path.join(work, "layer")
        write_layer(stem, [[square(-100, 30, 1)]])
        _, usual, nothing, _ = run(stem, args.limit)
        for make in FAMILIES:
            if make.__name__ not in args.families.split(","):
                continue
            before = None
            for kb in map(int, args.kb.split(",")):
                size, n = write_layer(stem, make(kb * 1000 // 24 if make.__name__ in ("fan", "coincident") else kb * 1000 // 18),
                                      make is one_region)
                code, cpu, peak, heard = run(stem, args.limit)
                rate = max(cpu - usual, 0) / (size / 1e6)
                growth = "%.2f" % (rate / before) if before and cpu > 2 * usual else ""
                print("%s\t%.0f\t%d\t%d\t%.2f\t%.0f\t%.2f\t%.0f\t%s\t%s" % (make.__name__, size / 1e3, n, code, cpu, peak, rate,
                                                                       (peak - nothing) * 2**20 / size, growth, heard), flush=True)
                before = rate
                if heard:
                    break


main()
