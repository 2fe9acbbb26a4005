"""What a driver needs of the line to its device, whatever the line is.

Faults::

    LinkFault
    ├── LinkAbsent   the line could not be opened: nothing was sent
    └── LinkLost     an open line broke: how much arrived is not known
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class LinkFault(Exception):
    """The line to a device failed; `address` says which, the message why."""

    def __init__(self, address: str, why: str) -> None:
        super().__init__(f"{address}: {why}")
        self.address = address
        self.why = why


class LinkAbsent(LinkFault):
    """The line could not be opened."""


class LinkLost(LinkFault):
    """The line broke while it was open."""


class Link(Protocol):
    """An open line of bytes. No call blocks for longer than its `timeout_s`."""

    @property
    def answers(self) -> bool:
        """Whether bytes can come back at all."""
        ...

    def write(self, data: bytes, timeout_s: float) -> int:
        """Hand over the beginning of `data`; return how many bytes were taken.

        0 means that the device is not reading now (out of paper, cover open). Raises `LinkLost`.
        """
        ...

    def read(self, timeout_s: float) -> bytes:
        """Return what came within `timeout_s`; empty when nothing did. Raises `LinkLost`."""
        ...

    def close(self) -> None:
        """Close the line; may be called again."""
        ...


class ReportLine(Protocol):
    """An open device that is only read, a report at a time. No call blocks for longer than its
    `timeout_s`."""

    def read(self, timeout_s: float) -> bytes:
        """Return the next report; empty when none came. Raises `LinkLost`."""
        ...

    def close(self) -> None:
        """Close it; may be called again."""
        ...


Connect = Callable[[float], Link]
"""Opens a line within the given seconds, or raises `LinkAbsent`."""
