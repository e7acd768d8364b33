"""timed.py STDERR_FILE COMMAND...: wall seconds, CPU seconds and peak MB of a command as TSV; exits as it did."""
import os
import subprocess
import sys
import time

with open(sys.argv[1], "w") as err:
    start = time.perf_counter()
    p = subprocess.Popen(sys.argv[2:], stdout=subprocess.DEVNULL, stderr=err)
    _, status, ru = os.wait4(p.pid, 0)
    wall = time.perf_counter() - start
print("%.3f\t%.2f\t%.0f" % (wall, ru.ru_utime + ru.ru_stime, ru.ru_maxrss / 1024))
p.returncode = os.waitstatus_to_exitcode(status)
sys.exit(p.returncode)
