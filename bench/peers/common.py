"""What the peer benches share: run and time a command, read Canton's stage lines, print TSV rows."""
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

COLUMNS = ["task", "tool", "version", "wall_s", "cpu_s", "peak_mb", "ratio_to_canton", "cpu_ratio", "compared"]
ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
CANTON = os.path.abspath(os.environ.get("CANTON", os.path.join(ROOT, "build/release/canton")))
REPEAT = int(os.environ.get("REPEAT", "3"))


class Skip(Exception):
    """Something this bench needs is missing; the text says what."""


class Usage:
    """Wall and CPU seconds, peak memory in MB, and what was said on stderr and stdout."""

    def __init__(self, wall, cpu, peak_mb=0.0, err="", out=""):
        self.wall, self.cpu, self.peak_mb, self.err, self.out = wall, cpu, peak_mb, err, out


def timed(command, ok=(0,), **kw):
    """Run a command; its children count, as far as they have been waited for."""
    with tempfile.TemporaryFile("w+") as err, tempfile.TemporaryFile("w+") as out:
        start = time.perf_counter()
        p = subprocess.Popen([str(c) for c in command], stdout=out, stderr=err, **kw)
        _, status, ru = os.wait4(p.pid, 0)
        wall = time.perf_counter() - start
        p.returncode = os.waitstatus_to_exitcode(status)
        err.seek(0), out.seek(0)
        use = Usage(wall, ru.ru_utime + ru.ru_stime, ru.ru_maxrss / 1024, err.read(), out.read())
    if p.returncode not in ok:
        sys.stderr.write(use.err)
        raise RuntimeError("exit %d: %s" % (p.returncode, " ".join(map(str, command))))
    return use


def median(command, repeat=0, **kw):
    """The middle one of several runs, by wall time."""
    runs = sorted((timed(command, **kw) for _ in range(repeat or REPEAT)), key=lambda u: u.wall)
    return runs[len(runs) // 2]


def stages(use):
    """{stage: (wall, cpu)} from the lines Canton prints at the end of each stage."""
    found = re.findall(r"^(\w+) +([\d.]+) s +([\d.]+)x cpu", use.err, re.M)
    return {name: (float(wall), float(wall) * float(ratio)) for name, wall, ratio in found}


def stage_sum(use, *names):
    """The time of some stages, as the Usage of a process that did nothing else."""
    s = stages(use)
    return Usage(sum(s[n][0] for n in names), sum(s[n][1] for n in names), use.peak_mb)


def in_process(work):
    """Call work() here; Usage of the call and what it returned."""
    def cpu():
        return sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    wall0, cpu0 = time.perf_counter(), cpu()
    value = work()
    wall, used = time.perf_counter() - wall0, cpu() - cpu0
    return Usage(wall, used, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024), value


def row(task, tool, version, use, canton, compared):
    """One line of the table; ratios say how many times as long as Canton it took."""
    cells = [task, tool, version, "%.2f" % use.wall, "%.2f" % use.cpu, "%.0f" % use.peak_mb,
             "%.1f" % (use.wall / max(canton.wall, 1e-3)), "%.1f" % (use.cpu / max(canton.cpu, 1e-3)), compared]
    print("\t".join(cells), flush=True)


def canton_version():
    return subprocess.run([CANTON, "--version"], capture_output=True, text=True).stdout.split()[-1]


def data(name):
    """A file of $CANTON_DATA, or Skip."""
    base = os.environ.get("CANTON_DATA")
    if not base:
        raise Skip("CANTON_DATA is not set")
    path = os.path.join(base, name)
    if not os.path.exists(path):
        raise Skip("%s is not in CANTON_DATA" % name)
    return path


def layer():
    return data("us_zcta_4pct/us_zcta_4pct.shp")


def accounts(work, rows=1000000):
    """The first rows of $CANTON_ACCOUNTS (a CSV with account_id, lon, lat), as a file of their own."""
    source = os.environ.get("CANTON_ACCOUNTS")
    if not source or not os.path.exists(source):
        raise Skip("CANTON_ACCOUNTS names no file (CSV with account_id, lon, lat; 1M rows or more)")
    path = os.path.join(work, "accounts.csv")
    with open(source, "rb") as f, open(path, "wb") as out:
        for _ in range(rows + 1):
            out.write(f.readline())
    return path


def code_field(shp):
    """The name of the layer's first field."""
    with open(shp[:-4] + ".dbf", "rb") as f:
        return f.read(64)[32:43].split(b"\0")[0].decode()


def module(name):
    """Import a library of the system's Python, or Skip."""
    import importlib
    import warnings
    warnings.filterwarnings("ignore")
    try:
        return importlib.import_module(name)
    except ImportError:
        raise Skip("no Python module %s (Debian python3-%s)" % (name, name))


def tool(name, package):
    path = shutil.which(name)
    if not path:
        raise Skip("no %s (Debian %s)" % (name, package))
    return path


def main(work_on):
    """Run a bench in a temporary directory that goes whatever happens; a skip is a line, not an error."""
    name = os.path.splitext(os.path.basename(sys.argv[0]))[0]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers and directories go
    try:
        if not os.access(CANTON, os.X_OK):
            raise Skip("%s is not built" % os.path.relpath(CANTON))
        with tempfile.TemporaryDirectory(prefix="canton-peers-") as work:
            work_on(work)
    except Skip as why:
        print("%s: skipped: %s" % (name, why), file=sys.stderr)


if __name__ == "__main__":
    print("\t".join(COLUMNS))
