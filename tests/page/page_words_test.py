#!/usr/bin/env python3
"""What the page says, and where: page_words_test.py CAMAPP

In headless Chromium: a reason can be seen on any page, also while help is open,
numbers are a picture's or a camera's, and there are only buttons that can do
something. Ends with status 77 where there is no Chromium."""

import asyncio
import os
import pathlib
import shutil
import signal
import sys
import unittest

if not shutil.which("chromium"):
    print("skipped: chromium is not installed")
    sys.exit(77)
try:
    from chromium import Chromium
except ModuleNotFoundError as missing:
    print(f"skipped: {missing}; is python3-websockets installed?")
    sys.exit(77)
from camapp_page import Camapp

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLE = os.path.join(ROOT, "camapp/share/samples/coffee.jpg")
READY = ('document.querySelectorAll("#classes li").length === 3 &&'
         ' document.getElementById("stream").naturalWidth > 0')
# Whether a message with this is what lies on top, at its middle and corners.
SEEN = """[...document.querySelectorAll(".message")].some((message) => {
  if (!message.textContent.includes("%s")) return false;
  const box = message.getBoundingClientRect();
  const inside = [[0.5, 0.5], [0.1, 0.1], [0.9, 0.9]];
  return box.height > 0 && inside.every(([x, y]) =>
    document.elementFromPoint(box.left + x * box.width,
                              box.top + y * box.height) === message);
})"""
NUMBERS = """Object.fromEntries(
  [...document.querySelectorAll("#numbers dt")].map(
    (term) => [term.textContent, term.nextElementSibling.textContent]))"""
SHOWN_BUTTONS = """[...document.querySelectorAll("#commands [data-name]")]
  .filter((button) => button.offsetHeight > 0)
  .map((button) => button.dataset.name)"""
SCORES = """[...document.querySelectorAll("#classes li")].map(
  (line) => line.children[1].textContent)"""
STATE = 'fetch("/state.json").then(answer => answer.json())'


class PageWordsTest(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        asyncio.get_running_loop().set_debug(False)

    def begin(self, *arguments):
        camapp = Camapp(sys.argv[1], *arguments)
        self.addCleanup(camapp.end)
        return camapp

    async def test_a_reason_is_seen_wherever_one_looks(self):
        async with Chromium() as browser:
            camapp = self.begin("--image", SAMPLE)
            await browser.set_size(1120, 300)
            await browser.open(camapp.url)
            await browser.wait_for(READY)
            camapp.send(signal.SIGKILL)
            gone = SEEN % "out of reach"
            await browser.wait_for(gone)
            await browser.press("h")
            await browser.wait_for('document.getElementById("help").open')
            with self.subTest("with help open"):
                await browser.wait_for(gone)
            await browser.evaluate(
                'document.getElementById("help").scrollTo(0, 1e6)')
            with self.subTest("at the end of the help"):
                await browser.wait_for(gone)
            await browser.press("h")
            await browser.set_size(360, 300, mobile=True)
            await browser.evaluate("scrollTo(0, 1e6)")
            with self.subTest("at the end of a phone's page"):
                await browser.wait_for(gone)

    async def test_who_ended_it_is_told_so(self):
        async with Chromium() as browser:
            camapp = self.begin("--image", SAMPLE)
            await browser.set_size(1120, 700)
            await browser.open(camapp.url)
            await browser.wait_for(READY)
            names = await browser.evaluate(
                '[...document.querySelectorAll("#commands button span")]'
                '.map((name) => name.textContent)')
            self.assertIn("Next network", names)
            self.assertIn("Previous network", names)
            await browser.evaluate("window.confirm = () => true")
            await browser.press("q")
            await browser.wait_for(SEEN % "camapp was ended")

    async def test_a_picture_is_no_camera(self):
        async with Chromium() as browser:
            camapp = self.begin("--image", SAMPLE)
            await browser.set_size(1280, 800)
            await browser.open(camapp.url)
            await browser.wait_for(READY)
            numbers = await browser.evaluate(NUMBERS)
            self.assertEqual(numbers["Picture"], "coffee.jpg")
            self.assertEqual(set(numbers) & {"Camera", "Shown", "State"}, set())
            high, wide = (await browser.evaluate(STATE))["map"]
            self.assertLess(high, wide)  # as the sample is
            self.assertTrue(numbers["Map"].startswith(f"{wide} × {high}, "),
                            numbers["Map"])
            buttons = await browser.evaluate(SHOWN_BUTTONS)
            for name in ("record", "freeze", "next-picture",
                         "previous-picture"):
                self.assertNotIn(name, buttons)
            self.assertEqual(buttons.count("show-class"), 3)
            # Two decimals would show two of them alike.
            state = await browser.evaluate(STATE)
            self.assertEqual(
                await browser.evaluate(SCORES),
                [f"{each['score']:.5g}" for each in state["view"]["shown"]])
            for name in ("compare", "pin", "snapshot", "finer", "style",
                         "mirror", "quit"):
                self.assertIn(name, buttons)
            await browser.press("r")
            await browser.wait_for(SEEN % "nothing to record")

    async def test_a_pinned_class_has_a_line_wherever_it_ranks(self):
        async with Chromium() as browser:
            camapp = self.begin("--image", SAMPLE, "--class", "tench")
            await browser.set_size(1280, 800)
            await browser.open(camapp.url)
            await browser.wait_for(
                'document.querySelectorAll("#classes li").length === 4')
            self.assertEqual(await browser.evaluate(
                'document.querySelector("#classes li.shown").children[0]'
                '.textContent'), "tench")

    async def test_frames_without_a_network_have_no_buttons_for_one(self):
        async with Chromium() as browser:
            camapp = self.begin("--pattern", "--no-infer")
            await browser.set_size(1280, 800)
            await browser.open(camapp.url)
            await browser.wait_for(f"{NUMBERS}.Source?.includes('fps')")
            self.assertNotIn("Map", await browser.evaluate(NUMBERS))
            buttons = await browser.evaluate(SHOWN_BUTTONS)
            self.assertEqual(
                set(buttons),
                {"freeze", "snapshot", "record", "mirror", "quit"})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
