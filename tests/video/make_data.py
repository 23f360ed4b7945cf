#!/usr/bin/env python3
"""Makes the small videos of data/: seeds of the fuzz targets, and recordings
that our own writer had no hand in (camapp/video/FORMAT.md)."""
import pathlib
import struct

HERE = pathlib.Path(__file__).parent
DATA = HERE / "data"
JPEG = (HERE / "../picture/data/chroma420.jpg").resolve().read_bytes()


def format_of(fourcc, width, height, strides, colours=(0, 0, 0)):
    planes = max(1, sum(s > 0 for s in strides))
    return struct.pack("<4s9I", fourcc, width, height, planes, *strides,
                       *colours)


def recorded(fmt, planes, sequence):
    sizes = [len(p) for p in planes] + [0] * (3 - len(planes))
    return (b"FRAM" + fmt + struct.pack("<Iq4Q", sequence, sequence * 33333333,
                                        *sizes, 0) + b"".join(planes))


def captured(fmt, planes):
    """tests/fuzz/frame_fuzz.cc's input."""
    sizes = [len(p) for p in planes] + [0] * (3 - len(planes))
    return fmt + struct.pack("<3I", *sizes) + b"".join(planes)


def ramp(count):
    return bytes((16 + 37 * i) % 220 for i in range(count))


FRAMES = {
    "yuyv": (format_of(b"YUYV", 6, 4, (12, 0, 0)), [ramp(48)]),
    "nv12": (format_of(b"NV12", 6, 4, (6, 0, 0)), [ramp(36)]),
    "nm12": (format_of(b"NM12", 6, 4, (8, 8, 0)), [ramp(32), ramp(16)]),
    "yu12": (format_of(b"YU12", 6, 4, (6, 0, 0), (3, 2, 1)), [ramp(36)]),
    "bgr3": (format_of(b"BGR3", 6, 4, (18, 0, 0)), [ramp(72)]),
    "grey": (format_of(b"GREY", 6, 4, (6, 0, 0)), [ramp(24)]),
    "mjpg": (format_of(b"MJPG", 24, 16, (0, 0, 0)), [JPEG]),
}


def part(jpeg, with_length):
    """Of a network camera's stream."""
    length = f"Content-Length: {len(jpeg)}\r\n" if with_length else ""
    return (f"--frame\r\nContent-Type: image/jpeg\r\n{length}\r\n".encode() +
            jpeg + b"\r\n")


def main():
    DATA.mkdir(exist_ok=True)
    for name, (fmt, planes) in FRAMES.items():
        (DATA / f"{name}.frame").write_bytes(captured(fmt, planes))
    chosen = [FRAMES[name] for name in ("yuyv", "nm12", "mjpg")]
    (DATA / "three.rec").write_bytes(
        b"CAMGREC1" + bytes(8) +
        b"".join(recorded(f, p, i) for i, (f, p) in enumerate(chosen)))
    (DATA / "two.y4m").write_bytes(
        b"YUV4MPEG2 W6 H4 F30:1 Ip A1:1 C420jpeg\n" +
        b"".join(b"FRAME\n" + ramp(36) for _ in range(2)))
    (DATA / "two.mjpeg").write_bytes(JPEG + b"\0\0" + JPEG)
    (DATA / "three.http").write_bytes(
        b"HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; "
        b"boundary=frame\r\n\r\n" + part(JPEG, True) +
        part(JPEG[:-2], True) + part(JPEG[:-2], False) + b"--frame--\r\n")


if __name__ == "__main__":
    main()
