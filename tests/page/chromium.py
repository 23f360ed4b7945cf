"""Drives a headless Chromium through its DevTools protocol."""

import asyncio
import base64
import json
import re
import shutil
import subprocess
import tempfile
import urllib.request

import websockets

PATIENCE = 60  # seconds, after which a test has failed


class Tab:
    """One of a browser's tabs."""

    async def attach(self, url):
        self._socket = await websockets.connect(url, max_size=None)
        self._answers = {}
        self._count = 0
        self.console = []  # what the page complained of
        self._reader = asyncio.create_task(self._read())
        for domain in ("Page", "Runtime", "Log", "Network"):
            await self.call(domain + ".enable")

    async def detach(self):
        self._reader.cancel()
        await self._socket.close()

    async def _read(self):
        async for message in self._socket:
            message = json.loads(message)
            if "id" in message:
                self._answers.pop(message["id"]).set_result(message)
                continue
            self._note(message["method"], message["params"])

    def _note(self, method, params):
        if method == "Runtime.exceptionThrown":
            self.console.append(json.dumps(params["exceptionDetails"]))
        elif method == "Log.entryAdded" and params["entry"]["level"] in (
                "error", "warning"):
            entry = params["entry"]
            self.console.append(f"{entry['text']} {entry.get('url', '')}")
        elif method == "Runtime.consoleAPICalled":
            self.console.append(json.dumps(params["args"]))

    async def call(self, method, **params):
        self._count += 1
        answer = asyncio.get_running_loop().create_future()
        self._answers[self._count] = answer
        await self._socket.send(json.dumps(
            {"id": self._count, "method": method, "params": params}))
        message = await asyncio.wait_for(answer, PATIENCE)
        if "error" in message:
            raise RuntimeError(f"{method}: {message['error']}")
        return message["result"]

    async def evaluate(self, expression):
        """The value of a JavaScript expression, awaited where it is a promise."""
        result = await self.call("Runtime.evaluate", expression=expression,
                                 awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(f"{expression}: {result['exceptionDetails']}")
        return result["result"].get("value")

    async def wait_for(self, expression):
        """Until the expression is true. A reload may be under way meanwhile."""
        end = asyncio.get_running_loop().time() + PATIENCE
        while asyncio.get_running_loop().time() < end:
            try:
                if await self.evaluate(expression):
                    return
            except RuntimeError:
                pass
            await asyncio.sleep(0.05)
        raise RuntimeError(f"never true: {expression}")

    async def open(self, url):
        await self.call("Page.navigate", url=url)

    async def set_size(self, width, height, mobile=False):
        await self.call("Emulation.setDeviceMetricsOverride", width=width,
                        height=height, deviceScaleFactor=1, mobile=mobile)
        await self.call("Emulation.setTouchEmulationEnabled", enabled=mobile)

    async def press(self, key, text=None):
        for kind in ("keyDown", "keyUp"):
            await self.call("Input.dispatchKeyEvent", type=kind, key=key,
                            text=text or key if kind == "keyDown" else "")

    async def screenshot(self, path):
        """As PNG, or as JPEG where the path ends with .jpg."""
        format = "jpeg" if path.endswith(".jpg") else "png"
        shot = await self.call("Page.captureScreenshot", format=format)
        with open(path, "wb") as out:
            out.write(base64.b64decode(shot["data"]))


class Chromium(Tab):
    """A browser and its first tab. Use with `async with`."""

    async def __aenter__(self):
        self._profile = tempfile.mkdtemp()
        # No sandbox: it refuses to run as root, and only our page is opened.
        self._process = subprocess.Popen(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu",
             "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync",
             "--disable-dev-shm-usage", "--hide-scrollbars",
             "--remote-debugging-port=0", f"--user-data-dir={self._profile}",
             "about:blank"],
            stderr=subprocess.PIPE, text=True)
        for line in self._process.stderr:
            found = re.search(r"ws://(127\.0\.0\.1:\d+)/", line)
            if found:
                break
        else:
            raise RuntimeError("Chromium did not start")
        self._host = found[1]
        self._others = []
        await self.attach(next(tab["webSocketDebuggerUrl"]
                               for tab in self._tabs()
                               if tab["type"] == "page"))
        return self

    async def __aexit__(self, *unused):
        for tab in [self, *self._others]:
            await tab.detach()
        self._process.terminate()
        self._process.wait()
        self._process.stderr.close()
        shutil.rmtree(self._profile, ignore_errors=True)

    def _tabs(self):
        with urllib.request.urlopen(f"http://{self._host}/json") as answer:
            return json.load(answer)

    async def new_tab(self):
        """One that is seen, too."""
        made = await self.call("Target.createTarget", url="about:blank",
                               newWindow=True)
        tab = Tab()
        await tab.attach(
            f"ws://{self._host}/devtools/page/{made['targetId']}")
        self._others.append(tab)
        return tab
