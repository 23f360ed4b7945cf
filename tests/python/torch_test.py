"""The same network in PyTorch, on the same input, has the same values."""

import sys

import numpy as np
import pytest

import camglass

assert "torch" not in sys.modules
torch = pytest.importorskip("torch")
torchvision = pytest.importorskip("torchvision")


def random_module(name):
    """torchvision's network, with weights that keep values in range."""
    torch.manual_seed(3)
    extra = {"init_weights": True, "aux_logits": False} if name == "googlenet" else {}
    module = getattr(torchvision.models, name)(**extra)
    for layer in module.modules():
        if isinstance(layer, torch.nn.BatchNorm2d):
            layer.running_mean.uniform_(-0.1, 0.1)
            layer.running_var.uniform_(0.5, 1.5)
    return module.eval()


@pytest.mark.parametrize("name", ["resnet18", "squeezenet1_1", "mobilenet_v2"])
def test_a_module_from_memory(name):
    module = random_module(name)
    net = camglass.load(camglass.convert(module.state_dict()))
    assert net.arch == name
    rng = np.random.default_rng(2)
    pixels = rng.integers(0, 256, (224, 224, 3), np.uint8)
    e = net.explain(pixels)
    mean = torch.tensor([0.485, 0.456, 0.406])
    std = torch.tensor([0.229, 0.224, 0.225])
    x = (torch.from_numpy(pixels).float() / 255 - mean) / std
    with torch.no_grad():
        wanted = module(x.permute(2, 0, 1)[None])[0].numpy()
    scale = np.abs(wanted).max()
    assert scale > 0
    assert np.abs(e.logits - wanted).max() <= 2e-4 * scale


def test_half_precision_and_bfloat16_tensors():
    module = random_module("squeezenet1_1")
    for kind in (torch.bfloat16, torch.float16, torch.float64):
        state = {name: value.to(kind) for name, value in module.state_dict().items()}
        exact = {name: value.float() for name, value in state.items()}
        assert camglass.load(camglass.convert(state)).explain(
            np.full((64, 64, 3), 90, np.uint8)
        ).logits.tolist() == camglass.load(camglass.convert(exact)).explain(
            np.full((64, 64, 3), 90, np.uint8)
        ).logits.tolist()
