#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""plot_index_times.py TIMES SVG: draws the times of `scripts/bench index --times=TIMES`: a panel for
each workload, the time of an operation against the number of leads. Needs gnuplot."""

import argparse
import collections
import math
import re
import subprocess

# Sides by the beginning of their names: label and colour, distinct for any colour vision.
SIDES = {
    "leadcore": ("leadcore", "#0072B2"),
    "Boost.MultiIndex": ("Boost.MultiIndex", "#009E73"),
    "SQLite": ("SQLite, the faster way", "#D55E00"),
    "list()": ("list(), a scan", "#CC79A7"),
    "copy, sort, slice": ("copy, sort, slice", "#7F7F7F"),
}
COLUMNS = 4


def read(path):
    """{workload: {side: {leads: microseconds}}}, of two variants of one side the faster, of two runs the later."""
    runs = {}
    for line in open(path, encoding="utf-8"):
        group, workload, side, seconds = line.rstrip("\n").split("\t")
        size = re.search(r"index, ([\d,]+) leads", group)
        if size:
            runs[workload, side, int(size[1].replace(",", ""))] = float(seconds) * 1e6
    times = collections.defaultdict(lambda: collections.defaultdict(dict))
    for (workload, side, size), each in runs.items():
        name = next((start for start in SIDES if side.startswith(start)), None)
        if name and not workload.startswith("JSON") and not workload.endswith(" times") and (name != "SQLite" or "two columns" not in side):
            points = times[workload][name]
            points[size] = min(each, points.get(size, math.inf))
    return times


def commands(times, svg):
    rows = math.ceil((len(times) + 1) / COLUMNS)
    sizes = [size for sides in times.values() for points in sides.values() for size in points]
    yield f"set terminal svg size 1200,{240 * rows} font 'sans-serif,11' background '#ffffff'"
    yield f"set output '{svg}'"
    yield f"set multiplot layout {rows},{COLUMNS}"
    yield "set logscale xy; set format y '10^{%L}'; set format x '10^{%L}'; set grid lc rgb '#dddddd'; set border 3; set tics nomirror; unset mxtics; unset mytics"
    yield f"set xrange [{min(sizes) * 0.7}:{max(sizes) * 1.4}]; set xlabel 'leads'; set ylabel 'us'; unset key"
    for number, (workload, sides) in enumerate(times.items()):
        yield f"set title '{workload}' noenhanced"
        curves = []
        for side in (each for each in SIDES if each in sides):
            block = f"$data_{number}_{len(curves)}"
            yield f"{block} << END"
            yield from (f"{size} {each}" for size, each in sorted(sides[side].items()))
            yield "END"
            curves.append(f"{block} using 1:2 with linespoints pt 7 ps 0.4 lw 2 lc rgb '{SIDES[side][1]}'")
        yield "plot " + ", ".join(curves)
    yield "unset title; unset border; unset tics; unset grid; unset xlabel; unset ylabel; set key center center; set yrange [1:10]"
    yield "plot " + ", ".join(f"NaN with lines lw 2 lc rgb '{colour}' title '{label}'" for label, colour in SIDES.values())
    yield "unset multiplot"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("times")
    parser.add_argument("svg")
    asked = parser.parse_args()
    times = read(asked.times)
    if not times:
        parser.error(f"there is no time of the group index in {asked.times}")
    subprocess.run(["gnuplot"], input="\n".join(commands(times, asked.svg)), text=True, check=True)
    with open(asked.svg, encoding="utf-8") as drawn:
        text = re.sub(r"<g [^>]*>\s*</g>\s*", "", drawn.read())  # most groups are empty
    with open(asked.svg, "w", encoding="utf-8") as licensed:
        licensed.write(text.replace("?>", "?><!-- SPDX-License-Identifier: BSL-1.0 -->", 1))


if __name__ == "__main__":
    main()
