#!/usr/bin/env python3
"""Makes the four networks for every engine: random weights, torchvision's nets.

  make_models.py FOLDER [HEIGHTxWIDTH]    default: 224x224

Needs Debian's python3-torch, python3-torchvision and python3-onnx. For each NET:

  NET.pth                      what `camtool convert` reads
  NET.onnx                     outputs logits [1, 1000] and features, the map
                               before global pooling, which a CAM needs
  NET.pt                       the same as TorchScript
  NET.logits.npy, NET.features.npy   what PyTorch computes for input.npy
  mobilenet_v2.opset10.onnx    for OpenCV 4.6

and input.npy [1, 3, HEIGHT, WIDTH] and gflop.json (2 x multiply-adds of convolutions
and dense layers). Speed does not depend on weights; that they are the same for
all lets every engine prove that it ran the whole network.
"""
import json
import pathlib
import re
import sys

import numpy as np
import torch
import torchvision

NETS = ("squeezenet1_1", "googlenet", "resnet18", "mobilenet_v2")


def trunk_and_head(name, net):
    """The layers up to the features, and those from the pooled features on."""
    if name == "squeezenet1_1":
        return torch.nn.Sequential(net.features, *net.classifier[:3]), None
    if name == "mobilenet_v2":
        return net.features, net.classifier
    layers = [child for label, child in net.named_children()
              if label not in ("avgpool", "dropout", "fc", "aux1", "aux2")
              and child is not None]
    return torch.nn.Sequential(*layers), net.fc


class WithFeatures(torch.nn.Module):
    def __init__(self, name, net):
        super().__init__()
        self.trunk, self.head = trunk_and_head(name, net)

    def forward(self, x):
        features = self.trunk(x)
        pooled = torch.nn.functional.adaptive_avg_pool2d(features, 1).flatten(1)
        return pooled if self.head is None else self.head(pooled), features


def build(name):
    """Random weights whose activations keep a sensible size at any depth."""
    torch.manual_seed(2020 + NETS.index(name))
    options = {"aux_logits": False, "init_weights": True} \
        if name == "googlenet" else {}
    net = getattr(torchvision.models, name)(**options)
    with torch.no_grad():
        for module in net.modules():
            if isinstance(module, (torch.nn.Conv2d, torch.nn.Linear)):
                # Unequal biases: exporters share equal ones through Identity
                # nodes, which not every importer knows.
                if module.bias is not None:
                    module.bias.normal_(0, 0.05)
            if isinstance(module, torch.nn.BatchNorm2d):
                module.weight.uniform_(0.7, 1.3)
                module.bias.normal_(0, 0.1)
                module.momentum = 1.0
        net.train()
        net(torch.randn(4, 3, 224, 224))  # sets the running statistics
    return net.eval()


def multiply_adds(net, x):
    total = 0

    def count(module, inputs, output):
        nonlocal total
        per_output = module.weight[0].numel()
        total += per_output * output.numel()

    hooks = [module.register_forward_hook(count) for module in net.modules()
             if isinstance(module, (torch.nn.Conv2d, torch.nn.Linear))]
    net(x)
    for hook in hooks:
        hook.remove()
    return total


def export(name, net, x, folder):
    model = WithFeatures(name, net).eval()
    logits, features = model(x)
    if (logits - net(x)).abs().max() > 1e-4:
        sys.exit(f"{name}: the form with two outputs computes something else")
    np.save(folder / f"{name}.logits.npy", logits.numpy())
    np.save(folder / f"{name}.features.npy", features.numpy())
    torch.save(net.state_dict(), folder / f"{name}.pth")
    torch.jit.trace(model, x, check_trace=False).save(folder / f"{name}.pt")
    files = {f"{name}.onnx": 13}
    if name == "mobilenet_v2":
        files[f"{name}.opset10.onnx"] = 10
    for file, opset in files.items():
        torch.onnx.export(model, x, folder / file, opset_version=opset,
                          input_names=["input"],
                          output_names=["logits", "features"])


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    size = (sys.argv[2:] or ["224x224"])[0]
    if not re.fullmatch(r"[1-9]\d*x[1-9]\d*", size):
        sys.exit(f"make_models: '{size}' is not HEIGHTxWIDTH, such as 224x299")
    height, width = map(int, size.split("x"))
    torch.manual_seed(7)
    x = torch.randn(1, 3, height, width)
    np.save(folder / "input.npy", x.numpy())
    gflop = {}
    for name in NETS:
        net = build(name)
        with torch.no_grad():
            export(name, net, x, folder)
            gflop[name] = 2e-9 * multiply_adds(net, x)
        print(f"{name}: {gflop[name]:.3f} GFLOP", flush=True)
    (folder / "gflop.json").write_text(json.dumps(gflop))


if __name__ == "__main__":
    main()
