"""What camtool eval's report is like in a real browser.

    report_browser_test.py CAMTOOL MODEL SAMPLES [FOLDER]

A set whose class and file names are as hostile as they can be is evaluated, and
its report opened from disk on a phone's and on a wide screen, and printed. With
FOLDER, screenshots stay there. Exits with 77, skipped, where there is no
Chromium.
"""

import asyncio
import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "page"))
try:
    import chromium
except ImportError as missing:
    print(f"SKIPPED: {missing}")
    sys.exit(77)
if not shutil.which("chromium"):
    print("SKIPPED: there is no Chromium")
    sys.exit(77)

FAILURES = []


def check(what, good):
    if not good:
        print(f"FAILED: {what}")
        FAILURES.append(what)


# Of the classes that the samples show or are taken for.
CLASSES = {285: "<script>alert('class')</script>", 281: "w" * 200,
           967: '"><b onclick=alert(1)>\'&amp;', 282: "שלום עולם",
           968: "=cmd|' '!A0", 504: "&lt;i&gt;"}


def make_model(camtool, model, folder):
    """The bundled network with such names."""
    with open(folder + "/names.txt", "w", encoding="utf-8") as out:
        for i in range(1000):
            out.write(CLASSES.get(i, f"class {i}") + "\n")
    subprocess.run([camtool, "convert", model, "--classes",
                    folder + "/names.txt", "-o", folder + "/m.safetensors"],
                   check=True, stdout=subprocess.DEVNULL)


def make_set(folder, samples):
    """Right and wrong pictures under names that try to get out."""
    rows = ["file,class"]
    names = ['<script>alert(1)<', '"><img src=x onerror=alert(1)>',
             "'; alert(1) ;'", "\u202egpj.live", "שלום עולם", "=cmd|' '!A0",
             "w" * 200]
    for i, name in enumerate(names):
        source = "coffee.jpg" if i % 2 else "chelsea.png"
        name = name.replace("/", "_")
        shutil.copy(os.path.join(samples, source), os.path.join(folder, name))
        quoted = name.replace('"', '""')
        rows.append(f'"{quoted}",{967 if i % 3 else 285}')
    with open(os.path.join(folder, "set.csv"), "w", encoding="utf-8") as out:
        out.write("\n".join(rows) + "\n")


async def look(tab, name, width, folder):
    await tab.set_size(width, 900, mobile=width < 500)
    await tab.wait_for("document.readyState == 'complete'")
    wide = await tab.evaluate("document.documentElement.scrollWidth")
    check(f"{name}: the page is {wide} wide", wide <= width)
    check(f"{name}: an image is broken", await tab.evaluate(
        "[...document.images].every(i => i.complete && i.naturalWidth > 0)"))
    check(f"{name}: no images", await tab.evaluate("document.images.length") > 4)
    check(f"{name}: a class's name is not told as it is", await tab.evaluate(
        "[...document.querySelectorAll('h3 bdi')].map(e => e.textContent)"
        f".includes({json.dumps(CLASSES[285])})"))
    check(f"{name}: scripts", await tab.evaluate(
        "document.scripts.length") == 0)
    check(f"{name}: links that lead nowhere", await tab.evaluate(
        "[...document.querySelectorAll('a[href]')].every(a => "
        "a.getAttribute('href')[0] == '#' && "
        "document.getElementById(a.getAttribute('href').slice(1)))"))
    if folder:
        height = await tab.evaluate("document.documentElement.scrollHeight")
        await tab.set_size(width, min(int(height), 6000), mobile=width < 500)
        await tab.screenshot(os.path.join(folder, f"{name}.png"))


async def follow_cell(tab):
    """A click on a mistake's number shows its pictures."""
    await tab.evaluate(
        "document.querySelector('.matrix td:not(.right) a').click()")
    await tab.wait_for("location.hash.startsWith('#p')")
    top = await tab.evaluate(
        "document.querySelector(':target').getBoundingClientRect().top")
    check(f"the pair's pictures are at {top}", 0 <= top < 900)


async def main(camtool, model, samples, folder):
    with tempfile.TemporaryDirectory() as work:
        make_set(work, samples)
        make_model(camtool, model, work)
        subprocess.run([camtool, "eval", "--labels", work + "/set.csv",
                        "--model", work + "/m.safetensors", "--out", work + "/out", "--quiet",
                        "--threads", "1"], check=True)
        async with chromium.Chromium() as tab:
            await tab.open("file://" + work + "/out/report.html")
            await look(tab, "phone", 360, folder)
            await look(tab, "screen", 1600, folder)
            await tab.set_size(1600, 900)
            await follow_cell(tab)
            printed = await tab.call("Page.printToPDF", printBackground=False)
            pdf = base64.b64decode(printed["data"])
            check("no PDF", pdf.startswith(b"%PDF") and len(pdf) > 20000)
            if folder:
                with open(os.path.join(folder, "print.pdf"), "wb") as out:
                    out.write(pdf)
                for name in ("report.html", "reliability.png", "confusion.png"):
                    shutil.copy(work + "/out/" + name, folder)
            check(f"the console says {tab.console}", not tab.console)
    sys.exit(1 if FAILURES else 0)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4], sys.argv[4] if len(sys.argv) > 4 else None))
