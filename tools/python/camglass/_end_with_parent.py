"""python _end_with_parent.py PARENT PROGRAM ARGUMENT...: becomes the program, which
the system kills when its parent, the process PARENT, ends in whatever way. A file of
its own, which imports nothing of the package, since it runs before every program."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1  # of <sys/prctl.h>

ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
if os.getppid() == int(sys.argv[1]):  # else it ended before it was watched
    os.execv(sys.argv[2], sys.argv[2:])
