"""Other processes, by number."""

from __future__ import annotations

import os
import sys


def is_alive(pid: int) -> bool:
    """Whether a process of this number runs; False for what can be no number of one."""
    if not 0 < pid < 1 << 32:
        return False
    if sys.platform == "win32":
        import ctypes

        synchronize, still_waiting = 0x0010_0000, 0x102
        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(synchronize, False, pid)
        if not handle:
            return False
        state = kernel.WaitForSingleObject(handle, 0)
        kernel.CloseHandle(handle)
        return bool(state == still_waiting)
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True  # it is there, and another user's
    return True
