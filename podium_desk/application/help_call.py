"""A door calls for help: each counter of the house that has its window open is told who calls.

It is an errand of the moment and no fact: nobody has to read tomorrow that somebody was called.
"""

from __future__ import annotations

from podium_desk.application.workplace import Workplace
from podium_desk.domain.roles import Role
from sync.exchange.line import StoreRefused
from sync.identity.certificate import CertificateClaims

HELP_TOPIC = "help"
_TIMEOUT_S = 0.4
_ANSWERING = frozenset({Role.COUNTER, Role.OFFICE})
_HEARD = b"heard"


def call_for_help(work: Workplace) -> tuple[str, ...]:
    """Call the counters that are heard; the names of those whose window shows it."""
    return tuple(
        peer.name
        for peer in work.venue.peers()
        if peer.is_heard
        and peer.role in _ANSWERING
        and work.venue.consult(peer.device, HELP_TOPIC, b"", _TIMEOUT_S) == _HEARD
    )


def answer_help(work: Workplace, claims: CertificateClaims) -> bytes:
    """Show that this device calls; raises `StoreRefused` where nobody would see it."""
    if work.help_wanted is None:
        raise StoreRefused("unknown_topic", "no window stands open here")
    work.help_wanted(claims.name)
    return _HEARD
