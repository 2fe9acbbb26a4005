"""Lines to an outside service, one for each house whose secret the store keeps in a file."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from podium_desk.central.refusals import (
    CentralFault,
    SecretFileUnsafe,
    SecretFileUnusable,
    UitpasFileUnsafe,
    UitpasFileUnusable,
)

_NOT_TO_BE_USED = (SecretFileUnsafe, SecretFileUnusable, UitpasFileUnsafe, UitpasFileUnusable)
_Secret = TypeVar("_Secret", covariant=True)


class Line(Protocol[_Secret]):
    """A line, and the secret that it was made with."""

    @property
    def kept(self) -> _Secret:
        """What the house's file held."""
        ...

    def close(self) -> None:
        """Hang up."""
        ...


_K = TypeVar("_K")
_L = TypeVar("_L", bound=Line[object])


class KeptLines(Generic[_K, _L]):
    """The lines of all houses, made when first needed and made anew when a secret changes."""

    def __init__(self, read: Callable[[int], _K | None], make: Callable[[_K], _L]) -> None:
        """`read` gives a house's secret as it stands in its file, None when it has none; it raises
        one of the faults of such a file."""
        self._read = read
        self._make = make
        self._lines: dict[int, _L] = {}
        self.unusable: dict[int, CentralFault] = {}
        """Houses whose secret is there and may not be used, with why."""
        self._lock = threading.Lock()

    def of(self, house: int) -> _L | None:
        """The line of a house, None when it has no secret that may be used."""
        kept = self._usable(house)
        with self._lock:
            line = self._lines.get(house)
            if line is not None and line.kept == kept:
                return line
            if line is not None:
                line.close()
                del self._lines[house]
            if kept is None:
                return None
            made = self._lines[house] = self._make(kept)
            return made

    def close(self) -> None:
        """Hang all of them up."""
        with self._lock:
            for line in self._lines.values():
                line.close()
            self._lines.clear()

    def _usable(self, house: int) -> _K | None:
        try:
            kept = self._read(house)
        except _NOT_TO_BE_USED as fault:
            self.unusable[house] = fault
            return None
        self.unusable.pop(house, None)
        return kept
