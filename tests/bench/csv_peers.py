#!/usr/bin/env python3
"""Speed and memory of pandas and polars on a CSV file, where they are installed.

Usage: csv_peers.py <file> [threads (2)]

Each reader runs in a process of its own; memory is that process's peak above its start, as a
multiple of the values' size (rows x channels x 8 bytes).
"""

import os
import resource
import subprocess
import sys
import time

READERS = {
    "pandas, C engine": "import pandas as p; f = lambda x: p.read_csv(x)",
    "pandas, pyarrow engine": "import pandas as p, pyarrow; f = lambda x: p.read_csv(x, engine='pyarrow')",
    "polars": "import polars as p; f = lambda x: p.read_csv(x)",
}


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def measure(setup, file):
    scope = {}
    exec(setup, scope)
    before = peak()
    seconds = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        table = scope["f"](file)
        seconds = min(seconds, time.perf_counter() - start)
        values = table.shape[0] * (table.shape[1] - 1) * 8
        del table
    print(f"{os.path.getsize(file) / 1e6 / seconds:7.0f} MB/s, peak {(peak() - before) / values:.2f} x the values")


def main():
    if sys.argv[1] == "--child":
        return measure(READERS[sys.argv[2]], sys.argv[3])
    file, threads = sys.argv[1], (sys.argv[2:] or ["2"])[0]
    limits = {"POLARS_MAX_THREADS": threads, "OMP_NUM_THREADS": threads, "ARROW_NUM_THREADS": threads}
    print(f"load {os.getloadavg()[0]:.2f}, {threads} threads")
    for name in READERS:
        result = subprocess.run([sys.executable, __file__, "--child", name, file], text=True,
                                capture_output=True, env={**os.environ, **limits})
        missing = "ModuleNotFoundError" in result.stderr
        print(f"{name:24}", "not installed" if missing else result.stdout.strip() or result.stderr.strip())


main()
