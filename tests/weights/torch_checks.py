#!/usr/bin/env python3
"""Checks camtool convert, verify and diff with checkpoints that PyTorch makes.

    torch_checks.py CAMTOOL [--without CONTAINER]...

Fine-tunes of each architecture to two classes; one ResNet-18 in every container
that a checkpoint comes in; MobileNet-v2 as torchvision and as Keras pads it, at
odd sizes. PyTorch computes the values that camtool verify compares with.
CONTAINER (legacy, npz) is one that camtool does not read: it must refuse it.
Exit status 77: there is no PyTorch or h5py here.
"""
import argparse
import json
import pathlib
import struct
import subprocess
import sys
import tempfile
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "golden"))
try:
    import h5py
    import numpy as np
    import torch
    import torch.nn as nn
    import torchvision.models as tvm

    import networks
    from random_params import random_input, random_param
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)

ODD = (97, 161)
MEAN = torch.tensor([0.485, 0.456, 0.406]).view(3, 1, 1)
STD = torch.tensor([0.229, 0.224, 0.225]).view(3, 1, 1)


class Checks:
    def __init__(self, camtool, folder):
        self.camtool, self.folder, self.failures = camtool, folder, 0

    def run(self, *arguments):
        result = subprocess.run([self.camtool, *map(str, arguments)], text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return result.returncode, result.stdout

    def expect(self, status, text, *arguments):
        got, output = self.run(*arguments)
        if got != status or text not in output:
            self.failures += 1
            print(f"camtool {' '.join(map(str, arguments))}\n  status {got}, "
                  f"expected {status} and '{text}':\n{output}")
        return got == status and text in output

    def convert(self, path, network):
        """Converts without a flag; the result must be that network."""
        model = path.with_suffix(path.suffix + ".safetensors")
        self.expect(0, f": {network}\n", "convert", path, "--force", "-o", model)
        return model

    def verify(self, model, name, arrays):
        archive = self.folder / f"{name}.npz"
        np.savez(archive, **arrays)
        if self.expect(0, "1 of 1 agree", "verify", model, "--against", archive):
            print(f"ok: {name}, {len(arrays) - 1} values")


# ---- Fine-tunes --------------------------------------------------------------


def two_classes(arch, head):
    """The network with random weights and a head as people replace it."""
    torch.manual_seed(len(arch))
    if arch == "googlenet":  # as torchvision's pretrained one is set up
        net = tvm.googlenet(num_classes=1000, transform_input=True,
                            init_weights=False)
        net.fc = head(1024)
    elif arch == "resnet18":
        net = tvm.resnet18()
        net.fc = head(512)
    elif arch == "mobilenet_v2":
        net = tvm.mobilenet_v2()
        net.classifier[1] = head(1280)
    else:
        net = getattr(tvm, arch)()
        net.classifier[1] = nn.Conv2d(512, 2, 1)
    return net


def train_a_step(net):
    """One step on two pictures, so that weights and statistics move."""
    net.train()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
    output = net(torch.rand(2, 3, 96, 96))
    logits = output.logits if hasattr(output, "logits") else output
    loss = nn.functional.cross_entropy(logits, torch.tensor([0, 1]))
    loss.backward()
    optimizer.step()
    return net.eval(), optimizer


FEATURES = {"googlenet": "inception5b", "resnet18": "layer4",
            "mobilenet_v2": "features", "squeezenet1_0": "classifier.2",
            "squeezenet1_1": "classifier.2"}


def reference(net, arch, size):
    """What PyTorch computes for a picture, preprocessing included."""
    values = {}
    layer = dict(net.named_modules())[FEATURES[arch]]
    handle = layer.register_forward_hook(
        lambda _, __, output: values.update(features=output.clone()))
    pixels = np.random.default_rng(7).integers(0, 256, (*size, 3), np.uint8)
    x = torch.from_numpy(pixels).permute(2, 0, 1).float() / 255
    with torch.no_grad():
        logits = net(((x - MEAN) / STD)[None])[0]
    handle.remove()
    return {"resized": pixels, "logits": logits.numpy(),
            "features": values["features"][0].permute(1, 2, 0).numpy()}


def check_fine_tunes(checks):
    linear = lambda n: nn.Linear(n, 2)
    for arch in FEATURES:
        net, optimizer = train_a_step(two_classes(arch, linear))
        expected = reference(net, arch, ODD)
        path = checks.folder / f"{arch}_two.pth"
        torch.save(net.state_dict(), path)
        model = checks.convert(path, f"{arch}, variant torchvision, 2 classes")
        checks.verify(model, f"{arch}_two", expected)
        if arch != "resnet18":
            continue
        wrapped = checks.folder / "wrapped.pth"
        torch.save({"epoch": 3, "optimizer": optimizer.state_dict(),
                    "model": nn.DataParallel(net).state_dict()}, wrapped)
        checks.convert(wrapped, "resnet18, variant torchvision, 2 classes")
        checks.expect(0, "identical", "diff", path, wrapped)


def check_heads(checks):
    """A linear head in a Sequential, one without a bias, one of two layers."""
    kinds = {
        "sequential": lambda n: nn.Sequential(nn.Dropout(), nn.Linear(n, 2)),
        "unbiased": lambda n: nn.Linear(n, 2, bias=False),
    }
    for kind, head in kinds.items():
        net = two_classes("resnet18", head).eval()
        path = checks.folder / f"{kind}.pth"
        torch.save(net.state_dict(), path)
        model = checks.convert(path, "resnet18, variant torchvision, 2 classes")
        checks.verify(model, kind, reference(net, "resnet18", ODD))
    deep = lambda n: nn.Sequential(nn.Linear(n, 64), nn.ReLU(), nn.Linear(64, 2))
    for arch in ("resnet18", "mobilenet_v2"):
        path = checks.folder / f"{arch}_deep.pth"
        torch.save(two_classes(arch, deep).state_dict(), path)
        checks.expect(1, "more than one layer", "convert", path)


# ---- Containers --------------------------------------------------------------


def write_safetensors(path, state):
    header, data = {}, b""
    for name, tensor in state.items():
        if tensor.dtype != torch.float32:
            continue
        piece = tensor.contiguous().numpy().tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape),
                        "data_offsets": [len(data), len(data) + len(piece)]}
        data += piece
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def trained_resnet18():
    """No two of its tensors are alike, batch norms and statistics included."""
    torch.manual_seed(18)
    net = networks.tvm.resnet18()
    with torch.no_grad():
        for value in net.state_dict().values():
            if value.dtype == torch.float32 and value.ndim == 1:
                value.uniform_(0.5, 1.5)
    return net.eval()


def write_onnx(path, net):
    """As the checkpoint has it: batch norms stay nodes of their own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(net, torch.zeros(1, 3, 224, 224), path,
                          opset_version=13, do_constant_folding=False,
                          training=torch.onnx.TrainingMode.PRESERVE)


def write_containers(folder, net):
    state = net.state_dict()
    paths = {name: folder / f"same.{name}"
             for name in ("legacy", "safetensors", "npz", "onnx")}
    torch.save(state, paths["legacy"], _use_new_zipfile_serialization=False)
    write_safetensors(paths["safetensors"], state)
    np.savez(paths["npz"], **{k: v.numpy() for k, v in state.items()})
    write_onnx(paths["onnx"], net)
    return paths


def change_last_bit(net, key):
    values = net.state_dict()[key].view(-1).numpy().view(np.uint32)
    values[len(values) // 2] ^= 1


def check_containers(checks, without):
    net = trained_resnet18()
    first = checks.folder / "zip.pth"
    torch.save(net.state_dict(), first)
    same = "identical: 102 tensors, bit for bit"
    # What the comparison is worth: one bit of one value shows in each container.
    changed = ("layer3.0.bn2.running_var", "layer2.1.conv1.weight", "fc.bias")
    for key in changed:
        change_last_bit(net, key)
        for name, path in write_containers(checks.folder, net).items():
            if name not in without:
                checks.expect(1, f"{key:36} 1 value differs", "diff", first, path)
        change_last_bit(net, key)
    for name, path in write_containers(checks.folder, net).items():
        if name in without:
            checks.expect(1, "", "convert", path)
            print(f"not read: {name}")
            continue
        checks.convert(path, "resnet18, variant torchvision, 1000 classes")
        if checks.expect(0, same, "diff", first, path):
            print(f"ok: {name} gives the tensors of .pth; a last bit shows")


# ---- MobileNet-v2's paddings ---------------------------------------------------


def keras_name(key):
    """torchvision's key -> the path of Keras's dataset."""
    module, _, part = key.rpartition(".")
    fields = module.split(".")
    if fields[0] == "classifier":
        layer, norm = "predictions", False
    elif fields[1] in ("0", "18"):
        norm = fields[2] == "1"
        layer = {"0": "Conv1", "18": "Conv_1"}[fields[1]]
        layer = ("bn_Conv1" if fields[1] == "0" else "Conv_1_bn") if norm else layer
    else:
        block, place = int(fields[1]) - 1, [int(n) for n in fields[3:]]
        stages = ["expand", "depthwise", "project"][1 if block == 0 else 0:]
        stage = stages[place[0] if len(place) == 2 else len(stages) - 1]
        norm = place[1] == 1 if len(place) == 2 else place[0] == len(stages)
        prefix = "expanded_conv" if block == 0 else f"block_{block}"
        layer = f"{prefix}_{stage}" + ("_BN" if norm else "")
    if norm:
        part = {"weight": "gamma", "bias": "beta", "running_mean": "moving_mean",
                "running_var": "moving_variance"}[part]
    elif part == "weight":
        part = "depthwise_kernel" if layer.endswith("depthwise") else "kernel"
    return f"{layer}/{layer}/{part}:0"


def keras_layout(path, values):
    if values.ndim == 2:
        return values.T
    if values.ndim < 4:
        return values
    axes = (2, 3, 0, 1) if "depthwise_kernel" in path else (2, 3, 1, 0)
    return values.transpose(axes)


def every_layer(run, size):
    picture = random_input(*size, 1)
    x = torch.from_numpy(picture.transpose(2, 0, 1).astype(np.float64))[None]
    with torch.no_grad():
        values = run(x)
    arrays = {"input": picture.transpose(2, 0, 1).astype(np.float32)}
    for name, value in values.items():
        value = value[0] if value.ndim == 4 else value[0][:, None, None]
        arrays[name] = value.permute(1, 2, 0).numpy().astype(np.float32)
    return arrays


def check_paddings(checks):
    module = tvm.mobilenet_v2(num_classes=networks.CLASSES)
    state = {key: random_param(key, tuple(value.shape))
             for key, value in module.state_dict().items()
             if not key.endswith("num_batches_tracked")}
    torch_path = checks.folder / "paddings.pth"
    torch.save({k: torch.from_numpy(v.copy()) for k, v in state.items()},
               torch_path)
    keras_path = checks.folder / "paddings.h5"
    with h5py.File(keras_path, "w") as file:
        for key, values in state.items():
            name = keras_name(key)
            file[name] = np.ascontiguousarray(keras_layout(name, values))
    forms = [(torch_path, "torchvision", networks.torchvision_network("mobilenet_v2")),
             (keras_path, "keras", networks.mobilenet_keras())]
    for path, variant, run in forms:
        model = checks.convert(path, f"mobilenet_v2, variant {variant}, 10 classes")
        for size in (ODD, (96, 128), (75, 98)):
            name = f"mobilenet_v2_{variant}_{size[0]}x{size[1]}"
            checks.verify(model, name, every_layer(run, size))
    checks.expect(1, '"padding":"same"', "diff", torch_path, keras_path)
    checks.expect(0, "identical", "diff", torch_path, keras_path.with_suffix(
        ".h5.safetensors"), "--raw")


def check_planted(checks):
    """A wrong weight, and one that is no number, are traced to their layer."""
    archive = checks.folder / "mobilenet_v2_torchvision_75x98.npz"  # intact
    state = torch.load(checks.folder / "paddings.pth")
    layer = "features.7.conv.1.0"
    for name, value, status, text in (
            ("wrong", 5.0, 1, f"  {layer} "),
            ("nan", float("nan"), 3, f"the layer {layer} gives ")):
        weight = state[layer + ".weight"].clone()
        weight[3, 0, 1, 1] = value
        path = checks.folder / f"{name}.pth"
        torch.save({**state, layer + ".weight": weight}, path)
        model = path.with_suffix(".safetensors")
        warned = f"warning: {path}: the tensor {layer}.weight" if status == 3 else ""
        checks.expect(0, warned, "convert", path, "--quiet", "-o", model)
        _, output = checks.run("verify", model, "--against", archive)
        first = [line for line in output.splitlines()
                 if "the first that does" in line]
        checks.expect(status, text, "verify", model, "--against", archive)
        if len(first) != 1 or not first[0].startswith(f"  {layer} "):
            checks.failures += 1
            print(f"{name}: the first layer is not {layer}: {first}")
        check_report(checks, name, model, archive, layer)


def check_report(checks, name, model, archive, layer):
    """The same as a program reads it."""
    status, output = checks.run("verify", model, "--json", "--against", archive)
    report = json.loads(output)
    values = report["archives"][0]["values"]
    first = next(value for value in values if not value["agrees"])
    finite = name == "wrong"
    bad = report["archives"][0].get("non_finite_layer", {})
    if (report["schema"] != 1 or report["agree"] != 0 or
            status != (1 if finite else 3) or first["name"] != layer or
            (first["largest_error"] is None) == finite or
            len(first["first"]["at"]) != 3 or
            bad.get("weights", layer + ".weight") != layer + ".weight" or
            (bad.get("name") == layer) == finite):
        checks.failures += 1
        print(f"{name}: verify --json says {status}: {output[:2000]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("camtool")
    parser.add_argument("--without", action="append", default=[])
    args = parser.parse_args()
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        checks = Checks(args.camtool, pathlib.Path(folder))
        check_fine_tunes(checks)
        check_heads(checks)
        check_containers(checks, args.without)
        check_paddings(checks)
        check_planted(checks)
    print(f"{checks.failures} checks failed")
    sys.exit(checks.failures > 0)


if __name__ == "__main__":
    main()
