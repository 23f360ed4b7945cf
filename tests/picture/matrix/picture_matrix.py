#!/usr/bin/env python3
"""Holds every picture reader against Pillow: picture_matrix.py PROGRAM.

PROGRAM is picture_matrix (picture_matrix.cc). Needs Pillow and NumPy (Debian:
python3-pil python3-numpy); exits with 77, which ctest shows as skipped, where
they are missing. PNGs and PNMs are held against the standard's own arithmetic
too, and against that alone where Pillow 9.4 departs from it: it cuts 16-bit
samples to 8 bits, before it looks for the transparent colour, and looks for
that of grey PNGs of 2 and 4 bits among samples that it has already scaled; it
does not know BMPs whose header has 52 or 56 bytes.
"""

import collections
import glob
import os
import subprocess
import sys
import tempfile

try:
    import numpy as np
    from PIL import Image
except ImportError as missing:
    print("skipped: %s; install python3-pil and python3-numpy" % missing)
    sys.exit(77)

import bitmap_kinds
import png_kinds

PILLOW_DEPARTS = ("png_colour0_depth16", "png_colour2_depth16", "png_colour4_depth16",
                  "png_colour6_depth16", "png_colour0_depth2_trns", "png_colour0_depth4_trns",
                  "pnm_p6_max1000", "bmp_header52", "bmp_header56")
TRUNCATED = ("jpeg_cmyk", "jpeg_ycck", "bmp_555", "bmp_565")


def by_pillow(path, part=1):
    """Pillow's pixels over white, in whole numbers rounded once."""
    with Image.open(path) as image:
        if part > 1:
            image.draft(None, (image.width // part, image.height // part))
        if image.mode in ("I", "I;16", "I;16B"):
            return None
        if image.mode == "CMYK":
            return np.asarray(image.convert("RGB")).astype(int)
        rgba = np.asarray(image.convert("RGBA")).astype(int)
    return (2 * (rgba[..., :3] * rgba[..., 3:] + 255 * (255 - rgba[..., 3:])) + 255) // 510


def tolerance(name):
    """Pillow truncates what it makes of four inks and of 5- and 6-bit samples."""
    return 1 if name.startswith(TRUNCATED) else 0


def webps(random):
    """Pillow writes these itself: name, picture and how to save it."""
    for h, w in ((1, 1), (5, 3), (33, 29)):
        for channels, mode in ((3, "rgb"), (4, "rgba")):
            images = [Image.fromarray(random.integers(0, 256, (h, w, channels)).astype("u1"))
                      for _ in range(3)]
            for kind, options in (("lossy", {"quality": 70}), ("lossless", {"lossless": True}),
                                  ("exact", {"lossless": True, "exact": True}),
                                  ("animated", {"save_all": True, "append_images": images[1:],
                                                "lossless": True})):
                yield "webp_%s_%s_%dx%d.webp" % (kind, mode, h, w), images[0], options


def write_files(folder, program):
    """Writes the files; returns the pixels that a standard defines, by name."""
    random = np.random.default_rng(13)
    defined = {}

    def write(name, content):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(content)

    for name, content, shown in png_kinds.kinds(random):
        write(name, content)
        defined[name] = shown
    for name, content in bitmap_kinds.bmps(random):
        write(name, content)
    for kinds in (bitmap_kinds.bmps_of_32_bits, bitmap_kinds.pnms):
        for name, content, shown in kinds(random):
            write(name, content)
            if shown is not None:
                defined[name] = shown
    for name, image, options in webps(random):
        image.save(os.path.join(folder, name), **options)
    subprocess.run([program, "jpegs", folder], check=True)
    return defined


def difference(path, name, defined):
    """What is wrong with one picture; None where nothing is."""
    if os.path.exists(path + ".error"):
        with open(path + ".error", encoding="utf-8") as file:
            return "refused: " + file.read()
    with Image.open(path + ".pixels") as image:
        ours = np.asarray(image).astype(int)
    if name in defined and not np.array_equal(ours, defined[name]):
        return "differs from the standard's arithmetic"
    wanted = None if name.startswith(PILLOW_DEPARTS) else by_pillow(path)
    if wanted is None:
        return None
    if ours.shape != wanted.shape:
        return "has %s instead of %s" % (ours.shape, wanted.shape)
    worst = np.abs(ours - wanted).max()
    if worst > tolerance(name):
        return "differs from Pillow by up to %d" % worst
    if name.endswith("_33x50.jpg"):
        for part in (2, 4, 8):
            with Image.open("%s.pixels%d" % (path, part)) as image:
                ours = np.asarray(image).astype(int)
            wanted = by_pillow(path, part)
            if ours.shape != wanted.shape or np.abs(ours - wanted).max() > tolerance(name):
                return "differs from Pillow at 1/%d of its size" % part
    return None


def main():
    wrong = 0
    good = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        defined = write_files(folder, os.path.abspath(sys.argv[1]))
        subprocess.run([sys.argv[1], "decode", folder], check=True)
        for path in sorted(glob.glob(os.path.join(folder, "*"))):
            if ".pixels" in path or path.endswith(".error"):
                continue
            name = os.path.basename(path)
            fault = difference(path, name, defined)
            if fault is None:
                good[name.split("_")[0]] += 1
            else:
                wrong += 1
                print("%s: %s" % (name, fault))
    print(", ".join("%s: %d right" % item for item in sorted(good.items())))
    print("%d wrong" % wrong)
    return 1 if wrong or sum(good.values()) < 300 else 0


if __name__ == "__main__":
    sys.exit(main())
