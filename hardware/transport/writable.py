"""Waiting until a device takes bytes."""

from __future__ import annotations

import os
import select


def is_writable(descriptor: int, timeout_s: float) -> bool:
    """Whether it takes bytes, or a write would say why not, within `timeout_s`.

    With `poll`, for `select` refuses a descriptor above 1,023, which a busy program may have.
    Windows has neither for a device: there the write itself waits.
    """
    if os.name != "posix":
        return True
    waiting = select.poll()
    waiting.register(descriptor, select.POLLOUT)
    return bool(waiting.poll(timeout_s * 1000))
