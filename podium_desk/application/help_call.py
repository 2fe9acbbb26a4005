"""A door calls for help: each counter of the house that has its window open is told who calls.

It is an errand of the moment and no fact: nobody has to read tomorrow that somebody was called.
"""

from __future__ import annotations

from collections.abc import Callable

from podium_desk.application.clock import DeviceClock
from podium_desk.application.workplace import Workplace
from podium_desk.domain.roles import Role
from sync.exchange.line import StoreRefused
from sync.identity.certificate import CertificateClaims

HELP_TOPIC = "help"
SHOWN_MS = 120_000
"""Longer than a clerk needs to finish with the customer at the counter."""
_TIMEOUT_S = 0.2
_CALLED_MOST = 3
_ANSWERING = frozenset({Role.COUNTER, Role.OFFICE})
_HEARD = b"heard"


class HelpHeard:
    """The doors that called a counter, for as long as its window shows it."""

    def __init__(self, clock: DeviceClock, tell: Callable[[], None]) -> None:
        self._clock = clock
        self._tell = tell
        self._called_ms: dict[str, int] = {}

    def hear(self, door: str) -> None:
        """This door calls now; the window is told at once."""
        self._called_ms[door] = self._clock.raw_ms()
        self._tell()

    def now(self) -> tuple[str, ...]:
        """Who called in the last minutes, the newest call first."""
        since_ms = self._clock.raw_ms() - SHOWN_MS
        recent = {door: at_ms for door, at_ms in self._called_ms.items() if at_ms > since_ms}
        self._called_ms = recent
        return tuple(sorted(recent, key=lambda door: -recent[door]))


def call_for_help(work: Workplace) -> tuple[str, ...]:
    """Call the counters that are heard; the names of those whose window shows it.

    Beside the lane: a scan never waits for one that does not answer.
    """
    heard = [peer for peer in work.venue.peers() if peer.is_heard and peer.role in _ANSWERING]
    return tuple(
        peer.name
        for peer in heard[:_CALLED_MOST]
        if work.venue.errand(peer.device, HELP_TOPIC, b"", _TIMEOUT_S) == _HEARD
    )


def answer_help(work: Workplace, claims: CertificateClaims) -> bytes:
    """Show that this device calls; raises `StoreRefused` where nobody would see it."""
    if work.help_wanted is None:
        raise StoreRefused("unknown_topic", "no window stands open here")
    work.help_wanted(claims.name)
    return _HEARD
