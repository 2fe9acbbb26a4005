"""A line to somebody who answers: what the exchange needs of a network, and no more.

Whatever speaks over a network speaks through a `Line`, with sealed envelopes (`messages`): the
store by HTTPS, a peer on the venue's own network, a simulation in memory.

Faults::

    ExchangeFault
    ├── StoreAway        nobody answers there, or too late: work goes on, try again later
    ├── NotAStore        something else answers at that address
    ├── OwnLogOutdated   our own data is older than what the store has of it: repair it
    └── StoreRefused     the store understood and said no; `code` says which no
"""

from __future__ import annotations

from typing import Protocol


class ExchangeFault(Exception):
    """The exchange did not happen."""


class StoreAway(ExchangeFault):
    """Nobody answers at the address within the deadline."""


class NotAStore(ExchangeFault):
    """What answers is not ours: another program, another cluster, or a forged answer."""


class OwnLogOutdated(ExchangeFault):
    """The store has facts of this device that the device does not know: an older copy was put
    back. Selling on would sell the same places again; the way out is a repair."""


class StoreRefused(ExchangeFault):
    """The other side said no. `code` is stable: it is the key of the sentence for people."""

    def __init__(self, code: str, explanation: str) -> None:
        super().__init__(explanation)
        self.code = code


class Line(Protocol):
    """One other side, which answers each call with the bytes of a sealed answer."""

    def call(self, path: str, body: bytes, timeout_s: float) -> bytes:
        """The answer to a request, whole and within `timeout_s`.

        Raises `StoreAway`, `NotAStore` or `StoreRefused`, and nothing else.
        """
        ...

    def close(self) -> None:
        """Hang up. A later call dials again."""
        ...
