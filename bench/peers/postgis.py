"""Accounts to regions by PostGIS: a private server on a Unix socket, GiST indexes, ST_Contains; 1M points, 4 % layer."""
import glob
import os
import signal
import subprocess
import time

import common
from common import row

BIN = (sorted(glob.glob("/usr/lib/postgresql/*/bin")) or [""])[-1]
SETTINGS = {"listen_addresses": "", "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
            "shared_buffers": "1GB", "work_mem": "256MB", "maintenance_work_mem": "512MB", "max_wal_size": "8GB",
            "max_parallel_workers_per_gather": str(os.cpu_count()), "autovacuum": "off"}
LOAD = r"""CREATE UNLOGGED TABLE raw (%s);
\copy raw FROM '%s' CSV HEADER
CREATE UNLOGGED TABLE accounts AS SELECT account_id, ST_SetSRID(ST_MakePoint(lon::float8, lat::float8), 4326) AS geom FROM raw;
"""
INDEX = "CREATE INDEX ON accounts USING gist (geom); ANALYZE accounts; ANALYZE regions;"
JOIN = """CREATE UNLOGGED TABLE joined AS SELECT a.account_id, r.gid FROM accounts a JOIN regions r
ON ST_Contains(r.geom, a.geom);"""


class Server:
    """A server of our own: made, started, and gone at the end of the `with` block."""

    def __init__(self, work):
        self.dir = os.path.join(work, "pg")
        # the server refuses to run as root
        self.user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        self.process = None

    def __enter__(self):
        os.mkdir(self.dir, 0o700)
        if self.user:
            os.chmod(os.path.dirname(self.dir), 0o711)
            subprocess.run(["chown", "postgres", self.dir], check=True)
        db = os.path.join(self.dir, "db")
        self.run([os.path.join(BIN, "initdb"), "-D", db, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"])
        options = [x for k, v in SETTINGS.items() for x in ("-c", "%s=%s" % (k, v))]
        self.log = open(os.path.join(self.dir, "log"), "w")
        self.process = subprocess.Popen([*self.user, os.path.join(BIN, "postgres"), "-D", db, "-k", self.dir, *options],
                                        stdout=self.log, stderr=self.log, cwd=self.dir)
        try:
            self.wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.process:
            pid = self.postmaster()
            os.kill(pid or self.process.pid, signal.SIGINT)
            self.process.wait()
        self.log.close()

    def run(self, command):
        return common.timed([*self.user, *command], cwd=self.dir)

    def postmaster(self):
        try:
            with open(os.path.join(self.dir, "db", "postmaster.pid")) as f:
                return int(f.readline())
        except (OSError, ValueError):
            return 0

    def wait(self):
        for _ in range(600):
            ready = subprocess.run([*self.user, os.path.join(BIN, "pg_isready"), "-q", "-h", self.dir], cwd=self.dir)
            if ready.returncode == 0:
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError("the server did not start: " + open(os.path.join(self.dir, "log")).read()[-500:])

    def cpu(self):
        """CPU seconds of the server and of its backends that have ended."""
        with open("/proc/%d/stat" % self.postmaster()) as f:
            fields = f.read().rsplit(")", 1)[1].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")

    def step(self, script, shell=""):
        """psql with a script (or what a shell command prints): wall and CPU seconds of client and server."""
        path = os.path.join(self.dir, "step.sql")
        with open(path, "w") as f:
            f.write(script)
        psql = "psql -XqAt -v ON_ERROR_STOP=1 -h '%s' -d postgres -U postgres" % self.dir
        before = self.cpu()
        command = "set -o pipefail; %s | %s >/dev/null" % (shell, psql) if shell else "%s -f %s" % (psql, path)
        use = common.timed(["bash", "-c", command], cwd=self.dir)
        time.sleep(0.2)  # until the server has waited for its backend
        use.cpu += self.cpu() - before
        return use


def add(*parts):
    return common.Usage(sum(p.wall for p in parts), sum(p.cpu for p in parts), max(p.peak_mb for p in parts))


def by_postgis(work, shp, csv):
    """Usage of loading, of indexing, of joining; version; number of joined accounts."""
    with open(csv) as f:
        columns = ", ".join(name + " text" for name in f.readline().strip().split(","))
    with Server(work) as server:
        server.step("CREATE EXTENSION postgis;")
        version = server.step("SELECT postgis_lib_version();").out.strip()
        regions = server.step("", "shp2pgsql -D -s 4326 '%s' regions 2>/dev/null" % shp)
        points = server.step(LOAD % (columns, csv))
        index = server.step("CREATE INDEX ON regions USING gist (geom);" + INDEX)
        join = server.step(JOIN)
        joined = int(server.step("SELECT count(DISTINCT account_id) FROM joined;").out)
    return add(regions, points), index, join, version, joined


def main(work):
    if not BIN or not glob.glob("/usr/share/postgresql/*/extension/postgis.control"):
        raise common.Skip("no PostGIS (Debian postgresql-15-postgis-3)")
    common.tool("shp2pgsql", "postgis")
    shp, csv = common.layer(), common.accounts(work)
    ours = common.median([common.CANTON, "validate", "--regions", shp, "--accounts", csv, "--join", "point",
                        "--nearest", "0"])
    load, index, join, version, joined = by_postgis(work, shp, csv)
    stage, upto = common.stage_sum(ours, "join"), common.stage_sum(ours, "read", "join")
    matched = [line.split("cpu")[1].strip() for line in ours.err.splitlines() if line.startswith("join")][0]
    us, them = ("canton", common.canton_version()), ("postgis", version)
    row("join 1M accounts, alone", *us, stage, stage, "stage join, index made in it; " + matched)
    row("join 1M accounts, alone", *them, join, stage,
        "CREATE TABLE AS ... ST_Contains, indexes there already; %d accounts have a region" % joined)
    row("join 1M accounts, with index", *them, add(index, join), stage, "GiST on both, ANALYZE, join")
    row("join 1M accounts, everything", *us, upto, upto, "stages read and join")
    row("join 1M accounts, everything", *them, add(load, index, join), upto,
        "shp2pgsql, COPY, indexes, join; fsync off, unlogged; memory is the client's")


common.main(main)
