"""The worker's side of the line protocol of README.md."""
import argparse
import pathlib
import sys
import time

import numpy as np


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--models", type=pathlib.Path, required=True)
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


def _check(models, net, outputs):
    """The largest error of each output, by its largest expected value."""
    errors = []
    for label, got in zip(("logits", "features"), outputs):
        want = np.load(models / f"{net}.{label}.npy")
        got = np.asarray(got).reshape(want.shape)
        error = np.abs(got - want).max() / np.abs(want).max()
        errors.append(f"{label}={error:.2e}")
    return "ok " + " ".join(errors)


def _time(run, warm, count):
    for _ in range(warm):
        run()
    times = []
    for _ in range(count):
        begin = time.perf_counter()
        run()
        times.append(f"{(time.perf_counter() - begin) * 1e3:.4f}")
    return "ms " + " ".join(times)


def serve(name, models, load):
    """Answers requests until "quit". load(net, image) gives a function that does
    one inference of the image [1, 3, h, w] and returns logits and features, as
    arrays or as what numpy can make an array of."""
    image = np.load(models / "input.npy")
    nets = {}
    print("ready", name, flush=True)
    for line in sys.stdin:
        verb, *words = line.split() or ["quit"]
        if verb == "quit":
            return
        try:
            net = words[0]
            if net not in nets:
                nets[net] = load(net, image)
            if verb == "check":
                answer = _check(models, net, nets[net]())
            else:
                answer = _time(nets[net], int(words[1]), int(words[2]))
        except Exception as error:  # one net that fails leaves the others
            answer = "err " + " ".join(str(error).split())[:300]
        print(answer, flush=True)
