"""BMPs and PNMs of every kind that people have."""

import struct

import numpy as np


def packed_rows(values, bits):
    """Rows of values of 1 to 8 bits, without padding."""
    expanded = (values[:, :, None] >> np.arange(bits - 1, -1, -1)) & 1
    return np.packbits(expanded.reshape(values.shape[0], -1).astype("u1"), 1)


def bmp(rows, bits, w, h, palette=b"", compression=0, masks=b"", header=40, top_down=False):
    """rows: the packed rows from the top."""
    size = (w * bits + 31) // 32 * 4
    body = [row.ljust(size, b"\0") for row in rows]
    data = b"".join(body if top_down else reversed(body))
    if header == 12:
        info = struct.pack("<IHHHH", 12, w, h, 1, bits)
    else:
        info = struct.pack("<IiiHHIIiiII", header, w, -h if top_down else h, 1, bits,
                           compression, len(data), 2835, 2835, len(palette) // 4, 0)
        info += masks
        info = info.ljust(header, b"\0") if header > 40 else info
    start = 14 + len(info) + len(palette)
    return (struct.pack("<2sIHHI", b"BM", start + len(data), 0, 0, start) + info + palette +
            data)


RGB32_MASKS = {"bgrx": (0xFF0000, 0xFF00, 0xFF, 0), "xbgr": (0xFF000000, 0xFF0000, 0xFF00, 0)}
RGBA32_MASKS = {"bgra": (0xFF0000, 0xFF00, 0xFF, 0xFF000000),
                "rgba": (0xFF, 0xFF00, 0xFF0000, 0xFF000000),
                "abgr": (0xFF000000, 0xFF0000, 0xFF00, 0xFF), "no": (0, 0, 0, 0)}


def over_white(samples):
    """Of [h, w, RGBA]."""
    samples = samples.astype(int)
    alpha = samples[..., 3:]
    return (2 * (samples[..., :3] * alpha + 255 * (255 - alpha)) + 255) // 510


def bmps_of_32_bits(random):
    """Whatever the fourth byte has, it is alpha only where a mask says so."""
    for h, w in ((1, 1), (5, 3), (33, 29)):
        pixels = random.integers(0, 256, (h, w, 4)).astype("u1")
        size = "%dx%d.bmp" % (h, w)
        for fourth in (0, 128, None):
            if fourth is not None:
                pixels[..., 3] = fourth
            rows = [row.tobytes() for row in pixels]
            kind = "mixed" if fourth is None else "%d" % fourth
            for header in (40, 64, 108, 124):
                yield ("bmp_plain32_%s_header%d_%s" % (kind, header, size),
                       bmp(rows, 32, w, h, header=header), None)
            for name, masks in {**RGB32_MASKS, **RGBA32_MASKS}.items():
                packed = struct.pack("<IIII", *masks)
                for header in (108, 124):
                    yield ("bmp_%s_masks_%s_header%d_%s" % (name, kind, header, size),
                           bmp(rows, 32, w, h, compression=3, masks=packed, header=header), None)
            for name, masks in RGB32_MASKS.items():
                packed = struct.pack("<III", *masks[:3])
                yield ("bmp_%s_masks_%s_header40_%s" % (name, kind, size),
                       bmp(rows, 32, w, h, compression=3, masks=packed), None)
            # Pillow 9.4 knows neither of these headers.
            rgba = pixels[..., [2, 1, 0, 3]]
            for header, count in ((52, 3), (56, 4)):
                packed = struct.pack("<IIII", *RGBA32_MASKS["bgra"])[:4 * count]
                shown = over_white(rgba) if count == 4 else rgba[..., :3]
                yield ("bmp_header%d_%s_%s" % (header, kind, size),
                       bmp(rows, 32, w, h, compression=3, masks=packed, header=header), shown)


def bmps(random):
    for h, w in ((1, 1), (5, 3), (33, 29)):
        rgb = random.integers(0, 256, (h, w, 3)).astype("u1")
        bgr_rows = [row[:, ::-1].tobytes() for row in rgb]
        for name, options in (("rgb24", {}), ("top_down", {"top_down": True}),
                              ("os2", {"header": 12}), ("v4", {"header": 108}),
                              ("v5", {"header": 124})):
            yield "bmp_%s_%dx%d.bmp" % (name, h, w), bmp(bgr_rows, 24, w, h, **options)
        x32 = np.concatenate([rgb[:, :, ::-1], np.zeros((h, w, 1), "u1")], 2)
        yield "bmp_x32_%dx%d.bmp" % (h, w), bmp([r.tobytes() for r in x32], 32, w, h)
        for bits in (1, 4, 8):
            palette = random.integers(0, 256, (2 ** bits, 4)).astype("u1")
            palette[:, 3] = 0
            index = random.integers(0, 2 ** bits, (h, w))
            rows = [row.tobytes() for row in packed_rows(index, bits)]
            yield ("bmp_palette%d_%dx%d.bmp" % (bits, h, w),
                   bmp(rows, bits, w, h, palette.tobytes()))
        words = random.integers(0, 65536, (h, w)).astype("<u2")
        rows = [row.tobytes() for row in words]
        yield "bmp_555_%dx%d.bmp" % (h, w), bmp(rows, 16, w, h)
        yield "bmp_565_%dx%d.bmp" % (h, w), bmp(
            rows, 16, w, h, compression=3, masks=struct.pack("<III", 0xF800, 0x07E0, 0x001F))
        yield "bmp_masks32_%dx%d.bmp" % (h, w), bmp(
            [r.tobytes() for r in x32], 32, w, h, compression=3,
            masks=struct.pack("<III", 0xFF0000, 0xFF00, 0xFF))


def pnms(random):
    for h, w in ((1, 1), (5, 3), (33, 29)):
        for maximum in (1, 15, 255, 256, 1000, 65535):
            kind = ">u2" if maximum > 255 else "u1"
            for letter, channels in ((b"5", 1), (b"6", 3)):
                samples = random.integers(0, maximum + 1, (h, w, channels))
                head = b"P%s\n# made for a test\n%d %d\n%d\n" % (letter, w, h, maximum)
                shown = (samples * 255 * 2 + maximum) // (2 * maximum)
                yield ("pnm_p%s_max%d_%dx%d.pnm" % (letter.decode(), maximum, h, w),
                       head + samples.astype(kind).tobytes(),
                       np.repeat(shown, 3 // channels, 2))
