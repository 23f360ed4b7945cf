"""camglass.convert: files and state_dicts to models."""

import json
import os
import sys
from pathlib import Path

import numpy as np
import pytest

import camglass


def bundled_tensors() -> dict:
    """The bundled model's tensors by name, read as the format says."""
    path = Path(camglass.__file__).parent / "share/camglass/models/squeezenet1_1.safetensors"
    data = path.read_bytes()
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    header.pop("__metadata__")
    types = {"F16": np.float16, "F32": np.float32}
    tensors = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        values = np.frombuffer(data[8 + size + start : 8 + size + end], types[entry["dtype"]])
        tensors[name] = values.reshape(entry["shape"])
    return tensors


def options_of_the_bundled_model(net) -> dict:
    return dict(arch=net.arch, variant=net.variant)


def test_a_state_dict_in_memory(net, coffee):
    state = {name: values.astype(np.float32) for name, values in bundled_tensors().items()}
    again = camglass.load(camglass.convert(state, **options_of_the_bundled_model(net)))
    assert (again.arch, again.variant) == (net.arch, net.variant)
    assert again.classes == net.classes
    assert np.array_equal(again.explain(coffee).logits, net.explain(coffee).logits)
    assert "torch" not in sys.modules


def test_whatever_has_a_state_dict(net):
    class Module:
        def state_dict(self):
            return bundled_tensors()

    assert camglass.convert(Module(), **options_of_the_bundled_model(net))


def test_files(net, tmp_path, coffee):
    first = camglass.convert(bundled_tensors(), tmp_path / "one.safetensors",
                             **options_of_the_bundled_model(net))  # fmt: skip
    assert (tmp_path / "one.safetensors").read_bytes() == first
    second = camglass.convert(tmp_path / "one.safetensors", tmp_path / "two.safetensors")
    assert sorted(os.listdir(tmp_path)) == ["one.safetensors", "two.safetensors"]
    assert camglass.load(second).classes == net.classes
    logits = camglass.load(tmp_path / "two.safetensors").explain(coffee).logits
    assert np.array_equal(logits, net.explain(coffee).logits)
    with pytest.raises(camglass.FileError, match="exists"):
        camglass.convert(tmp_path / "one.safetensors", tmp_path / "two.safetensors")
    camglass.convert(tmp_path / "one.safetensors", tmp_path / "two.safetensors", f16=True, force=True)
    assert (tmp_path / "two.safetensors").stat().st_size < 0.6 * len(second)


def test_own_classes(net):
    names = [f"kind {i}" for i in range(1000)]
    model = camglass.convert(bundled_tensors(), classes=names, scores="sigmoid",
                             **options_of_the_bundled_model(net))  # fmt: skip
    own = camglass.load(model)
    assert own.classes == names
    assert own.score_rule == "sigmoid"
    e = own.explain(np.zeros((32, 32, 3), np.uint8))
    assert np.allclose(e.all_scores, 1 / (1 + np.exp(-e.logits.astype(np.float64))), rtol=1e-6)


def test_refusals(tmp_path):
    for weights in ({}, 7, [1.0]):
        with pytest.raises(camglass.InvalidInputError, match="state_dict"):
            camglass.convert(weights)
    with pytest.raises(camglass.Error):
        camglass.convert({"layer.weight": np.zeros((3, 3))})
    with pytest.raises(camglass.InvalidInputError, match="layer is"):
        camglass.convert({"layer": np.zeros(3, np.complex64)})
    with pytest.raises(camglass.InvalidInputError, match="layer is"):
        camglass.convert({"layer": "text"})
    with pytest.raises(camglass.Error, match="nothing.pth"):
        camglass.convert(tmp_path / "nothing.pth")
