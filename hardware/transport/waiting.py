"""Waiting until a device takes bytes, or has some.

With `poll`, for `select` refuses a descriptor above 1,023, which a busy program may have.
"""

from __future__ import annotations

import os
import select


def is_writable(descriptor: int, timeout_s: float) -> bool:
    """Whether it takes bytes, or a write would say why not, within `timeout_s`.

    Windows cannot be asked this of a device: there the write itself waits.
    """
    if os.name != "posix":
        return True
    return _is_ready(descriptor, select.POLLOUT, timeout_s)


def is_readable(descriptor: int, timeout_s: float) -> bool:
    """Whether bytes are there, or a read would say why not, within `timeout_s`. POSIX only."""
    return _is_ready(descriptor, select.POLLIN, timeout_s)


def _is_ready(descriptor: int, event: int, timeout_s: float) -> bool:
    waiting = select.poll()
    waiting.register(descriptor, event)
    return bool(waiting.poll(timeout_s * 1000))
