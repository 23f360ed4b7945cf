"""Hostile names through camtool eval, audit and metrics.

    hostile_names_test.py CAMTOOL MODEL SAMPLES

Classes and files are called what breaks out of HTML, runs as a formula in a
spreadsheet, steers a terminal or turns the direction of reading. Whatever is
written reads back as what it was: CSV by Python's csv, JSON by its json, and HTML
by its parser.
"""

import csv
import glob
import html.parser
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

FAILURES = []

CLASSES = {281: "<script>alert('class')</script>", 967: '"><b onclick=alert(1)>\'',
           282: "\u202eשלום", 968: "=cmd|' '!A0", 285: "w" * 200}
NAMES = ["<script>alert(1)<", '"><img src=x onerror=alert(1)>', "\u202egpj.live",
         "=cmd|' '!A0", "w" * 200, "+1", "-1", "@sum(a1)", "a\tb", "a\nb", "\x1b[31m",
         "a,b;c"]
# What a terminal or a reader must not get as it is.
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def check(what, good):
    if not good:
        print(f"FAILED: {what}")
        FAILURES.append(what)


def escaped(name):
    """As the records have it: control characters as escapes."""
    return "".join(
        f"\\x{ord(c):02X}" if ord(c) < 32 and c not in "\t\n" else
        {"\t": "\\t", "\n": "\\n", "\u202e": "\\u202E"}.get(c, c) for c in name)


def run(*command):
    done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL)
    if done.returncode not in (0, 3):
        print(done.stderr.decode(errors="replace"))
    check(f"{command[1]} ends with 0", done.returncode == 0)
    for text in (done.stdout, done.stderr):
        text = text.decode()
        check(f"{command[1]}: nothing raw on the terminal: {RAW.search(text)}",
              not RAW.search(text))
    return done.stdout.decode()


def make_set(folder, samples):
    pictures = []
    for number, name in enumerate(NAMES):
        label = 967 if number % 2 == 0 else 281
        source = "coffee.jpg" if label == 967 else "chelsea.png"
        file = f"{name}.{source[-3:]}"
        shutil.copy(f"{samples}/{source}", f"{folder}/{file}")
        pictures.append((file, CLASSES[label]))
    with open(folder + "/set.csv", "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["file", "class"])
        writer.writerows(pictures)
    with open(folder + "/names.txt", "w", encoding="utf-8") as out:
        for i in range(1000):
            out.write(CLASSES.get(i, f"class {i}") + "\n")
    return pictures


def check_csv(path, names):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    check(f"{path}: every row has as many fields", len(set(map(len, rows))) == 1)
    for row in rows:
        for field in row:
            number = re.fullmatch(r"-?[0-9.]+(e-?[0-9]+)?", field)
            check(f"{path}: {field!r} is a formula",
                  number or not field.startswith(("=", "+", "-", "@", "\t", "\r")))
    for name in names:
        check(f"{path}: has {name!r}",
              any(name in (field, field[1:]) for row in rows for field in row))


class Tags(html.parser.HTMLParser):
    """Elements and attributes that run or load something."""

    def handle_starttag(self, tag, attrs):
        check(f"report: <{tag}>", tag not in ("script", "iframe", "object"))
        for key, value in attrs:
            check(f"report: {tag} {key}", not key.startswith("on"))
            if key in ("src", "href"):
                check(f"report: {key}={value}",
                      value.startswith(("#", "data:image/")) or value == "data:,")


def check_folder(folder, pictures):
    for path in glob.glob(folder + "/*.json"):
        with open(path, encoding="utf-8") as file:
            json.load(file)
    with open(folder + "/pictures.jsonl", encoding="utf-8") as file:
        said = sorted(json.loads(line)["picture"] for line in file)
    check(f"{folder}: the pictures' names read back",
          said == sorted(escaped(name) for name, _ in pictures))
    report = folder + "/report.html"
    if os.path.exists(report):
        with open(report, encoding="utf-8") as file:
            Tags().feed(file.read())


def main():
    camtool, model, samples = map(os.path.abspath, sys.argv[1:4])
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        pictures = make_set(folder, samples)
        subprocess.run([camtool, "convert", model, "--classes", "names.txt", "-o",
                        "m.safetensors"], check=True, stdout=subprocess.DEVNULL)
        common = ["--labels", "set.csv", "--model", "m.safetensors"]
        run(camtool, "eval", *common, "--out", "e")
        json.loads(run(camtool, "eval", *common, "--json"))
        run(camtool, "audit", *common, "--out", "a", "--per-class", "4",
            "--suggest", "2")
        run(camtool, "metrics", *common, "--out", "m", "--measures", "drop",
            "--maps", "cam")
        for out in "eam":
            check_folder(out, pictures)
        used = [CLASSES[281], CLASSES[967]]
        for path in ("e/classes.csv", "e/confusion.csv", "a/classes.csv"):
            check_csv(path, used)
        check_csv("m/metrics.csv", used + [escaped(name) for name, _ in pictures])
        check("report of eval", os.path.exists("e/report.html"))
    print(f"{len(FAILURES)} failed" if FAILURES else "all passed")
    return 1 if FAILURES else 0


if __name__ == "__main__":
    sys.exit(main())
