#!/usr/bin/env python3
"""The page in a browser: page_test.py CAMAPP [PICTURES]

Runs camapp on its test pattern and looks at its page with headless Chromium:
the picture moves, every control acts, strangers are refused, slow readers don't
slow the camera, and open pages go on when camapp hangs or begins again. With PICTURES, a folder, screenshots are kept there.
Ends with status 77 where there is no Chromium."""

import asyncio
import json
import os
import shutil
import signal
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
STRANGERS = 300
TABS = 7  # one more than the connections that a browser has for a host
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
MESSAGE = 'document.getElementById("message").textContent'
STALE = 'document.getElementById("view").classList.contains("stale")'
# What the page asks for within a second.
REQUESTS = """(async () => {
  performance.clearResourceTimings();
  await new Promise(done => setTimeout(done, 1000));
  return performance.getEntriesByType("resource").length;
})()"""
HIDE = """Object.defineProperty(document, "hidden",
  {configurable: true, get: () => %s});
document.dispatchEvent(new Event("visibilitychange"))"""
STATE = 'fetch("/state.json").then(answer => answer.json())'


def read_all(reader):
    try:
        while reader.recv(1 << 16):
            pass
    except OSError:
        pass


async def show(browser, camapp):
    await browser.open(camapp.url)
    await browser.wait_for(
        'document.querySelectorAll("#classes li").length === 3 &&'
        ' document.getElementById("stream").naturalWidth > 0')


async def keep(browser, name):
    if len(sys.argv) > 2:
        await browser.screenshot(os.path.join(sys.argv[2], name))


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
            await show(browser, self.camapp)
            with self.subTest("the address has lost its token"):
                self.assertEqual(await browser.evaluate("location.href"),
                                 f"http://{self.camapp.host}/")
                self.assertEqual(await browser.evaluate("document.cookie"), "")
            with self.subTest("the picture moves"):
                self.assertGreaterEqual(
                    await browser.evaluate(COUNT_PICTURES), 10)
            await self.check_buttons(browser)
            await self.check_keys(browser)
            with self.subTest("help"):
                await self.check_help(browser)
            with self.subTest("messages"):
                await self.check_messages(browser)
            with self.subTest("hidden"):
                await self.check_hiding(browser)
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
        await keep(browser, "page-wide.png")
        with self.subTest("a wide page has the panes side by side"):
            await browser.wait_for(
                "((s) => s.naturalWidth > 2 * s.naturalHeight)"
                '(document.getElementById("stream"))')
        await browser.set_size(*NARROW, mobile=True)
        await browser.wait_for(f"innerWidth === {NARROW[0]}")
        with self.subTest("a phone need not scroll sideways"):
            self.assertEqual(
                await browser.evaluate("document.documentElement.scrollWidth"),
                NARROW[0])
        with self.subTest("a narrow page has them one above the other"):
            await browser.wait_for(
                "((s) => s.naturalWidth === 720 &&"
                " s.naturalHeight > s.naturalWidth)"
                '(document.getElementById("stream"))')
            self.assertGreaterEqual(await browser.evaluate(COUNT_PICTURES), 10)
        await keep(browser, "page-narrow.png")

    async def check_help(self, browser):
        is_open = 'document.getElementById("help").open'
        for act in [browser.evaluate(
                """document.querySelector('#commands [data-page="help"]')"""
                ".click()"), browser.press("h")]:
            await act
            await browser.wait_for(is_open)
            await keep(browser, "page-help.png")
            await browser.press("h")
            await browser.wait_for("!" + is_open)
        state = await browser.evaluate(STATE)
        self.assertIs(state["view"]["help"], False)

    async def check_messages(self, browser):
        """What was said of a command is not said for ever."""
        await browser.press("t")
        await browser.wait_for(MESSAGE + '.includes("threshold")')
        await browser.wait_for(MESSAGE + ' === ""')
        # An answer of the server's own, which no state tells of.
        await browser.evaluate(
            """send({dataset: {name: "show-class", number: "4"}})""")
        await browser.wait_for(MESSAGE + '.includes("from 1 to 3")')
        await browser.wait_for(MESSAGE + ' === ""')
        browser.console.clear()  # of the refusal

    async def check_hiding(self, browser):
        self.assertGreater(await browser.evaluate(REQUESTS), 3)
        await browser.evaluate(HIDE % "true")
        await asyncio.sleep(1)  # for what was asked before
        self.assertEqual(await browser.evaluate(REQUESTS), 0)
        await browser.evaluate(HIDE % "false")
        self.assertGreaterEqual(await browser.evaluate(COUNT_PICTURES), 10)

    async def test_shows_the_stream_without_scripts(self):
        async with Chromium() as browser:
            await browser.call("Emulation.setScriptExecutionDisabled",
                               value=True)
            await browser.set_size(*NARROW, mobile=True)
            await browser.open(self.camapp.url)
            # DevTools may still evaluate what the page itself may not.
            await browser.wait_for(
                'document.querySelector("picture img")?.naturalHeight >'
                ' document.querySelector("picture img")?.naturalWidth')
            await keep(browser, "page-no-script.png")

    async def test_shows_itself_in_more_tabs_than_there_are_connections(self):
        async with Chromium() as browser:
            tabs = [browser] + [await browser.new_tab()
                                for _ in range(TABS - 1)]
            for tab in tabs:
                await show(tab, self.camapp)
            for number, tab in enumerate(tabs):
                with self.subTest(tab=number):
                    self.assertFalse(await tab.evaluate("document.hidden"))
                    self.assertGreaterEqual(
                        await tab.evaluate(COUNT_PICTURES), 10)
                    await self.change(tab, tab.press("m"), "mirror")

    def test_strangers_do_not_lock_the_owner_out(self):
        strangers = []
        try:
            for number in range(STRANGERS):
                stranger = socket.create_connection(
                    ("127.0.0.1", int(self.camapp.port)))
                strangers.append(stranger)
                try:
                    if number % 2:
                        stranger.sendall(b"GET / HTTP/1.1\r\nX: ")
                except OSError:
                    pass  # it had to give way
            for _ in range(10):
                self.assertEqual(self.camapp.ask("/state.json")[0], 200)
                self.assertEqual(self.camapp.ask("/frame.jpg")[0], 200)
        finally:
            for stranger in strangers:
                stranger.close()

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


class LastingPageTest(unittest.IsolatedAsyncioTestCase):
    """A page that stays open while camapp comes and goes."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.token_file = os.path.join(folder.name, "token")
        with open(self.token_file, "w",
                  opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
            out.write("0123456789abcdef0123456789abcdef\n")

    async def asyncSetUp(self):
        asyncio.get_running_loop().set_debug(False)

    def begin(self, port=0):
        camapp = Camapp(sys.argv[1], "--pattern", "--token-file",
                        self.token_file, port=port)
        self.addCleanup(camapp.end)
        return camapp

    async def check_goes_on(self, browser):
        await browser.wait_for(f"!{STALE} && {MESSAGE} === ''")
        self.assertGreaterEqual(await browser.evaluate(COUNT_PICTURES), 10)

    async def test_comes_back_after_a_restart(self):
        for size, mobile in [(WIDE, False), (NARROW, True)]:
            with self.subTest(size=size):
                async with Chromium() as browser:
                    await browser.set_size(*size, mobile=mobile)
                    camapp = self.begin()
                    await show(browser, camapp)
                    camapp.send(signal.SIGKILL)
                    await browser.wait_for(
                        f"{STALE} && {MESSAGE}.includes('out of reach')")
                    await keep(browser, f"page-gone-{size[0]}.png")
                    again = self.begin(camapp.port)
                    self.assertEqual(again.url, camapp.url)
                    await self.check_goes_on(browser)
                    # As from a bookmark, made when the token was gone from it.
                    await browser.open(f"http://{again.host}/")
                    await browser.wait_for(
                        'document.getElementById("stream")?.naturalWidth > 0')

    async def test_notices_a_server_that_hangs(self):
        async with Chromium() as browser:
            camapp = self.begin()
            await show(browser, camapp)
            camapp.send(signal.SIGSTOP)
            try:
                await browser.wait_for(
                    f"{STALE} && {MESSAGE}.includes('does not answer')")
            finally:
                camapp.send(signal.SIGCONT)
            await self.check_goes_on(browser)

    async def test_says_what_a_new_token_needs(self):
        async with Chromium() as browser:
            first = self.begin()
            await show(browser, first)
            first.send(signal.SIGKILL)
            with open(self.token_file, "w") as out:
                out.write("f" * 32)
            second = self.begin(first.port)
            await browser.wait_for(
                f"{STALE} && {MESSAGE}.includes('the address that camapp')")
            # In another tab, say; this one goes on with its cookie.
            tab = await browser.new_tab()
            await show(tab, second)
            await self.check_goes_on(browser)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
