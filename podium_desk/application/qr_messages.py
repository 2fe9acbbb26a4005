"""What a device and its store say to each other about Bancontact Pay, over the signed line.

The store holds the house's key and speaks with Bancontact; a device never does.
"""

from __future__ import annotations

import msgspec

from podium_desk.domain.qr_pay import QrState

BEGIN = "/sync/qr/begin"
STATUS = "/sync/qr/status"
CANCEL = "/sync/qr/cancel"
PATHS = (BEGIN, STATUS, CANCEL)


class QrBeginAsked(msgspec.Struct, frozen=True, array_like=True):
    """Make a payment; `reference` is the device's name for it: asking again harms nobody."""

    reference: str
    amount_cents: int
    nonce: bytes


class QrAsked(msgspec.Struct, frozen=True, array_like=True):
    """How does it stand, or: stop it."""

    reference: str
    nonce: bytes


class QrTold(msgspec.Struct, frozen=True, array_like=True):
    """How it stands: a `QrState`, the text of the picture, and Bancontact's name for it."""

    state: str
    picture: str = ""
    payment: str = ""


def state_of(told: QrTold) -> QrState:
    """The state; one that this program does not know is unknown."""
    known = {state.value: state for state in QrState}
    return known.get(told.state, QrState.UNKNOWN)
