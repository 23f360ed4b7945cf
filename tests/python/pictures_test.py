"""Pictures from memory: 16-bit ones, and those that change while they wait."""

import io

import numpy as np
import PIL.Image
import pytest

import camglass


# What the network sees matters not here.
@pytest.fixture(scope="module")
def small():
    return camglass.load(threads=1, input_scale=0.15)


def every_grey_value():
    return np.arange(65536, dtype=np.uint16).reshape(256, 256)


def rounded(values):
    grey = np.round(values / 257).astype(np.uint8)
    return np.repeat(grey[..., np.newaxis], 3, axis=2)


@pytest.mark.parametrize(("mode", "kind"), [("I;16", "<u2"), ("I;16B", ">u2"), ("I;16L", "<u2")])
def test_16_bit_grey_is_rounded_as_files_are(small, mode, kind):
    values = every_grey_value()
    data = values.astype(kind).tobytes()
    image = PIL.Image.frombytes(mode, (256, 256), data, "raw", mode)
    assert np.array_equal(small.explain(image).picture, rounded(values))


def test_a_16_bit_grey_png_is_the_same_by_pillow(small):
    values = every_grey_value()
    for options in ({}, {"transparency": 1000}):
        file = io.BytesIO()
        data = values.astype("<u2").tobytes()
        PIL.Image.frombytes("I;16", (256, 256), data).save(file, "PNG", **options)
        wanted = rounded(values)
        if options:
            wanted[values == 1000] = 255
        assert np.array_equal(small.explain(file.getvalue()).picture, wanted)
        image = PIL.Image.open(file)
        if image.mode == "I":
            pytest.skip("Pillow before 11 opens it as 32-bit")
        assert np.array_equal(small.explain(image).picture, wanted)


@pytest.mark.parametrize("mode", ["I", "F"])
def test_values_without_a_white_are_refused(small, mode):
    image = PIL.Image.new(mode, (8, 8), 300)
    with pytest.raises(camglass.InvalidInputError, match="scale it to 8 bits first"):
        small.explain(image)


GREYS = [10, 60, 110, 160]


def shown(explanations):
    return [int(e.picture[0, 0, 0]) for e in explanations]


def test_a_refilled_array_is_seen_as_it_was(small):
    def camera():
        frame = np.empty((16, 16, 3), np.uint8)
        for grey in GREYS:
            frame[:] = grey
            yield frame

    for ahead in (1, 2, 10):
        assert shown(small.explain_all(camera(), ahead=ahead)) == GREYS


def test_a_refilled_buffer_is_seen_as_it_was(small):
    header = b"P6 16 16 255\n"

    def camera(given):
        frame = bytearray(len(header) + 16 * 16 * 3)
        for grey in GREYS:
            frame[:] = header + bytes([grey]) * (16 * 16 * 3)
            yield given(frame)

    assert shown(small.explain_all(camera(lambda frame: frame), ahead=3)) == GREYS
    assert shown(small.explain_all(camera(memoryview), ahead=3)) == GREYS


def test_a_pillow_image_may_be_painted_over_or_closed(small):
    def painted():
        image = PIL.Image.new("RGB", (16, 16))
        for grey in GREYS:
            image.paste((grey, grey, grey), (0, 0, 16, 16))
            yield image

    def closed():
        for grey in GREYS:
            file = io.BytesIO()
            PIL.Image.new("L", (16, 16), grey).save(file, "PNG")
            with PIL.Image.open(file) as image:
                yield image

    assert shown(small.explain_all(painted(), ahead=3)) == GREYS
    assert shown(small.explain_all(closed(), ahead=3)) == GREYS


@pytest.mark.parametrize("ahead", [1, 2, 10])
def test_a_source_that_fails_does_so_in_its_turn(small, ahead):
    def camera():
        for grey in GREYS:
            yield np.full((16, 16, 3), grey, np.uint8)
        raise RuntimeError("unplugged")

    seen = small.explain_all(camera(), ahead=ahead)
    assert shown(next(seen) for _ in GREYS) == GREYS
    with pytest.raises(RuntimeError, match="unplugged"):
        next(seen)
    assert list(seen) == []


def test_a_source_is_not_asked_again_after_its_error(small):
    class Camera:
        asked = 0

        def __iter__(self):
            return self

        def __next__(self):
            self.asked += 1
            if self.asked == 2:
                raise OSError("busy")
            return np.zeros((16, 16, 3), np.uint8)

    camera = Camera()
    seen = small.explain_all(camera, ahead=5)
    assert next(seen)
    with pytest.raises(OSError, match="busy"):
        next(seen)
    assert camera.asked == 2
