#!/usr/bin/env python3
"""window_test.py CAMAPP ROOT [--update]: what a person does with the window.

Under Xvfb, with keys from xdotool and screenshots by ImageMagick. Each key's
effect is read from camapp's own --json lines; a few screenshots are compared
with those in shots/, which --update makes anew. Status 77, which means skipped,
where a tool is missing.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

# Of root mean square differences, black to white being 1: other versions of
# font and JPEG libraries stay below, another class or a missing word do not.
TOLERANCE = 0.035
WIDTH_OF_SHOTS = 400
# Patience is only there to end a test that fails.
PATIENCE = 60

camapp, root = sys.argv[1:3]
update = "--update" in sys.argv
here = os.path.dirname(os.path.abspath(__file__))
coffee = os.path.join(root, "camapp/share/samples/coffee.jpg")
failures = 0


def check(name, good, detail=""):
    global failures
    print("ok     " if good else "FAILED ", name, "" if good else detail)
    failures += not good


def wait_for(condition):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    return None


class Display:
    def __init__(self):
        read, write = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "2560x1440x24",
             "-noreset", "-nolisten", "tcp"],
            pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        os.environ["DISPLAY"] = ":" + number
        os.environ.pop("WAYLAND_DISPLAY", None)
        os.environ["SDL_RENDER_DRIVER"] = "software"

    def stop(self):
        self.server.terminate()
        self.server.wait()


def models_of(work):
    """A folder with the bundled model under another name, too."""
    folder = os.path.join(work, "models")
    os.makedirs(folder, exist_ok=True)
    for name in ("squeezenet1_1", "zz_other"):
        link = os.path.join(folder, name + ".safetensors")
        if not os.path.lexists(link):
            os.symlink(os.path.join(root, "weights/squeezenet1_1.safetensors"),
                       link)
    return folder


class App:
    """camapp in its window, its state, and its keyboard."""

    def __init__(self, work, *arguments):
        self.out = open(os.path.join(work, "state.json"), "w+b")
        self.err = open(os.path.join(work, "err"), "w+b")
        self.commands = 0
        self.process = subprocess.Popen(
            [camapp, *arguments, "--window", "--json", "--threads", "1",
             "--snapshots", work],
            stdout=self.out, stderr=self.err, cwd=work,
            env={**os.environ, "CAMGLASS_MODELS": models_of(work)})
        self.window = self.find_window()
        subprocess.run(["xdotool", "windowfocus", "--sync", self.window],
                       stderr=subprocess.DEVNULL, timeout=PATIENCE)

    def find_window(self):
        def look():
            found = subprocess.run(
                ["xdotool", "search", "--onlyvisible", "--name", "camapp$"],
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                timeout=PATIENCE).stdout.split()
            return found[0] if found else self.process.poll() is not None
        found = wait_for(look)
        return found if isinstance(found, str) else ""

    def state(self):
        """The last whole line; empty where there is none yet."""
        size = os.fstat(self.out.fileno()).st_size
        tail = os.pread(self.out.fileno(), 65536, max(0, size - 65536))
        lines = tail.split(b"\n")[:-1]
        return json.loads(lines[-1]) if lines and lines[-1][:1] == b"{" else {}

    def await_state(self, condition):
        return wait_for(lambda: (lambda s: s if s and condition(s) else None)(
            self.state()))

    def press(self, *keys):
        """Returns the state once the viewer has taken all of them."""
        for key in keys:
            subprocess.run(["xdotool", "key", key], timeout=PATIENCE)
        self.commands += len(keys)
        return self.await_state(
            lambda s: s["view"]["commands"] >= self.commands) or {"view": {}}

    def resize(self, width, height):
        # Only what lies on the screen can be photographed.
        subprocess.run(["xdotool", "windowmove", self.window, "0", "0"],
                       timeout=PATIENCE)
        subprocess.run(["xdotool", "windowsize", "--sync", self.window,
                        str(width), str(height)], timeout=PATIENCE)

    def screenshot(self, path, *options):
        subprocess.run(["import", "-window", self.window, path], check=True,
                       timeout=PATIENCE)
        subprocess.run(["convert", path, *options, path], check=True,
                       timeout=PATIENCE)

    def wait(self):
        try:
            return self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return "no end"

    def errors(self):
        self.err.seek(0)
        return self.err.read().decode()


def difference(one, other):
    answer = subprocess.run(["compare", "-metric", "RMSE", one, other, "null:"],
                            stderr=subprocess.PIPE, text=True, timeout=PATIENCE)
    try:
        return float(answer.stderr.split("(")[1].split(")")[0])
    except IndexError:
        return 1.0  # of different sizes, or not there


def shoot(app, work, name):
    """Without the status line, whose numbers are never the same."""
    path = os.path.join(work, name + ".png")
    app.screenshot(path, "-gravity", "South", "-chop", "0x4%", "+repage",
                   "-resize", str(WIDTH_OF_SHOTS), "+dither", "-colors", "128",
                   "-define", "png:exclude-chunk=date,time", "-strip")
    return path


def compare_shot(app, work, name):
    stored = os.path.join(here, "shots", name + ".png")
    if update:
        time.sleep(2)
        shutil.copy(shoot(app, work, name), stored)
    # What is asked for takes the program and the server a moment.
    for _ in range(20):
        found = difference(shoot(app, work, name), stored)
        if found < TOLERANCE:
            break
        time.sleep(0.3)
    check(f"looks like shots/{name}.png ({found:.4f})", found < TOLERANCE,
          f"not below {TOLERANCE}")


def settle(app):
    """Until messages have gone and the network has caught up."""
    app.await_state(lambda s: not s["view"]["message"] and "class" in s)


def test_keys(work):
    app = App(work, "--image", coffee)
    first = app.await_state(lambda s: "top" in s)
    check("the window appears and explains", bool(app.window and first),
          app.errors())
    if not first:
        return app.process.kill()
    ranked = [entry["index"] for entry in first["top"]]
    app.resize(1000, 480)
    settle(app)
    compare_shot(app, work, "seed")

    state = app.press("2")
    check("2 shows the second class", state["class"]["index"] == ranked[1])
    check("3 shows the third", app.press("3")["class"]["index"] == ranked[2])
    check("p pins it", app.press("p")["view"]["pinned"] == ranked[2])
    state = app.press("c")
    check("c compares the pinned one with the second",
          state["view"]["compared"]["plus"] == ranked[2] and
          state["view"]["compared"]["minus"] == ranked[1], state["view"])
    settle(app)
    compare_shot(app, work, "compare")
    check("c again leaves", app.press("c")["view"]["compared"] is None)
    state = app.press("1")
    check("1 lets it go", state["view"]["pinned"] is None and
          state["class"]["index"] == ranked[0])
    check("t: threshold 0.5", app.press("t")["view"]["threshold"] == 0.5)
    check("t: threshold 0", app.press("t")["view"]["threshold"] == 0)
    check("t: threshold 0.2", abs(app.press("t")["view"]["threshold"] - 0.2) < 1e-6)
    check("m mirrors", app.press("m")["view"]["mirror"] is True)
    check("o: turbo", app.press("o")["view"]["style"] == "turbo")
    check("o: viridis", app.press("o")["view"]["style"] == "viridis")
    settle(app)
    compare_shot(app, work, "viridis_mirrored")
    check("o: inferno", app.press("o")["view"]["style"] == "inferno")
    check("o: seed", app.press("o")["view"]["style"] == "seed")
    check("m again", app.press("m")["view"]["mirror"] is False)
    check("v: fixed", app.press("v")["view"]["map_range"] == "fixed")
    check("v: signed", app.press("v")["view"]["map_range"] == "signed")
    check("v: frame", app.press("v")["view"]["map_range"] == "frame")
    app.press("plus")
    finer = app.await_state(lambda s: s["map"][0] > first["map"][0])
    check("+ gives a finer map", bool(finer))
    app.press("minus")
    check("- gives it back",
          bool(app.await_state(lambda s: s["map"] == first["map"])))
    check("space freezes", app.press("space")["view"]["frozen"] is True)
    check("space goes on", app.press("space")["view"]["frozen"] is False)
    names = first["view"]["models"]
    following = names[(names.index(first["model"]) + 1) % len(names)]
    app.press("n")
    check("n: the next network",
          bool(app.await_state(lambda s: not s["view"]["loading"] and
                               s["model"] == following)))
    app.press("N")
    check("N: the one before",
          bool(app.await_state(lambda s: not s["view"]["loading"] and
                               s["model"] == first["model"])))
    check("r: a picture is not recorded",
          app.press("r")["view"]["recording"] == "" and
          "nothing to record" in app.state()["view"]["message"])
    check("f: full screen", app.press("f")["view"]["full_screen"] is True)
    state = app.press("h", "Escape")
    check("Esc leaves the help first", state["view"]["help"] is False and
          state["view"]["full_screen"] is True)
    check("then full screen",
          app.press("Escape")["view"]["full_screen"] is False)
    app.press("s")
    saved = app.await_state(lambda s: s["view"]["snapshots"] == 1)
    check("s saves", bool(saved), app.errors())
    stem = saved["view"]["last_snapshot"][:-len(".json")] if saved else "none"
    for ending in (".json", ".frame.png", ".overlay.png", ".figure.png",
                   ".map.npy"):
        check("there is " + ending, os.path.exists(stem + ending))
    app.resize(1100, 500)
    app.resize(1000, 480)
    check("h: help", app.press("h")["view"]["help"] is True)
    settle(app)
    compare_shot(app, work, "help")
    app.press("h")
    test_sizes(app, work)
    subprocess.run([sys.executable, os.path.join(here, "close_window.py"),
                    app.window], timeout=PATIENCE)
    check("closing the window ends with 0", app.wait() == 0, app.errors())


def test_sizes(app, work):
    for width, height in ((320, 240), (2560, 1440), (500, 900)):
        app.resize(width, height)
        compare_shot(app, work, f"size_{width}x{height}")


def cpu_seconds(pid):
    """Of a process so far, in user and kernel mode."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def picture_of(app):
    """The name that the window's title has, without the program's."""
    title = subprocess.run(["xdotool", "getwindowname", app.window],
                           stdout=subprocess.PIPE, text=True,
                           timeout=PATIENCE).stdout.strip()
    return title.removesuffix(" - camapp")


def test_folder(work):
    """Pictures as a person goes through them, one of them broken."""
    folder = os.path.join(work, "pictures")
    os.mkdir(folder)
    for name in ("a.jpg", "d.jpg"):
        shutil.copy(coffee, os.path.join(folder, name))
    shutil.copy(os.path.join(root, "camapp/share/samples/chelsea.png"),
                os.path.join(folder, "b.png"))
    with open(os.path.join(folder, "c.jpg"), "w") as broken:
        broken.write("no picture")
    app = App(work, "--image", folder)
    first = app.await_state(lambda s: "top" in s)
    check("a folder shows its first picture, and stays",
          bool(first) and first["camera"]["name"].endswith("a.jpg"),
          app.errors())
    check("the title names it", picture_of(app) == "a.jpg (1 of 4)",
          picture_of(app))

    def shows(name):
        return lambda s: s["camera"]["name"].endswith(name) and "top" in s
    app.press("Right")
    second = app.await_state(shows("b.png"))
    check("the arrow goes on to the next", bool(second))
    check("which is another picture",
          bool(second) and second["class"]["index"] != first["class"]["index"])
    app.press("period")
    check("a broken one is passed over", bool(app.await_state(shows("d.jpg"))),
          app.state())
    app.press("Left")
    check("backwards, too", bool(app.await_state(shows("b.png"))))
    app.press("Prior")
    check("Page Up goes back",
          bool(app.await_state(shows("a.jpg"))))

    settle(app)
    time.sleep(1)
    before = cpu_seconds(app.process.pid)
    time.sleep(3)
    used = cpu_seconds(app.process.pid) - before
    # Explaining five times a second took more than twice as long.
    check(f"a picture that stays costs nothing ({used:.2f} s in 3)", used < 0.3)

    x = subprocess.run(["xdotool", "getwindowgeometry", "--shell", app.window],
                       stdout=subprocess.PIPE, text=True,
                       timeout=PATIENCE).stdout
    width = int(dict(line.split("=") for line in x.split())["WIDTH"])
    subprocess.run(["xdotool", "mousemove", "--window", app.window,
                    str(width // 2), "30", "click", "1"], timeout=PATIENCE)
    clicked = app.await_state(lambda s: s["view"]["rank"] == 2)
    check("a click on the second label shows it", bool(clicked))
    subprocess.run(["xdotool", "click", "4"], timeout=PATIENCE)
    check("the wheel makes the map finer",
          bool(app.await_state(lambda s: s["view"]["input_scale"] == 1.5)))
    app.process.send_signal(signal.SIGTERM)
    check("SIGTERM ends with 0", app.wait() == 0, app.errors())


def test_large_photograph(work):
    """24 megapixels, within 0.3 s on an idle machine and 400 MB anywhere."""
    photo = os.path.join(work, "large.jpg")
    subprocess.run(["convert", coffee, "-resize", "6000x4000!", "-quality",
                    "90", photo], check=True, timeout=PATIENCE)
    app = App(work, "--image", photo)
    state = app.await_state(lambda s: "top" in s)
    check("a photograph of 24 megapixels is explained", bool(state),
          app.errors())
    with open(f"/proc/{app.process.pid}/status") as status:
        peak = next(int(line.split()[1]) / 1024 for line in status
                    if line.startswith("VmHWM"))
    check(f"it costs less than 400 MB ({peak:.0f})", peak < 400)
    same = json.loads(subprocess.run(
        [camapp, "--image", photo, "--json", "--out",
         os.path.join(work, "large.png"), "--threads", "1"],
        stdout=subprocess.PIPE, check=True, timeout=PATIENCE).stdout)
    check("with the very scores of the picture itself",
          bool(state) and state["top"] == same["top"], (state, same))
    app.press("ctrl+w")
    check("Ctrl+W ends with 0", app.wait() == 0, app.errors())


def test_pattern(work):
    app = App(work, "--pattern", "--size", "320x240")
    moving = app.await_state(lambda s: s["frame"] > 20 and "top" in s)
    check("--pattern: frames come", bool(moving), app.errors())
    check("r records", app.press("r")["view"]["recording"].endswith(".rec"))
    before = app.state()["frame"]
    app.await_state(lambda s: s["frame"] > before + 1)
    check("r stops", app.press("r")["view"]["recording"] == "")
    recordings = [f for f in os.listdir(work) if f.endswith(".rec")]
    check("there is a recording", len(recordings) == 1, os.listdir(work))
    frozen = app.press("space")
    later = app.await_state(lambda s: s["dropped"] > frozen["dropped"] or
                            s["camera"]["delivered"] >
                            frozen["camera"]["delivered"] + 20)
    check("frozen while frames go on",
          bool(later) and later["frame"] == frozen["frame"])
    app.press("Escape")
    check("Esc ends with 0", app.wait() == 0, app.errors())


def test_recording(work):
    recording = os.path.join(work, "made.rec")
    subprocess.run([camapp, "--headless", "--no-infer", "--pattern", "--size",
                    "320x240", "--frames", "20", "--quiet", "--record",
                    recording], check=True, timeout=PATIENCE)
    app = App(work, "--video", recording)
    ended = app.await_state(
        lambda s: s["camera"]["state"] == "ended" and s["frame"] >= 19)
    check("a recording plays, and its last frame stays", bool(ended),
          app.errors())
    app.press("q")
    check("q ends with 0", app.wait() == 0, app.errors())


def test_no_display(work):
    environment = {k: v for k, v in os.environ.items()
                   if k not in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")}
    for extra in ({}, {"DISPLAY": ":9999"}):
        run = subprocess.run([camapp, "--pattern"], cwd=work, text=True,
                             env={**environment, **extra}, timeout=PATIENCE,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        check(f"no display {extra}: status 8", run.returncode == 8,
              run.returncode)
        lines = run.stderr.strip().split("\n")
        check("one line that names the other ways",
              len(lines) == 1 and "--serve" in run.stderr and
              "--headless" in run.stderr and not run.stdout, run.stderr)
    for other in (["--serve", "127.0.0.1:0"],
                  ["--serve", "127.0.0.1:0", "--json"]):
        run = subprocess.run([camapp, "--pattern", "--window", *other], cwd=work,
                             text=True, env=environment, timeout=PATIENCE,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        lines = run.stderr.strip().split("\n")
        check("a page that would be served is not announced, nor advised",
              run.returncode == 8 and len(lines) == 1 and not run.stdout and
              "leave out --window" in run.stderr and
              "--serve" not in run.stderr, run.stderr)


def main():
    missing = [tool for tool in ("Xvfb", "xdotool", "import", "compare")
               if shutil.which(tool) is None]
    if missing:
        print("skipped: no", ", ".join(missing))
        return 77
    display = Display()
    try:
        for test in (test_keys, test_folder, test_large_photograph,
                     test_pattern, test_recording, test_no_display):
            with tempfile.TemporaryDirectory() as work:
                started = time.monotonic()
                test(work)
                print(f"        {test.__name__}: "
                      f"{time.monotonic() - started:.1f} s")
    finally:
        display.stop()
    print(f"finished: {failures} failed")
    return failures > 0


sys.exit(main())
