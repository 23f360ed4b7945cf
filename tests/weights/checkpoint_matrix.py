#!/usr/bin/env python3
"""Holds checkpoints of several libraries against the libraries' own logits.

    checkpoint_matrix.py CAMTOOL [--python PYTHON]

The networks with random weights, as torchvision, timm and transformers (as
far as they are there) save them: whole, wrapped, beside an average, without a
name to go by. Each is converted, and `camtool verify` compares its logits of a
picture with those that the library computes. Then the files that can't be
converted, which must be called what they are.

PYTHON is one with such libraries from PyPI:
    python3 -m venv build/newtorch
    build/newtorch/bin/pip install torch torchvision timm transformers safetensors
Exit status 77: there is no such Python, or no PyTorch in it.
"""
import argparse
import copy
import enum
import functools
import os
import pathlib
import subprocess
import sys
import tempfile
import warnings

import libraries

warnings.filterwarnings("ignore")  # of what is old in some of many versions
os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
SIZES = ((224, 299), (97, 161))  # the second is odd on both sides
CLASSES = 10


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(77)


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("camtool")
    parser.add_argument("--python")
    args = parser.parse_args()
    if args.python and os.path.realpath(sys.prefix) != os.path.realpath(
            pathlib.Path(args.python).parents[1]):
        if not os.access(args.python, os.X_OK):
            skip(f"{args.python} is not there (see the head of {__file__})")
        os.execv(args.python, [args.python, __file__, args.camtool])
    return args


ARGS = parse()
try:
    import numpy as np
    import torch
    import torchvision
except ImportError as missing:
    skip(missing)

IMAGENET = (np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225]))
KERAS = (np.array([0.5, 0.5, 0.5]), np.array([0.5, 0.5, 0.5]))


def optional(name):
    try:
        return __import__(name)
    except ImportError:
        return None


TIMM, TRANSFORMERS, SAFETENSORS = map(
    optional, ("timm", "transformers", "safetensors"))


def picture(size):
    """Edges, gradients and a little noise, uint8 [H, W, 3]."""
    rows, columns = np.mgrid[0:size[0], 0:size[1]]
    waves = [np.sin(rows / 9) * 90 + 128, np.cos(columns / 17) * 90 + 128,
             ((rows // 16 + columns // 16) % 2) * 200 + 20]
    noise = np.random.default_rng(5).integers(0, 30, (*size, 3))
    return np.clip(np.stack(waves, -1) + noise, 0, 255).astype(np.uint8)


def randomised(model):
    """Statistics and scales as training leaves them, not zeros and ones."""
    torch.manual_seed(1)
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            for values, low, high in ((module.weight, 0.5, 1.5),
                                      (module.bias, -0.3, 0.3),
                                      (module.running_mean, -0.3, 0.3),
                                      (module.running_var, 0.5, 1.5)):
                torch.nn.init.uniform_(values, low, high)
    return model.eval()


def logits_of(model, pixels, mean, std):
    x = torch.from_numpy(((pixels / 255 - mean) / std).transpose(2, 0, 1))
    with torch.no_grad():
        output = model(x.float()[None])
    return getattr(output, "logits", output)[0].numpy()


class Matrix:
    def __init__(self, folder):
        self.folder, self.failures, self.done = folder, 0, 0

    def fail(self, name, output):
        self.failures += 1
        print(f"FAILED {name}:\n{output}")

    def camtool(self, *arguments):
        result = subprocess.run([ARGS.camtool, *map(str, arguments)], text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return result.returncode, result.stdout

    def refused(self, name, path, *texts):
        """Refused, with every text in the reason."""
        self.done += 1
        status, output = self.camtool("convert", path, "--force",
                                      "-o", self.folder / "m.safetensors")
        if status != 1 or not all(text in output for text in texts):
            return self.fail(name, f"status {status}, expected 1 and {texts}: "
                                   f"{output}")
        reason = output.strip().split(str(path) + ": ")[-1]
        print(f"refused  {name:42} {reason}")

    def agrees(self, name, path, arch, model, *flags, recipe=IMAGENET,
               said=""):
        """Converts to that network, and gives the model's own logits."""
        self.done += 1
        out = self.folder / "m.safetensors"
        status, output = self.camtool("convert", path, "--force", "-o", out,
                                      *flags)
        if status != 0 or f": {arch}, variant " not in output or \
                said not in output:
            return self.fail(name, f"status {status}, expected {arch} and "
                                   f"'{said}': {output}")
        worst = 0
        for size in SIZES:
            pixels = picture(size)
            wanted = logits_of(model, pixels, *recipe)
            values = self.folder / "values.npz"
            np.savez(values, resized=pixels, logits=wanted)
            status, output = self.camtool("verify", out, "--against", values)
            if status != 0:
                return self.fail(f"{name} at {size}", output)
            worst = max(worst, float(np.abs(wanted).max()))
        print(f"agrees   {name:42} {arch}, logits up to {worst:.3g}")


# ---- The networks as libraries make them ------------------------------------


def torchvision_model(arch):
    models = torchvision.models
    if arch == "googlenet":  # as the published weights are set up
        model = models.googlenet(num_classes=CLASSES, transform_input=True,
                                 aux_logits=False, init_weights=False)
    else:
        model = getattr(models, arch)(num_classes=CLASSES)
    return randomised(model)


def children_of(model, arch):
    """nn.Sequential of the children, as people cut and extend networks."""
    nn = torch.nn
    if arch.startswith("squeezenet"):
        return nn.Sequential(model.features, model.classifier, nn.Flatten())
    if arch == "mobilenet_v2":
        return nn.Sequential(model.features, nn.AdaptiveAvgPool2d(1),
                             nn.Flatten(), model.classifier)
    children = [child for name, child in model.named_children()
                if child is not None]
    return nn.Sequential(*children[:-1], nn.Flatten(), children[-1])


class ScaledInput(torch.nn.Module):
    """A GoogLeNet's transform_input, which its children don't have."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x):
        gain = torch.tensor([0.229, 0.224, 0.225]).view(3, 1, 1) / 0.5
        shift = (torch.tensor([0.485, 0.456, 0.406]).view(3, 1, 1) - 0.5) / 0.5
        return self.model(x * gain + shift)


class Settings(dict):
    pass


class Phase(enum.Enum):
    FIT = 1


def training_state(model):
    """Among what training scripts keep."""
    optimizer = torch.optim.AdamW(model.parameters())
    state = {
        "state_dict": {"module." + key: value
                       for key, value in model.state_dict().items()},
        "optimizer": optimizer, "loss": torch.nn.CrossEntropyLoss(),
        "settings": Settings(lr=0.1), "phase": Phase.FIT, "rest": Ellipsis,
        "schedule": functools.partial(max, 0), "seed": 1 << 100,
        "rng": np.random.default_rng(1), "numpy": np.random.get_state(),
        "torch": torch.get_rng_state(), "wave": torch.zeros(2, dtype=torch.cfloat),
    }
    for kind in ("uint16", "uint64", "float8_e4m3fn", "float8_e5m2"):
        if hasattr(torch, kind):
            state[kind] = torch.zeros(3).to(getattr(torch, kind))
    return state


def check_torchvision(matrix):
    for arch in ("squeezenet1_0", "squeezenet1_1", "googlenet", "resnet18",
                 "mobilenet_v2"):
        model = torchvision_model(arch)
        state = model.state_dict()
        path = matrix.folder / "c.pth"

        def agrees(how, value, *flags, run=model, said="", **options):
            torch.save(value, path, **options)
            matrix.agrees(f"{arch}, {how}", path, arch, run, *flags, said=said)

        agrees("state_dict", state)
        agrees("before 1.6", state, _use_new_zipfile_serialization=False)
        agrees("training state", training_state(model), said="were ignored")
        sequential = children_of(model, arch)
        agrees("Sequential", sequential.state_dict(), said="shapes and order",
               run=ScaledInput(sequential) if arch == "googlenet"
               else sequential)
        other = copy.deepcopy(model)
        for value in other.parameters():
            value.data.mul_(0.9)
        pair = {"model": state, "model_ema": other.state_dict()}
        agrees("weights and EMA, the EMA", pair, "--part", "model_ema",
               run=other, said="as --part asks")
        matrix.refused(f"{arch}, weights and EMA", path, "2 networks",
                       "model_ema. (" + arch, "EMA", "--part")
        if not arch.startswith("squeezenet"):
            head = {"resnet18": "fc.", "googlenet": "fc.",
                    "mobilenet_v2": "classifier.1."}[arch]
            split = {"backbone." + key: value for key, value in state.items()
                     if not key.startswith(head)}
            for leaf in ("weight", "bias"):
                split["head." + leaf] = state[head + leaf]
            agrees("head beside the backbone", split, said="stands beside")


def check_library(matrix, library, arch, model, recipe=IMAGENET):
    """In the containers that people have of it."""
    path = matrix.folder / "c.bin"
    torch.save(model.state_dict(), path)
    name = f"{arch}, {library.__name__} {library.__version__}"
    matrix.agrees(name, path, arch, model, recipe=recipe,
                  said=library.__name__ + "'" if recipe is KERAS else "")
    if SAFETENSORS:
        from safetensors.torch import save_file
        path = matrix.folder / "model.safetensors"
        save_file(model.state_dict(), path)
        matrix.agrees(name + ", safetensors", path, arch, model, recipe=recipe)


def check_libraries(matrix):
    if TIMM:
        for arch, (name, from_minus_one) in libraries.TIMM.items():
            model = randomised(TIMM.create_model(name, num_classes=CLASSES))
            check_library(matrix, TIMM, arch, model,
                          KERAS if from_minus_one else IMAGENET)
    else:
        print("skipped: timm is not there")
    if not TRANSFORMERS:
        return print("skipped: transformers is not there")
    resnet = TRANSFORMERS.ResNetForImageClassification(
        TRANSFORMERS.ResNetConfig(depths=[2, 2, 2, 2], embedding_size=64,
                                  hidden_sizes=[64, 128, 256, 512],
                                  layer_type="basic", num_labels=CLASSES))
    check_library(matrix, TRANSFORMERS, "resnet18", randomised(resnet))
    mobilenet = TRANSFORMERS.MobileNetV2ForImageClassification(
        TRANSFORMERS.MobileNetV2Config(num_labels=CLASSES))
    check_library(matrix, TRANSFORMERS, "mobilenet_v2", randomised(mobilenet),
                  recipe=KERAS)
    if SAFETENSORS:
        shards = matrix.folder / "shards"
        resnet.save_pretrained(shards, max_shard_size="20MB")
        for part in sorted(shards.glob("*-of-*"))[:1]:
            matrix.refused("resnet18, a shard", part, "part 1 of")
        for index in shards.glob("*.index.json"):
            matrix.refused("resnet18, a shard's index", index, "index")


def check_refusals(matrix):
    model = torchvision_model("resnet18")
    path = matrix.folder / "c.pt"
    torch.save(model, path)
    matrix.refused("whole module", path, "whole pickled module", "state_dict")
    torch.jit.script(model).save(str(path))
    matrix.refused("TorchScript", path, "TorchScript program")
    from torch.fx.experimental.optimization import fuse
    folded = fuse(copy.deepcopy(model))
    torch.save(folded.state_dict(), path)
    matrix.refused("folded batch norms", path, "are folded")
    quantised = torchvision.models.quantization.resnet18(quantize=False)
    quantised.eval()
    quantised.fuse_model()
    quantised.qconfig = torch.ao.quantization.get_default_qconfig("fbgemm")
    torch.ao.quantization.prepare(quantised, inplace=True)
    quantised(torch.rand(1, 3, 64, 64))
    torch.ao.quantization.convert(quantised, inplace=True)
    torch.save(quantised.state_dict(), path)
    matrix.refused("statically quantised", path, "is quantised", "float model")
    torch.save(torch.ao.quantization.quantize_dynamic(model).state_dict(), path)
    matrix.refused("dynamically quantised", path, "is quantised")
    if hasattr(torch, "export") and hasattr(torch.export, "save"):
        program = torch.export.export(model, (torch.rand(1, 3, 64, 64),))
        path = matrix.folder / "c.pt2"
        torch.export.save(program, path)
        matrix.refused("torch.export", path, ".pt2")
        torch.save(program.state_dict, matrix.folder / "c.pth")
        matrix.agrees("the exported program's state_dict",
                      matrix.folder / "c.pth", "resnet18", model)


def main():
    torch.set_num_threads(1)
    print(f"torch {torch.__version__}, torchvision {torchvision.__version__}")
    with tempfile.TemporaryDirectory() as folder:
        matrix = Matrix(pathlib.Path(folder))
        check_torchvision(matrix)
        check_libraries(matrix)
        check_refusals(matrix)
    print(f"{matrix.done} cases, {matrix.failures} failed")
    sys.exit(matrix.failures > 0)


if __name__ == "__main__":
    main()
