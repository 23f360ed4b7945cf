#!/usr/bin/env python3
"""Writes data/: small pictures in every form that camglass reads.

Needs Pillow and NumPy (Debian: python3-pil python3-numpy). What each picture
shows is also written in pictures.cc, so that both sides know the answer; JPEG
and crop references (*.ppm beside the picture) are Pillow's.
"""

import os
import struct
import zlib

import numpy as np
from PIL import Image, ImageOps

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data")
H, W = 4, 6


def path(name):
    return os.path.join(DATA, name)


def channel(ch, scale):
    """Sample (y, x) of channel ch: (61 y + 17 x + 83 ch) mod 256, times scale."""
    y, x = np.mgrid[0:H, 0:W]
    return ((61 * y + 17 * x + 83 * ch) % 256) * scale


def samples(channels, scale=1):
    return np.stack([channel(ch, scale) for ch in range(channels)], -1)


def write_png(name, array, colour_type, depth, interlace=0, transparent=None):
    """A PNG writer, since Pillow writes neither 16-bit RGB nor 16-bit RGBA."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    array = array.astype(">u2" if depth == 16 else "u1")
    rows = b"".join(b"\0" + row.tobytes() for row in array)
    header = struct.pack(">IIBBBBB", array.shape[1], array.shape[0], depth,
                         colour_type, 0, 0, interlace)
    with open(path(name), "wb") as file:
        colour = b"" if transparent is None else chunk(
            b"tRNS", np.array(transparent, ">u2").tobytes())
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + colour +
                   chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def make_lossless():
    write_png("grey.png", samples(1), 0, 8)
    write_png("grey_alpha.png", samples(2), 4, 8)
    write_png("rgb.png", samples(3), 2, 8)
    write_png("rgba.png", samples(4), 6, 8)
    # 257 would make round(v / 257) trivial.
    write_png("grey16.png", samples(1, 251), 0, 16)
    write_png("rgb16.png", samples(3, 251), 2, 16)
    write_png("rgba16.png", samples(4, 251), 6, 16)
    rgb = Image.fromarray(samples(3).astype("u1"))
    rgb.quantize(colors=24).save(path("palette.png"))
    rgb.save(path("rgb.bmp"))
    Image.fromarray(samples(1)[..., 0].astype("u1")).save(path("grey.bmp"))
    rgb.save(path("rgb.ppm"))
    with open(path("grey_max15.pgm"), "wb") as file:
        file.write(b"P5\n# a comment\n6 4\n15\n" +
                   (samples(1)[..., 0] % 16).astype("u1").tobytes())
    with open(path("rgb16.ppm"), "wb") as file:
        file.write(b"P6 6 4 65535\n" + samples(3, 251).astype(">u2").tobytes())
    rgb.save(path("other.gif"))
    rgb.save(path("other.tiff"))


def make_transparent():
    """One colour, that of the first pixel, is transparent (a tRNS chunk)."""
    write_png("trns_grey.png", samples(1), 0, 8, transparent=samples(1)[0, 0])
    write_png("trns_rgb.png", samples(3), 2, 8, transparent=samples(3)[0, 0])
    write_png("trns_grey16.png", samples(1, 251), 0, 16, transparent=samples(1, 251)[0, 0])
    write_png("trns_rgb16.png", samples(3, 251), 2, 16, transparent=samples(3, 251)[0, 0])


def make_orientations():
    """Six flat 8x8 blocks, which JPEG keeps; stored so that each is upright."""
    upright = np.repeat(np.repeat(samples(3)[:2, :3], 8, 0), 8, 1).astype("u1")
    undo = {1: lambda a: a, 2: np.fliplr, 3: lambda a: np.rot90(a, 2),
            4: np.flipud, 5: lambda a: a.transpose(1, 0, 2),
            6: lambda a: np.rot90(a, 1), 7: lambda a: np.rot90(a, 2).transpose(1, 0, 2),
            8: lambda a: np.rot90(a, -1)}
    for orientation, turn in undo.items():
        image = Image.fromarray(np.ascontiguousarray(turn(upright)))
        exif = Image.Exif()
        exif[0x0112] = orientation
        name = path("orientation_%d.jpg" % orientation)
        image.save(name, quality=100, subsampling=0, exif=exif)
        shown = np.asarray(ImageOps.exif_transpose(Image.open(name)))
        assert shown.shape == upright.shape
        assert np.abs(shown.astype(int) - upright).max() <= 2
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(np.ascontiguousarray(undo[6](upright))).save(
        path("orientation_6.png"), exif=exif)


def smooth(h, w):
    y, x = np.mgrid[0:h, 0:w]
    waves = [127 + 120 * np.sin(0.31 * x + 0.17 * y + 2 * ch) * np.cos(0.23 * y - ch)
             for ch in range(3)]
    return Image.fromarray(np.stack(waves, -1).astype("u1"))


def save_with_reference(name, image, **options):
    image.save(path(name), **options)
    decoded = Image.open(path(name))
    decoded.convert("RGB").save(path(os.path.splitext(name)[0] + ".ppm"))


def make_jpegs():
    picture = smooth(29, 37)
    save_with_reference("chroma420.jpg", picture, quality=85, subsampling=2)
    save_with_reference("progressive.jpg", picture, quality=85, progressive=True)
    save_with_reference("grey_jpeg.jpg", picture.convert("L"), quality=85)
    save_with_reference("cmyk.jpg", picture.convert("CMYK"), quality=95)


def riff(*chunks):
    body = b"WEBP" + b"".join(
        kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
        for kind, data in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def make_webps():
    rgb = Image.fromarray(samples(3).astype("u1"))
    rgb.save(path("rgb.webp"), lossless=True)
    Image.fromarray(samples(4).astype("u1")).save(path("rgba.webp"), lossless=True, exact=True)
    save_with_reference("lossy.webp", smooth(29, 37), quality=80)
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(np.ascontiguousarray(np.rot90(samples(3), 1).astype("u1"))).save(
        path("orientation_6.webp"), lossless=True, exif=exif)
    # An animation of one frame, 6 x 4 at (4, 2) on a canvas of 12 x 10.
    with open(path("rgb.webp"), "rb") as file:
        still = file.read()
    assert still[12:16] == b"VP8L"
    size24 = lambda *values: b"".join(struct.pack("<I", v)[:3] for v in values)
    frame = size24(4 // 2, 2 // 2, W - 1, H - 1, 100) + b"\0" + still[12:]
    with open(path("animated.webp"), "wb") as file:
        file.write(riff((b"VP8X", b"\x12\0\0\0" + size24(12 - 1, 10 - 1)),
                        (b"ANIM", b"\0\0\0\0\0\0"), (b"ANMF", frame)))
    canvas = Image.new("RGB", (12, 10), "white")
    canvas.paste(Image.open(path("animated.webp")).convert("RGBA"),
                 mask=Image.open(path("animated.webp")).convert("RGBA"))
    canvas.save(path("animated.ppm"))


def make_evaluation_crop():
    """torchvision's Resize(20) and CenterCrop(16), which are Pillow's here."""
    picture = smooth(37, 29)
    picture.save(path("crop_source.ppm"))
    h, w = 20 * picture.height // picture.width, 20
    resized = picture.resize((w, h), Image.BILINEAR)
    top, left = round((h - 16) / 2.0), round((w - 16) / 2.0)
    resized.crop((left, top, left + 16, top + 16)).save(path("crop_wanted.ppm"))
    small = smooth(9, 13)
    small.save(path("crop_enlarged_source.ppm"))
    h, w = 20, 20 * small.width // small.height
    resized = small.resize((w, h), Image.BILINEAR)
    top, left = round((h - 15) / 2.0), round((w - 15) / 2.0)
    resized.crop((left, top, left + 15, top + 15)).save(path("crop_enlarged_wanted.ppm"))


def make_hostile():
    Image.new("RGB", (20000, 1)).save(path("wide20000.png"))
    Image.new("RGB", (20000, 1)).save(path("wide20000.jpg"), quality=20)
    # 64 MiB of zeros behind a header of one pixel.
    write_png("bomb.png", np.zeros((1, 1, 3)), 2, 8)
    with open(path("bomb.png"), "rb") as file:
        whole = file.read()
    at = whole.index(b"IDAT") - 4
    body = b"IDAT" + zlib.compress(bytes(64 << 20), 9)
    end = whole[whole.index(b"IEND") - 4:]
    with open(path("bomb.png"), "wb") as file:
        file.write(whole[:at] + struct.pack(">I", len(body) - 4) + body +
                   struct.pack(">I", zlib.crc32(body)) + end)


def make_npy():
    np.save(path("array_2x3.npy"), np.arange(6, dtype="<f4").reshape(2, 3) / 2)
    np.save(path("array_5.npy"), np.arange(5, dtype="<f4") - 1)


if __name__ == "__main__":
    os.makedirs(DATA, exist_ok=True)
    make_lossless()
    make_transparent()
    make_orientations()
    make_jpegs()
    make_webps()
    make_evaluation_crop()
    make_hostile()
    make_npy()
