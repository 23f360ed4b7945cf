"""Explanations: camtool's values bit for bit, whatever the picture comes as."""

import gc
import io
import itertools
import threading
import weakref

import numpy as np
import PIL.Image
import pytest

import camglass


def test_six_lines(coffee):
    net = camglass.load()
    e = net.explain(str(coffee))
    assert e.labels[0] == "espresso"
    assert e.scores[0] > 0.5
    assert e._repr_png_().startswith(b"\x89PNG")


def test_values_are_camtools(net, coffee, camtool):
    folder = camtool(
        "run", coffee, "--class", "tabby", "--logits", "l.npy", "--map", "m.npy",
        "--features", "f.npy", "--overlay", "o.png", "--style", "turbo",
        "--out", "figure.png",
    )  # fmt: skip
    e = net.explain(coffee)
    assert np.array_equal(e.logits, np.load(folder / "l.npy"))
    assert np.array_equal(e.features, np.load(folder / "f.npy"))
    assert np.array_equal(e.map("tabby"), np.load(folder / "m.npy"))
    overlay = np.asarray(PIL.Image.open(folder / "o.png"))
    assert np.array_equal(e.overlay("tabby", style="turbo"), overlay)
    figure = e.figure("tabby", style="turbo")
    assert figure == (folder / "figure.png").read_bytes()


def test_default_figure_is_camtools(net, samples, camtool):
    folder = camtool("run", samples / "chelsea.png", "--out", "figure.png")
    e = net.explain(samples / "chelsea.png")
    assert e._repr_png_() == (folder / "figure.png").read_bytes()


def test_all_kinds_of_pictures_say_the_same(net, coffee):
    wanted = net.explain(coffee).logits
    pixels = np.asarray(PIL.Image.open(coffee).convert("RGB"))
    for image in (
        str(coffee),
        coffee.read_bytes(),
        bytearray(coffee.read_bytes()),
        memoryview(coffee.read_bytes()),
        PIL.Image.open(coffee),
        pixels,
        np.asfortranarray(pixels),
        np.pad(pixels, ((0, 0), (3, 5), (0, 0)))[:, 3:-5],
        pixels[::-1].copy()[::-1],
        pixels[:, ::-1].copy()[:, ::-1],
        pixels[..., ::-1].copy()[..., ::-1],
    ):
        assert np.array_equal(net.explain(image).logits, wanted)


# Pillow's own pasting over white rounds the same way.
def test_alpha_goes_over_white(net):
    rng = np.random.default_rng(5)
    rgba = PIL.Image.fromarray(rng.integers(0, 256, (60, 70, 4), np.uint8), "RGBA")
    white = PIL.Image.new("RGB", rgba.size, "white")
    white.paste(rgba, mask=rgba.getchannel("A"))
    off = net.explain(rgba).picture.astype(int) - np.asarray(white).astype(int)
    assert np.abs(off).max() <= 1
    file = io.BytesIO()
    rgba.save(file, "PNG")
    assert np.array_equal(net.explain(rgba).picture, net.explain(file.getvalue()).picture)


def test_grey_pillow_images_are_replicated(net):
    grey = PIL.Image.linear_gradient("L")
    assert np.array_equal(net.explain(grey).picture, np.asarray(grey.convert("RGB")))


def test_arrays_are_views_that_keep_their_memory(net, coffee):
    e = net.explain(coffee)
    logits, features, picture = e.logits, e.features, e.picture
    assert np.shares_memory(logits, e.logits)
    for array in (logits, features, picture, e.all_scores):
        assert not array.flags.writeable
        assert not array.flags.owndata
    wanted, wanted_map = logits.copy(), e.map()
    del e
    gc.collect()
    for _ in range(3):
        net.explain(coffee)
    assert np.array_equal(logits, wanted)
    assert features.shape == (*wanted_map.shape, 1000)
    assert picture.shape == (400, 600, 3)


def test_scores_are_the_softmax_of_the_logits(net, coffee):
    e = net.explain(coffee, top=5)
    assert len(e.labels) == len(e.scores) == 5
    odds = np.exp(e.logits.astype(np.float64) - e.logits.max())
    assert np.allclose(e.all_scores, odds / odds.sum(), rtol=1e-5, atol=1e-9)
    assert list(e.scores) == sorted(e.all_scores, reverse=True)[:5]
    assert [net.classes[r.index] for r in e.top()] == e.labels
    assert e.top(1)[0].logit == e.logits.max()
    assert len(e.top(10**6)) == 1000
    assert e.top(0) == []


def test_map_of_any_class(net, coffee):
    e = net.explain(coffee)
    assert np.array_equal(e.map(), e.map(e.labels[0]))
    assert np.array_equal(e.map(281), e.map("tabby"))
    assert np.array_equal(e.map(np.int64(281)), e.map("281"))
    # SqueezeNet's maps are its features, and their means its logits.
    assert np.array_equal(e.map("tabby"), e.features[..., 281])
    assert e.map("tabby").mean() == pytest.approx(e.logits[281], rel=1e-5)
    assert e.covered == (0, 0, 400, 600)


def test_a_generator_is_read_no_further_than_needed(net, coffee):
    taken = []

    def endless():
        for number in itertools.count():
            taken.append(number)
            yield coffee

    seen = net.explain_all(endless(), ahead=2)
    first = [next(seen).labels[0] for _ in range(3)]
    assert first == ["espresso"] * 3
    assert len(taken) <= 6
    seen.close()
    assert list(net.explain_all([])) == []


def test_a_generators_errors_come_in_their_turn(net, coffee):
    seen = net.explain_all([coffee, "/nonexistent.jpg", coffee])
    assert next(seen).labels[0] == "espresso"
    with pytest.raises(camglass.Error, match="nonexistent"):
        next(seen)


def test_errors(net, coffee):
    with pytest.raises(camglass.NotFoundError, match="no model 'nonsense'"):
        camglass.load("nonsense")
    with pytest.raises(camglass.InvalidInputError):
        camglass.load(b"not a model")
    with pytest.raises(camglass.UsageError, match="turbo"):
        net.explain(coffee).overlay(style="jet")
    with pytest.raises(camglass.UsageError, match="f16"):
        camglass.load(precision="f8")
    with pytest.raises(camglass.UsageError, match="input_scale"):
        camglass.load(input_scale=0)
    with pytest.raises(camglass.UsageError, match="alpha"):
        net.explain(coffee).overlay(alpha=2)
    with pytest.raises(camglass.UsageError, match="NoneType"):
        net.explain(None)
    with pytest.raises(LookupError, match="did you mean 'tabby'"):
        net.find_class("tabbi")
    with pytest.raises(camglass.AmbiguousError):
        net.find_class("crane")
    with pytest.raises(camglass.NotFoundError, match="0 to 999"):
        net.explain(coffee).map(1000)
    with pytest.raises(camglass.NotFoundError):
        net.explain(coffee).map(-1)
    for array in (
        np.zeros((4, 4, 3), np.float32),
        np.zeros((4, 4), np.uint8),
        np.zeros((4, 4, 4), np.uint8),
        np.zeros((0, 4, 3), np.uint8),
    ):
        with pytest.raises(ValueError):
            net.explain(array)
    with pytest.raises(camglass.Error):
        net.explain(coffee.read_bytes()[:5000])  # truncated


def test_options_reach_the_engine(coffee, camtool):
    net = camglass.load(
        threads=1, precision="f16", conv="direct", resize="fast", resize_rule="rows",
        input_scale=0.5, top=1,
    )  # fmt: skip
    folder = camtool(
        "run", coffee, "--precision", "f16", "--conv", "direct", "--resize", "fast",
        "--resize-rule", "rows", "--input-scale", "0.5", "--logits", "l.npy",
    )  # fmt: skip
    assert net.threads == 1
    e = net.explain(coffee)
    assert len(e.labels) == 1
    assert np.array_equal(e.logits, np.load(folder / "l.npy"))


# The bundled model's: 227 of 256 pixels of the short side, from the middle.
def test_the_evaluation_crop_covers_a_part(coffee):
    crop = camglass.load(resize_rule="crop", threads=1)
    top, left, height, width = crop.explain(coffee).covered
    side = 400 * 227 / 256
    assert (height, width) == pytest.approx((side, side), abs=1)
    assert (top, left) == pytest.approx(((400 - side) / 2, (600 - side) / 2), abs=1)


def test_threads_agree(net, coffee):
    wanted = net.explain(coffee).logits
    pixels = np.asarray(PIL.Image.open(coffee).convert("RGB"))
    own = camglass.load(threads=1)
    off = []

    def work(network):
        for _ in range(3):
            if not np.array_equal(network.explain(pixels).logits, wanted):
                off.append(network)

    threads = [
        threading.Thread(target=work, args=(network,))
        for network in (net, net, own, own.clone())
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not off


# Another thread's Python goes on while the engine works.
def test_the_interpreter_is_free_meanwhile(net, coffee):
    pixels = np.asarray(PIL.Image.open(coffee).convert("RGB"))
    pixels = np.tile(pixels, (4, 4, 1))
    large = camglass.load(threads=1, input_scale=4)
    steps = 0
    done = threading.Event()

    def work():
        large.explain(pixels)
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    while not done.wait(0.0005):
        steps += 1
    thread.join()
    assert steps > 10


def test_nothing_is_kept(net, coffee):
    pixels = np.asarray(PIL.Image.open(coffee).convert("RGB"))[:64, :64]
    e = net.explain(pixels)
    array = e.logits
    del e
    gone = weakref.ref(array)
    del array
    gc.collect()
    assert gone() is None
