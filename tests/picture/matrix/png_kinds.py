"""PNGs of every colour type, depth, transparency and interlace."""

import struct
import zlib

import numpy as np

CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
# Adam7: first row and column of each pass, and its steps.
PASSES = ((0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2),
          (0, 1, 2, 2), (1, 0, 2, 1))


def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def packed_row(row, depth):
    if depth == 16:
        return row.astype(">u2").tobytes()
    if depth == 8:
        return row.astype("u1").tobytes()
    bits = (row.reshape(-1, 1) >> np.arange(depth - 1, -1, -1)) & 1
    return np.packbits(bits.astype("u1").ravel()).tobytes()


def filtered(row, above, distance, kind):
    """Filters 0 to 4, as the standard defines them."""
    row = np.frombuffer(row, "u1").astype(int)
    above = np.frombuffer(above, "u1").astype(int)
    left = np.concatenate([np.zeros(distance, int), row])[:len(row)]
    corner = np.concatenate([np.zeros(distance, int), above])[:len(row)]
    guess = left + above - corner
    paeth = np.where(
        (abs(guess - left) <= abs(guess - above)) & (abs(guess - left) <= abs(guess - corner)),
        left, np.where(abs(guess - above) <= abs(guess - corner), above, corner))
    predicted = (0 * row, left, above, (left + above) // 2, paeth)[kind]
    return bytes([kind]) + ((row - predicted) % 256).astype("u1").tobytes()


def image_data(samples, depth, interlaced):
    distance = max(1, samples.shape[2] * depth // 8)
    data = b""
    for top, left, down, right in PASSES if interlaced else ((0, 0, 1, 1),):
        part = samples[top::down, left::right]
        if part.size == 0:
            continue
        above = None
        for y, row in enumerate(part):
            packed = packed_row(row.ravel(), depth)
            above = bytes(len(packed)) if above is None else above
            data += filtered(packed, above, distance, y % 5)
            above = packed
    return zlib.compress(data)


def png(samples, colour, depth, interlaced, transparent, palette):
    h, w = samples.shape[:2]
    out = b"\x89PNG\r\n\x1a\n" + chunk(
        b"IHDR", struct.pack(">IIBBBBB", w, h, depth, colour, 0, 0, int(interlaced)))
    if colour == 3:
        out += chunk(b"PLTE", palette[:, :3].astype("u1").tobytes())
        if transparent:
            out += chunk(b"tRNS", palette[:, 3].astype("u1").tobytes())
    elif transparent:
        out += chunk(b"tRNS", samples[0, 0].astype(">u2").tobytes())
    return (out + chunk(b"IDAT", image_data(samples, depth, interlaced)) +
            chunk(b"IEND", b""))


def shown(samples, colour, depth, transparent, palette):
    """What the standard says the picture shows, over white, as exact 8-bit RGB."""
    if colour == 3:
        rgba = palette[samples[:, :, 0]].astype(np.int64)
        if not transparent:
            rgba[:, :, 3] = 255
        white = 255
    else:
        white = 2 ** depth - 1
        values = samples.astype(np.int64)
        grey = colour in (0, 4)
        rgb = np.repeat(values[:, :, :1], 3, 2) if grey else values[:, :, :3]
        if colour in (4, 6):
            alpha = values[:, :, -1:]
        elif transparent:
            alpha = white * (values != values[0, 0]).any(2, keepdims=True)
        else:
            alpha = np.full(values.shape[:2] + (1,), white)
        rgba = np.concatenate([rgb, alpha], 2)
    mixed = rgba[:, :, :3] * rgba[:, :, 3:] + white * (white - rgba[:, :, 3:])
    return (2 * 255 * mixed + white * white) // (2 * white * white)


def kinds(random):
    """Yields name, bytes and what is shown."""
    for colour, depths in DEPTHS.items():
        for depth in depths:
            for transparent in (False, True) if colour in (0, 2, 3) else (False,):
                for interlaced in (False, True):
                    for h, w in ((1, 1), (5, 3), (33, 29)):
                        colours = 2 ** depth
                        samples = random.integers(0, colours, (h, w, CHANNELS[colour]))
                        # The transparent colour more than once, and near misses.
                        samples[h // 2, :] = samples[0, 0]
                        samples[-1, w // 2] = (samples[0, 0] + 1) % colours
                        palette = random.integers(0, 256, (colours, 4)) if colour == 3 else None
                        name = "png_colour%d_depth%d%s%s_%dx%d.png" % (
                            colour, depth, "_trns" if transparent else "",
                            "_interlaced" if interlaced else "", h, w)
                        yield (name, png(samples, colour, depth, interlaced, transparent, palette),
                               shown(samples, colour, depth, transparent, palette))
