#!/usr/bin/env python3
"""Holds camtool eval against PyTorch, picture by picture, by both rules.

    eval_goldens_test.py CAMTOOL [MODEL...|all]

data/eval_goldens.tsv has what PyTorch sees (make_eval_goldens.py). Each model is
a file of ../shared/weights, converted without a flag; without a name a few, one
of each family. $CAMGLASS_SHARED names another place; exit status 77: it is not
there.
"""
import collections
import csv
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SHARED = pathlib.Path(os.environ.get("CAMGLASS_SHARED", HERE.parents[2] / "shared"))
LABELS = SHARED / "photos/labelled/labels.tsv"
FEW = ("resnet18.pth", "mobilenet_v2_keras.h5", "bvlc_googlenet.caffemodel",
       "squeezenet_v1.1.caffemodel")
# A margin is the difference of two logits, each within 1e-4 of the largest, which
# is below 50 here. Bytes of the whole frame that lie exactly halfway (112 in one
# of these pictures at 227) may be rounded either way, which shows in margins too.
TOLERANCE = 0.01


def read_table():
    """{(model, rule): {picture: (top, margin)}}"""
    table = collections.defaultdict(dict)
    with open(HERE / "data/eval_goldens.tsv", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            table[row["model"], row["rule"]][row["picture"]] = (
                int(row["top"]), float(row["margin"]))
    return table


def camtool(*command):
    done = subprocess.run(command, text=True, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n  status {done.returncode}: "
                 f"{done.stdout}")


def read_records(folder):
    """{picture: (top, margin)}; of softmax scores the logarithms differ by what
    the logits do."""
    with open(folder / "pictures.jsonl") as file:
        records = [json.loads(line) for line in file]
    found = {}
    for record in records:
        (top, first), (_, second) = record["top"][:2]
        found[record["picture"]] = (top, math.log(first / second))
    return found


def differences(wanted, found):
    for picture in sorted(wanted.keys() | found.keys()):
        if picture not in found or picture not in wanted:
            missing = "camtool" if picture in wanted else "the table"
            yield f"{picture}: {missing} has nothing about it"
            continue
        (top, margin), (our_top, our_margin) = wanted[picture], found[picture]
        if our_top != top:
            yield f"{picture}: class {our_top}, PyTorch's {top} (by {margin})"
        elif not abs(our_margin - margin) <= TOLERANCE:
            yield f"{picture}: margin {our_margin:.4f}, PyTorch's {margin}"


def main():
    program, names = sys.argv[1], sys.argv[2:] or FEW
    if not LABELS.exists():
        print(f"skipped: {LABELS} is not here")
        return 77
    table = read_table()
    if list(names) == ["all"]:
        names = sorted({model for model, _ in table})
    wrong = 0
    with tempfile.TemporaryDirectory() as work:
        for name in names:
            model = pathlib.Path(work, name + ".safetensors")
            camtool(program, "convert", SHARED / "weights" / name, "-o", model,
                    "--quiet")
            for rule in ("short", "crop"):
                out = pathlib.Path(work, f"{name}.{rule}")
                camtool(program, "eval", "--labels", LABELS, "--model", model,
                        "--resize-rule", rule, "--out", out, "--quiet")
                wanted = table[name, rule]
                found = read_records(out)
                told = list(differences(wanted, found))
                if not wanted:
                    told.append("nothing in the table")
                furthest = max((abs(found[p][1] - wanted[p][1])
                                for p in wanted.keys() & found.keys()), default=0)
                print(f"{name}, {rule}: {len(wanted)} pictures, {len(told)} "
                      f"differ; margins by up to {furthest:.1g}", *told,
                      sep="\n  ", flush=True)
                wrong += len(told)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
