"""Wrong arguments: one sentence of ours each, wherever they are found out."""

import os
import shutil
from pathlib import Path

import numpy as np
import pytest

import camglass

BUNDLED = Path(camglass.__file__).parent / "share/camglass/models/squeezenet1_1.safetensors"
GREY = np.full((8, 8, 3), 90, np.uint8)


def refused(call, *arguments, match, **options):
    """The error is for people: no list of C++ overloads, and no exception of C++'s."""
    with pytest.raises(camglass.Error, match=match) as raised:
        call(*arguments, **options)
    said = str(raised.value)
    assert "\n" not in said
    assert "overload" not in said
    assert not said.startswith("std::")
    return said


@pytest.mark.parametrize(
    ("options", "match"),
    [
        ({"threads": -1}, "threads is negative"),
        ({"threads": 1.5}, "threads can't be of type float"),
        ({"threads": "2"}, "threads can't be of type str"),
        ({"threads": 2**70}, "threads is too large"),
        ({"input_scale": "1"}, "input_scale can't be of type str"),
        ({"input_scale": None}, "input_scale can't be of type NoneType"),
        ({"input_scale": 10**400}, "input_scale is too large"),
        ({"input_scale": float("nan")}, "input_scale"),
        ({"precision": ["f16"]}, "f32, f16"),
        ({"conv": None}, "auto, direct"),
        ({"top": -1}, "top is negative"),
        ({"top": "3"}, "top can't be"),
    ],
)
def test_load(options, match):
    refused(camglass.load, match=match, **options)


@pytest.mark.parametrize(
    ("model", "match"),
    [
        (None, "model can't be of type NoneType"),
        (7, "model can't be of type int"),
        ("", "model is empty"),
        ("squeezenet1_1\0and more", "NUL"),
        ("\ud800", "no file's name"),
        ("/nonexistent/\udcff.safetensors", "no such file"),
    ],
)
def test_names_of_models(model, match):
    refused(camglass.load, model, match=match)


def test_a_model_may_have_any_name(tmp_path):
    path = os.fsdecode(os.fsencode(tmp_path) + b"/m\xff\xfe.safetensors")
    shutil.copy(BUNDLED, path)
    assert camglass.load(path, threads=1).arch == "squeezenet1_1"
    assert camglass.load(Path(path), threads=1).arch == "squeezenet1_1"
    model = camglass.convert(path)
    assert camglass.load(model, threads=1).arch == "squeezenet1_1"


def test_numbers_of_numpys_are_numbers(net):
    own = camglass.load(threads=np.int64(1), input_scale=np.float32(0.5), top=np.uint8(2))
    assert own.threads == 1
    assert len(own.explain(GREY).labels) == 2
    assert len(own.explain(GREY, top=np.int8(4)).labels) == 4


def test_networks_and_explanations(net):
    for top in (-1, 2.5, "3"):
        refused(net.explain, GREY, top=top, match="top")
        refused(net.explain(GREY).top, top, match="count")
    refused(net.prepare, -1, 5, match="height is negative")
    refused(net.prepare, 5, "5", match="width can't be of type str")
    refused(net.prepare, 2**64, 5, match="height is too large")
    refused(net.explain_all, [], ahead="2", match="ahead")
    for cls in (1.5, [], b"tabby"):
        refused(net.find_class, cls, match="class")
    refused(net.find_class, "tabby\0cat", match="NUL")
    refused(net.find_class, "tabby\udcff", match="not Unicode")
    e = net.explain(GREY)
    refused(e.overlay, style=["turbo"], match="turbo")
    refused(e.overlay, threshold="0.2", match="threshold can't be")
    refused(e.overlay, alpha=None, match="alpha can't be")


def test_names_of_pictures(net, coffee):
    refused(net.explain, f"{coffee}\0.png", match="NUL")
    refused(net.explain, "", match="empty")


@pytest.mark.parametrize(
    ("options", "match"),
    [
        ({"arch": None}, "arch can't be of type NoneType"),
        ({"variant": 3}, "variant can't be"),
        ({"part": b"backbone"}, "part can't be"),
        ({"preprocess": None}, "preprocess can't be"),
        ({"scores": "soft\udcff"}, "scores has a part that is not Unicode"),
        ({"classes": "tabby"}, "classes can't be of type str"),
        ({"classes": None}, "classes can't be"),
        ({"classes": ["tabby", 3]}, r"classes\[1\] can't be of type int"),
        ({"head_relu": "no"}, "head_relu can't be"),
        ({"f16": None}, "f16 can't be"),
        ({"force": "yes"}, "force can't be"),
        ({"out": ""}, "out is empty"),
        ({"out": 3}, "out can't be of type int"),
        ({"out": "a\0b"}, "NUL"),
    ],
)
def test_convert(options, match, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refused(camglass.convert, BUNDLED, match=match, **options)
    assert os.listdir(tmp_path) == []


def test_weights():
    refused(camglass.convert, f"{BUNDLED}\0.pth", match="NUL")
    inner = {"features.0.weight": np.zeros((3, 3), np.float32)}
    for checkpoint in ({"state_dict": inner}, {"epoch": 3, "model": inner, "optimizer": {}}):
        said = refused(camglass.convert, checkpoint, match="give the state_dict alone")
        assert f"checkpoint[{next(k for k in checkpoint if k != 'epoch')!r}]" in said
    refused(camglass.convert, {"layer": "text"}, match="layer is ")
    refused(camglass.convert, {"layer": object()}, match="layer is ")


# camtool's messages are shared; --flags are not Python's.
def test_messages_speak_of_arguments(net):
    for said in (
        refused(camglass.load, "nonsense", match="load"),
        refused(camglass.convert, BUNDLED, scores="loud", match="scores is softmax or"),
        refused(camglass.convert, BUNDLED, preprocess="nothing", match="preprocess"),
        refused(camglass.convert, BUNDLED, arch="vgg16", match="vgg16"),
    ):
        assert "--" not in said
    large = camglass.load(threads=1, input_scale=64)
    said = refused(large.explain, np.zeros((1, 2000, 3), np.uint8), match="lower input_scale")
    assert "--" not in said
