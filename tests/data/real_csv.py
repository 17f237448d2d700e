#!/usr/bin/env python3
"""Writes real_csv.csv: what the CSV files of a data folder hold, by pandas and not by us.

Usage: real_csv.py <data folder> > real_csv.csv
"""

import sys
from decimal import Decimal
from pathlib import Path

import pandas as pd

MISSING = {"", "nan", "na", "n/a", "null", "none"}

# file: (time columns, what they count, how the file is read)
FORMS = {
    "async-empty-cells.csv": (["__time"], "s", {}),
    "bom-crlf-decimal-comma.csv": (["Date", "Time"], "%d/%m/%Y %H.%M.%S", {"decimal": ","}),
    "duplicate-columns.csv": (["time"], "elapsed", {"names": ["time", "value", "value_2", "extra"]}),
    "iso8601-missing-values.csv": (["Date"], "iso", {}),
    "long-format-iso8601.csv": (["timestamp"], "iso", {}),
    "non-monotonic-time.csv": (["timestamp"], "elapsed", {}),
    "wrong-column-count.csv": (["timestamp"], "elapsed", {}),
}


def form_of(path):
    if path.name in FORMS:
        return FORMS[path.name]
    if path.parent.name == "alfa-topics":
        return ["%time"], "ns", {}
    return None, None, {}


def ticks_of(table, columns, counts):
    """Ticks of every row: sample numbers or nanoseconds."""
    text = table[columns[0]]
    for column in columns[1:]:
        text = text + " " + table[column]
    if counts == "sample" or counts == "ns":
        return text.map(int)
    if counts in ("elapsed", "s"):
        return text.map(lambda cell: int(Decimal(cell) * 10**9))
    dates = pd.to_datetime(text, format="ISO8601" if counts == "iso" else counts, utc=True)
    return dates.astype("datetime64[ns, UTC]").astype("int64")


def separate(table, ticks):
    """Rows in time order; rows of one instant spread or merged as csv_order.h says."""
    order = ticks.argsort(kind="stable")
    table, ticks = table.iloc[order].reset_index(drop=True), ticks.iloc[order].reset_index(drop=True)
    sharing = ticks.duplicated(keep=False).sum()
    if sharing == 0:
        return table, ticks
    if sharing * 2 <= len(ticks):
        merged = table.groupby(ticks, sort=True).last()
        return merged.reset_index(drop=True), pd.Series(merged.index)
    instants = ticks.unique()
    steps = list(pd.Series(instants).diff().iloc[1:].astype("int64"))
    spread, last_step, usual = [], 0, 0
    for k, instant in enumerate(instants):
        count = int((ticks == instant).sum())
        step = steps[k] if k < len(steps) else usual
        usual = min(step, last_step) if last_step > 0 else step
        spread += [int(instant) + i * (usual // count) for i in range(count)]
        last_step = step
    return table, pd.Series(spread)


def describe_recording(path):
    columns, counts, options = form_of(path)
    decimal = options.get("decimal", ".")
    names = options.get("names")
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig",
                        names=names, header=0)
    if columns is None:
        first = table.columns[0]
        columns, counts = [first], "sample" if first == "sample" else "elapsed"
    ticks = ticks_of(table, columns, counts)
    channels = table.drop(columns=columns).fillna("")
    if decimal == ",":
        channels = channels.map(lambda cell: cell.replace(",", "."))
    channels = channels.map(lambda cell: None if cell.lower() in MISSING else cell)
    channels, ticks = separate(channels, ticks)
    missing = int(channels.isna().sum().sum())
    total = 0.0
    for name in channels:
        numbers = pd.to_numeric(channels[name], errors="coerce").astype(float)
        total += float(numbers.sum())
    kind = {"sample": "sample", "elapsed": "elapsed"}.get(counts, "utc")
    return [kind, len(channels), channels.shape[1], int(ticks.iloc[0]), int(ticks.iloc[-1]), missing,
            repr(total), "|".join(name.removeprefix("%") for name in channels)]


def describe_labels(path):
    table = pd.read_csv(path, keep_default_na=False)
    length = int((table["end"] - table["start"]).sum()) if len(table) else 0
    return ["labels", len(table), 0, 0, 0, 0, length, ""]


def main():
    folder = Path(sys.argv[1])
    print(f"# tests/data/real_csv.py over the folder of real recordings, pandas {pd.__version__}; "
          "sum: of all numbers, for labels of their lengths")
    print("file,kind,rows,channels,first,last,missing,sum,names")
    for path in sorted(folder.rglob("*.csv")):
        describe = describe_labels if path.name.endswith(".labels.csv") else describe_recording
        print(",".join(map(str, [path.relative_to(folder).as_posix(), *describe(path)])))


main()
