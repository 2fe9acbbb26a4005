"""What is held to a scanner in a scenario: true codes as they were printed, and forged ones."""

from __future__ import annotations

from podium_desk.application.ticket_codes import CONTEXT
from podium_desk.domain.tickets import NotATicket, read_ticket_text, ticket_text
from podium_desk.proving.replay.counters import Counters, NotPossible, card_number
from podium_desk.proving.replay.form import Code
from sync.identity.keys import SEED_BYTES, DeviceKey

_STRANGER = DeviceKey(b"\x5a" * SEED_BYTES)
"""A key that no certificate names."""


def text_of(code: str | Code, counters: Counters) -> str:
    """What the scanner sends; raises `NotPossible` for a code that was never printed."""
    if isinstance(code, str):
        return _printed(code, None, counters)
    if code.raw is not None:
        return code.raw
    if code.medium is not None:
        return card_number(code.medium)
    assert code.ticket is not None, "the form's checks leave no other"
    text = _printed(code.ticket, code.generation, counters)
    match code.forge:
        case "signature":
            text = _with_a_bit_changed(text)
        case "foreign_key":
            text = _signed_by_a_stranger(text)
        case None:
            pass
    return (code.prefix or "") + text


def _printed(ticket: str, generation: int | None, counters: Counters) -> str:
    sold = counters.sold.get(ticket)
    if sold is None and (generation or 1) == 1:
        return counters.code_without_sale(ticket)
    if sold is None or (generation or 1) > len(sold.codes):
        raise NotPossible(f"{ticket} has no code of that generation yet")
    return sold.codes[-1 if generation is None else generation - 1]


def _with_a_bit_changed(text: str) -> str:
    payload, signature = _parts(text)
    return ticket_text(payload, bytes([signature[0] ^ 1]) + signature[1:])


def _signed_by_a_stranger(text: str) -> str:
    payload, _ = _parts(text)
    return ticket_text(payload, _STRANGER.sign(CONTEXT + payload))


def _parts(text: str) -> tuple[bytes, bytes]:
    parts = read_ticket_text(text)
    assert not isinstance(parts, NotATicket), "it was printed here"
    return parts
