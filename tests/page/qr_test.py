#!/usr/bin/env python3
"""The page's address as a QR code on a terminal: qr_test.py CAMAPP

Draws what camapp prints as a terminal would, and has zbarimg read it. Ends with
status 77 where there is no zbarimg."""

import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

MODULE = 4  # pixels
DARK, LIGHT = 0, 255
# The halves of a character that have ink: the upper, the lower.
INK = {" ": (False, False), "\u2580": (True, False), "\u2584": (False, True),
       "\u2588": (True, True)}

if not shutil.which("zbarimg"):
    print("skipped: zbarimg is not installed")
    sys.exit(77)


def terminal_of(*arguments, columns=100, environment={}):
    """What camapp writes to its terminal until it has been up for a second."""
    leader, follower = pty.openpty()
    os.set_blocking(leader, True)
    subprocess.run(["stty", "cols", str(columns), "rows", "50"], stdin=follower,
                   check=True)
    subprocess.run(
        [sys.argv[1], "--pattern", "--seconds", "1", *arguments],
        stderr=follower, stdout=subprocess.DEVNULL, check=True,
        env={**os.environ, "LC_ALL": "C.UTF-8", **environment})
    os.close(follower)
    text = b""
    try:
        while part := os.read(leader, 65536):
            text += part
    except OSError:  # as a terminal ends
        pass
    os.close(leader)
    return text.decode()


def drawn(text):
    """The rows of pixels of a code's lines, on a dark terminal."""
    rows = []
    for line in text.splitlines():
        if not line or set(line) - set(INK):
            continue
        for half in (0, 1):
            row = bytearray()
            for character in line:
                row += bytes([LIGHT if INK[character][half] else DARK]) * MODULE
            rows += [bytes(row)] * MODULE
    return rows


def read(rows):
    with tempfile.NamedTemporaryFile(suffix=".pgm") as picture:
        picture.write(b"P5 %d %d 255\n" % (len(rows[0]), len(rows)))
        picture.write(b"".join(rows))
        picture.flush()
        return subprocess.run(["zbarimg", "--quiet", "--raw", picture.name],
                              capture_output=True, text=True,
                              check=True).stdout.strip()


class QrTest(unittest.TestCase):
    OPEN = ("--serve", "0.0.0.0:0")

    def test_is_the_address(self):
        text = terminal_of(*self.OPEN)
        url = re.search(r"the page is at (\S+)", text)[1]
        self.assertEqual(read(drawn(text)), url)

    def test_warns_that_everybody_can_reach_it(self):
        self.assertIn("everybody nearby can reach the page",
                      terminal_of(*self.OPEN))
        self.assertNotIn("everybody", terminal_of("--serve", "127.0.0.1:0"))

    def test_is_left_out_where_it_is_of_no_use(self):
        for arguments, further in [
                (("--serve", "127.0.0.1:0"), {}),  # no phone can reach it
                ((*self.OPEN, "--quiet"), {}),
                (self.OPEN, {"columns": 40}),
                (self.OPEN, {"environment": {"LC_ALL": "C"}})]:
            with self.subTest(arguments, **further):
                text = terminal_of(*arguments, **further)
                self.assertIn("the page is at", text)
                self.assertEqual(drawn(text), [])

    def test_is_for_terminals_alone(self):
        done = subprocess.run(
            [sys.argv[1], "--pattern", "--seconds", "1", *self.OPEN],
            capture_output=True, text=True, check=True)
        self.assertEqual(drawn(done.stderr), [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
