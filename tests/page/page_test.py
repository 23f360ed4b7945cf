#!/usr/bin/env python3
"""The page in a browser: page_test.py CAMAPP [PICTURES]

Runs camapp on its test pattern and looks at its page with headless Chromium:
the picture moves, every control acts, strangers are refused, and slow readers
don't slow the camera. With PICTURES, a folder, screenshots are kept there.
Ends with status 77 where there is no Chromium."""

import asyncio
import json
import os
import shutil
import socket
import sys
import tempfile
import threading
import time
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

SLOW_READERS = 50
# What a page at this width must not do is to scroll sideways.
NARROW = (360, 740)
WIDE = (1280, 800)
# Distinct pictures that a canvas saw, until there are so many.
COUNT_PICTURES = """new Promise(done => {
  const stream = document.getElementById("stream");
  const canvas = new OffscreenCanvas(64, 32);
  const context = canvas.getContext("2d", {willReadFrequently: true});
  const seen = new Set();
  const timer = setInterval(() => {
    context.drawImage(stream, 0, 0, 64, 32);
    seen.add(context.getImageData(0, 0, 64, 32).data.join());
    if (seen.size < 10) return;
    clearInterval(timer);
    done(seen.size);
  }, 30);
})"""
STATE = 'fetch("/state.json").then(answer => answer.json())'


def read_all(reader):
    try:
        while reader.recv(1 << 16):
            pass
    except OSError:
        pass


class PageTest(unittest.IsolatedAsyncioTestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp()
        cls.camapp = Camapp(sys.argv[1], "--pattern", "--snapshots",
                            cls.folder)

    @classmethod
    def tearDownClass(cls):
        status = cls.camapp.end()
        shutil.rmtree(cls.folder)
        if status != 0:
            raise AssertionError(f"camapp ended with {status}")

    async def asyncSetUp(self):
        # Else slow machines fill the log with notes about it.
        asyncio.get_running_loop().set_debug(False)

    async def show(self, browser):
        await browser.open(self.camapp.url)
        await browser.wait_for(
            'document.querySelectorAll("#classes li").length === 3 &&'
            ' document.getElementById("stream").naturalWidth > 0')

    async def keep(self, browser, name):
        if len(sys.argv) > 2:
            await browser.screenshot(os.path.join(sys.argv[2], name))

    async def change(self, browser, act, field):
        """The values of view's field before and after `act` has acted."""
        before = (await browser.evaluate(STATE))["view"]
        await act
        await browser.wait_for(
            f"{STATE}.then(s => s.view.commands > {before['commands']})")
        after = (await browser.evaluate(STATE))["view"]
        return before[field], after[field]

    async def test_everything_in_the_browser(self):
        async with Chromium() as browser:
            await browser.set_size(*WIDE)
            await self.show(browser)
            with self.subTest("the address has lost its token"):
                self.assertEqual(await browser.evaluate("location.href"),
                                 f"http://{self.camapp.host}/")
                self.assertEqual(await browser.evaluate("document.cookie"), "")
            with self.subTest("the picture moves"):
                self.assertGreaterEqual(
                    await browser.evaluate(COUNT_PICTURES), 10)
            await self.check_buttons(browser)
            await self.check_keys(browser)
            await self.check_sizes(browser)
            with self.subTest("nothing to complain of"):
                self.assertEqual(browser.console, [])

    async def check_buttons(self, browser):
        async def clicked(name, field, number=None):
            number = f'[data-number="{number}"]' if number else ""
            button = f"""document.querySelector('[data-name="{name}"]{number}')"""
            return await self.change(
                browser, browser.evaluate(f"{button}.click()"), field)

        for name, number, field, wanted in [
                ("show-class", 2, "rank", lambda old, new: new == 2),
                ("show-class", 3, "rank", lambda old, new: new == 3),
                ("show-class", 1, "rank", lambda old, new: new == 1),
                ("compare", None, "compare", lambda old, new: new is True),
                ("compare", None, "compare", lambda old, new: new is False),
                ("pin", None, "pinned", lambda old, new: new is not None),
                ("pin", None, "pinned", lambda old, new: new is None),
                ("freeze", None, "frozen", lambda old, new: new is True),
                ("freeze", None, "frozen", lambda old, new: new is False),
                ("mirror", None, "mirror", lambda old, new: new is True),
                ("help", None, "help", lambda old, new: new is True),
                ("help", None, "help", lambda old, new: new is False),
                ("threshold", None, "threshold", lambda old, new: new != old),
                ("style", None, "style", lambda old, new: new != old),
                ("map-range", None, "map_range", lambda old, new: new != old),
                ("record", None, "recording", lambda old, new: new != ""),
                ("record", None, "recording", lambda old, new: new == "")]:
            with self.subTest(name, number=number):
                old, new = await clicked(name, field, number)
                self.assertTrue(wanted(old, new), f"{old} -> {new}")
        # These take effect when a thread of their own is done.
        for name, condition in [
                ("finer", "s.view.input_scale > 1"),
                ("coarser", "s.view.input_scale == 1"),
                ("snapshot", "s.view.snapshots == 1"),
                ("next-model", "s.model && !s.view.loading"),
                ("previous-model", "s.model && !s.view.loading")]:
            with self.subTest(name):
                await clicked(name, "commands")
                await browser.wait_for(f"{STATE}.then(s => {condition})")
        with self.subTest("snapshot and recording are files"):
            kept = " ".join(os.listdir(self.folder))
            self.assertIn(".json", kept)
            self.assertIn(".rec", kept)
        with self.subTest("download"):
            jpeg = await browser.evaluate(
                'fetch("/snapshot.jpg").then(a => a.arrayBuffer())'
                ".then(b => [...new Uint8Array(b).slice(0, 3)])")
            self.assertEqual(jpeg, [0xFF, 0xD8, 0xFF])

    async def check_keys(self, browser):
        for key, field in [("m", "mirror"), ("o", "style"), (" ", "frozen"),
                           (" ", "frozen"), ("2", "rank"), ("1", "rank")]:
            with self.subTest(key=key):
                old, new = await self.change(browser, browser.press(key), field)
                self.assertNotEqual(old, new)

    async def check_sizes(self, browser):
        await asyncio.sleep(0.5)  # for what keys have changed to be seen
        await self.keep(browser, "page-wide.png")
        await browser.set_size(*NARROW, mobile=True)
        await browser.wait_for(f"innerWidth === {NARROW[0]}")
        with self.subTest("a phone need not scroll sideways"):
            self.assertEqual(
                await browser.evaluate("document.documentElement.scrollWidth"),
                NARROW[0])
        await self.keep(browser, "page-narrow.png")

    async def test_shows_the_stream_without_scripts(self):
        async with Chromium() as browser:
            await browser.call("Emulation.setScriptExecutionDisabled",
                               value=True)
            await browser.set_size(*NARROW, mobile=True)
            await browser.open(self.camapp.url)
            # DevTools may still evaluate what the page itself may not.
            await browser.wait_for(
                'document.getElementById("stream")?.naturalWidth > 0')
            await self.keep(browser, "page-no-script.png")

    def test_refuses_strangers(self):
        ask = self.camapp.ask
        self.assertEqual(ask("/state.json")[0], 200)
        self.assertEqual(ask("/state.json", Authorization=None)[0], 401)
        self.assertEqual(ask("/state.json", Authorization="Bearer 0")[0], 401)
        self.assertEqual(ask("/?token=" + "0" * 32, Authorization=None)[0], 401)
        self.assertEqual(ask("/state.json", Host="evil.example")[0], 403)
        post = "/command?name=mirror"
        self.assertEqual(ask(post, "POST", Origin="http://evil.example")[0], 403)
        self.assertEqual(ask(post, "POST", Origin=None)[0], 403)
        self.assertEqual(ask(post, "POST", Host="evil.example")[0], 403)
        self.assertEqual(ask(post, "POST", Authorization=None)[0], 401)
        self.assertEqual(ask(post)[0], 405)
        self.assertEqual(ask("/command?name=full-screen", "POST")[0], 400)
        self.assertEqual(ask("/command?name=show-class&number=4", "POST")[0], 400)

    def frames(self, seconds):
        """How many frames were shown in about that time, a second."""
        def shown():
            state = json.loads(self.camapp.ask("/state.json")[1])
            return state["frame"] - state["dropped"], time.monotonic()
        first, began = shown()
        time.sleep(seconds)
        last, ended = shown()
        return (last - first) / (ended - began)

    def test_slow_readers_do_not_slow_the_camera(self):
        watching = self.camapp.reader("/stream.mjpg", 1 << 20)
        drain = threading.Thread(target=read_all, args=[watching])
        drain.start()
        try:
            before = self.frames(2)
            slow = [self.camapp.reader("/stream.mjpg")
                    for _ in range(SLOW_READERS)]
            loris = socket.create_connection(
                ("127.0.0.1", int(self.camapp.port)))
            loris.sendall(b"GET / HTTP/1.1\r\nX: ")
            during = self.frames(2)
            loris.sendall(b"x")
            for each in [*slow, loris]:
                each.close()
        finally:
            watching.shutdown(socket.SHUT_RDWR)
            drain.join()
            watching.close()
        self.assertGreater(during, 0.6 * before)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
