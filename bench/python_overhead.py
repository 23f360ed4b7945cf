"""What a call from Python costs beside the same call from C.

    python bench/python_overhead.py [MODEL] [--calls N] [--seconds S]

Both are made in turns in one process, on one picture, each with an explanation of
its own; camglass must be installed. Told are the medians of the thread's processor
time, which other programs on the machine disturb less than the clock, and how many
pictures a second one, two and four threads explain, each with a network of its own
and one engine thread, from C (ctypes gives the lock away) and from Python in turns.
"""

import argparse
import ctypes
import statistics
import threading
import time
from pathlib import Path

import numpy as np

import camglass

SIZE = (400, 600)


def c_explain(library, model: bytes, pixels):
    """A function that opens nothing and explains the pixels through the C ABI."""
    class Options(ctypes.Structure):
        _fields_ = [
            ("struct_size", ctypes.c_size_t),
            ("threads", ctypes.c_size_t),
            ("rest", ctypes.c_ubyte * 24),
        ]

    options = Options()
    library.camglass_options_init(ctypes.byref(options), ctypes.sizeof(options))
    options.threads = 1
    network = ctypes.c_void_p()
    if library.camglass_open(model, ctypes.byref(options), ctypes.byref(network)):
        raise SystemExit("the model can't be opened")
    address = ctypes.c_void_p(pixels.ctypes.data)
    height, width = map(ctypes.c_size_t, pixels.shape[:2])

    def explain():
        seen = ctypes.c_void_p()
        library.camglass_explain(network, address, height, width, 0, ctypes.byref(seen))
        library.camglass_explanation_free(seen)

    return explain


def timed(call) -> float:
    start = time.thread_time()
    call()
    return (time.thread_time() - start) * 1e3


def per_second(calls, seconds: float) -> float:
    """How often a second these are called together, each by a thread of its own."""
    counts = [0] * len(calls)
    end = time.perf_counter() + seconds

    def work(i):
        while time.perf_counter() < end:
            calls[i]()
            counts[i] += 1

    threads = [threading.Thread(target=work, args=(i,)) for i in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def scaling(kinds, seconds: float):
    """kinds: name -> four functions to call from four threads."""
    for count in (1, 2, 4):
        rates = {name: [] for name in kinds}
        for _ in range(4):
            for name, calls in kinds.items():
                rates[name].append(per_second(calls[:count], seconds))
        told = ", ".join(f"{name} {statistics.median(r):.1f}" for name, r in rates.items())
        print(f"{count} threads, pictures a second: {told}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", nargs="?", default="squeezenet1_1")
    parser.add_argument("--calls", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=2)
    flags = parser.parse_args()

    pixels = np.random.default_rng(1).integers(0, 256, (*SIZE, 3), np.uint8)
    library = ctypes.CDLL(str(Path(camglass.__file__).with_name("lib") / "libcamglass.so.1"))
    model = flags.model.encode()
    from_c = [c_explain(library, model, pixels) for _ in range(4)]
    nets = [camglass.load(flags.model, threads=1) for _ in range(4)]
    from_python = [lambda net=net: net.explain(pixels) for net in nets]
    for call in from_c + from_python:
        call()  # makes its plan

    times = [(timed(from_c[0]), timed(from_python[0])) for _ in range(flags.calls)]
    c, python = (statistics.median(column) for column in zip(*times))
    apart = statistics.median(b - a for a, b in times)
    print(f"C {c:.3f} ms, Python {python:.3f} ms, median of differences {apart:+.4f} ms")
    scaling({"C": from_c, "Python": from_python}, flags.seconds)


if __name__ == "__main__":
    main()
