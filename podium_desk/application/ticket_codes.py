"""Signed ticket codes, checked by any device that knows the signer's certificate.

The device that sold a ticket signs its code. Another one does so after it took the ticket's money
or gave it a new code, which only the holder of its right can: the code names that fact.
"""

from __future__ import annotations

from podium_desk.application.workplace import Workplace
from podium_desk.domain.admission import CodeReading, Proof
from podium_desk.domain.ids import FactId, TicketId, device_of
from podium_desk.domain.roles import SELLING_ROLES
from podium_desk.domain.tickets import (
    NotATicket,
    TicketContent,
    pack,
    read_ticket_text,
    ticket_text,
    unpack,
    whole_minutes,
)
from podium_desk.replica.door_tickets import sold_state
from podium_desk.replica.queries import SoldRow, code_facts, sold_ticket
from sync.facts.fact import home_of
from sync.identity.keys import is_signed
from sync.store.devices import Device

CONTEXT = b"podium-desk ticket 1\n"
"""What a signature of a ticket code is of, beside the payload."""


class NotOurTicket(Exception):
    """A ticket that another device sold, and whose newest code this one did not make."""


def code_of(work: Workplace, row: SoldRow, generation: int) -> str:
    """The code text of a ticket that this device sold, was paid for or gave its newest code.

    Raises `NotOurTicket` for any other.
    """
    signer = None
    if device_of(row.ticket.origin) != work.claims.device:
        signer = _own_fact(work, row, generation)
    payload = pack(_content(work, row, generation, signer))
    return ticket_text(payload, work.key.sign(CONTEXT + payload))


def is_signed_here(work: Workplace, row: SoldRow) -> bool:
    """Whether this device can make the newest code of a ticket."""
    if device_of(row.ticket.origin) == work.claims.device:
        return True
    facts = code_facts(work.replica.sql, row, row.generation)
    return any(device_of(fact.origin) == work.claims.device for fact in facts)


def _own_fact(work: Workplace, row: SoldRow, generation: int) -> FactId:
    """The fact of this device that lets it sign a code of this generation."""
    for fact in code_facts(work.replica.sql, row, generation):
        if device_of(fact.origin) == work.claims.device:
            return fact
    raise NotOurTicket(str(row.ticket))


def read_code(work: Workplace, text: str) -> CodeReading | NotATicket:
    """What a scanned text proves. A code of another cluster is `FOREIGN`: not ours to judge."""
    parts = read_ticket_text(text)
    if isinstance(parts, NotATicket):
        return parts
    payload, signature = parts
    content = unpack(payload)
    if isinstance(content, NotATicket):
        return content
    if content.cluster != work.claims.cluster:
        return NotATicket.FOREIGN
    by = content.signer or FactId(content.ticket.origin, content.ticket.seq)
    signer = work.replica.devices.get(device_of(by.origin))
    if signer is None or not _is_genuine(signer, payload, signature):
        return CodeReading(Proof.WRONG)
    if _is_refuted(work, content, signer):
        return CodeReading(Proof.WRONG)
    issuer: Device | None = signer
    after = not signer.is_believed(by.origin, by.seq)
    if content.signer is not None:
        issuer = work.replica.devices.get(device_of(content.ticket.origin))
        after = after or _is_after(issuer, content.ticket)
    return CodeReading(Proof.SIGNED, content, _is_issuer_heard(work, content, issuer), after)


def is_after_revocation(work: Workplace, ticket: TicketId) -> bool:
    """Whether the device that issued a ticket was lost before it did so."""
    return _is_after(work.replica.devices.get(device_of(ticket.origin)), ticket)


def _is_after(issuer: Device | None, ticket: TicketId) -> bool:
    return issuer is not None and not issuer.is_believed(ticket.origin, ticket.seq)


def _is_genuine(signer: Device, payload: bytes, signature: bytes) -> bool:
    # Checked also where the sale is known here: what a code says can be worked out by whoever has
    # another ticket of that evening, and no fact keeps the signature.
    claims = signer.claims
    is_seller = claims.role in SELLING_ROLES
    return is_seller and is_signed(claims.public_key, signature, CONTEXT + payload)


def _is_refuted(work: Workplace, content: TicketContent, by: Device) -> bool:
    """Whether the fact that a signer names is known here, and did not let it sign this code."""
    signer = content.signer
    if signer is None or not _is_heard(work, by, signer):
        return False
    row = sold_ticket(work.replica.sql, content.house, content.ticket)
    return row is not None and signer not in code_facts(work.replica.sql, row, content.generation)


def _is_issuer_heard(work: Workplace, content: TicketContent, issuer: Device | None) -> bool:
    # Of another house's sales there are only stubs here, which prove nothing about a ticket.
    if content.house != work.house:
        return False
    return _is_heard(work, issuer, FactId(content.ticket.origin, content.ticket.seq))


def _is_heard(work: Workplace, writer: Device | None, fact: FactId) -> bool:
    """Whether all that was written up to a fact of a log is here."""
    if writer is None:
        return fact.seq <= 0
    home = home_of(fact.origin, writer.claims.house)
    return work.replica.log.head(home, fact.origin)[0] >= fact.seq


def _content(
    work: Workplace, row: SoldRow, generation: int, signer: FactId | None
) -> TicketContent:
    state = sold_state(work.replica.sql, row)
    since_min, until_min = whole_minutes(state.valid_from_ms, state.valid_until_ms)
    return TicketContent(
        cluster=work.claims.cluster, house=row.house, performance=row.performance,
        ticket=row.ticket, generation=generation, unit=row.unit, zone=row.zone, row=row.row,
        number=row.number, tariff=row.tariff, valid_from_min=since_min,
        valid_until_min=until_min,
        persons=row.persons, signer=signer,
    )  # fmt: skip
