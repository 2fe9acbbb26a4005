"""The venue's own network as use cases see it: the other devices of the house, heard or not."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from podium_desk.domain.ids import Origin
from podium_desk.late_dataclass import dataclass

PEER_ASK_TIMEOUT_S = 0.4
"""A clerk waits at most this long for another device of the house."""


class VenueState(StrEnum):
    """Who of the house is heard on the venue's own network."""

    OFF = "off"
    """This device does not use that network."""
    KEEPER = "keeper"
    """The keeper is heard, or this device is it and hears others."""
    PEERS = "peers"
    """Others are heard, the keeper is not."""
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class PeerState:
    """One other device. Times are corrected UTC milliseconds; `fault` is a stable code."""

    device: int
    name: str
    role: str
    address: str
    is_heard: bool
    last_heard_ms: int | None
    fault: str | None


class VenueLink(Protocol):
    """The other devices of the house. `peers`, `errand` and `wake` may be called from any thread,
    all else on the lane only."""

    def is_on(self) -> bool:
        """Whether this device uses the venue's network at all."""
        ...

    def peers(self) -> tuple[PeerState, ...]:
        """The devices met since the start, by number."""
        ...

    def hears(self, device: int) -> bool:
        """Whether a device was heard in the last seconds."""
        ...

    def heard_by_others(self) -> frozenset[int]:
        """The devices that those we hear do hear."""
        ...

    def ask(
        self,
        giver: Origin,
        house: int,
        pool: int,
        units: tuple[int, ...],
        /,
        is_spent: bool = False,
    ) -> frozenset[int]:
        """The units of these, sold or free, that the writer of log `giver` gave; none when it does
        not answer."""
        ...

    def consult(
        self, device: int, topic: str, question: bytes, timeout_s: float, /
    ) -> bytes | None:
        """A device's answer to a question, None when there is none in time. The lane waits."""
        ...

    def errand(self, device: int, topic: str, question: bytes, timeout_s: float, /) -> bytes | None:
        """The same beside the lane: no scan waits behind it, here or on the line."""
        ...

    def wake(self) -> None:
        """There is something to tell: do it now."""
        ...


class NoVenue:
    """A device that does not use the venue's network."""

    def is_on(self) -> bool:
        """It does not."""
        return False

    def peers(self) -> tuple[PeerState, ...]:
        """Nobody."""
        return ()

    def hears(self, _device: int) -> bool:
        """Nobody is heard."""
        return False

    def heard_by_others(self) -> frozenset[int]:
        """Nobody."""
        return frozenset()

    def ask(
        self,
        _giver: Origin,
        _house: int,
        _pool: int,
        _units: tuple[int, ...],
        _is_spent: bool = False,
        /,
    ) -> frozenset[int]:
        """Nobody gives."""
        return frozenset()

    def consult(
        self, _device: int, _topic: str, _question: bytes, _timeout_s: float, /
    ) -> bytes | None:
        """Nobody answers."""
        return None

    def errand(
        self, _device: int, _topic: str, _question: bytes, _timeout_s: float, /
    ) -> bytes | None:
        """Nobody answers."""
        return None

    def wake(self) -> None:
        """Nobody to tell."""
