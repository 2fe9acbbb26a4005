"""Signed ticket codes: made by the device that sold, checked by any that knows its certificate."""

from __future__ import annotations

from podium_desk.application.workplace import Workplace
from podium_desk.domain.admission import CodeReading, Proof
from podium_desk.domain.ids import TicketId, device_of
from podium_desk.domain.roles import SELLING_ROLES
from podium_desk.domain.tickets import (
    NotATicket,
    TicketContent,
    pack,
    read_ticket_text,
    ticket_text,
    unpack,
)
from podium_desk.replica.queries import SoldRow
from sync.identity.keys import is_signed
from sync.store.devices import Device

_CONTEXT = b"podium-desk ticket 1\n"


class NotOurTicket(Exception):
    """A ticket that another device sold: only that one's key can sign its code."""


def code_of(work: Workplace, row: SoldRow, generation: int) -> str:
    """The code text of a ticket that this device sold; `NotOurTicket` for any other."""
    if device_of(row.ticket.origin) != work.claims.device:
        raise NotOurTicket(str(row.ticket))
    payload = pack(_content(work, row, generation))
    return ticket_text(payload, work.key.sign(_CONTEXT + payload))


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
    issuer = work.replica.devices.get(device_of(content.ticket.origin))
    if issuer is None or not _is_genuine(issuer, payload, signature):
        return CodeReading(Proof.WRONG)
    after = not issuer.is_believed(content.ticket.origin, content.ticket.seq)
    return CodeReading(Proof.SIGNED, content, _is_issuer_heard(work, content), after)


def is_after_revocation(work: Workplace, ticket: TicketId) -> bool:
    """Whether the device that issued a ticket was lost before it did so."""
    issuer = work.replica.devices.get(device_of(ticket.origin))
    return issuer is not None and not issuer.is_believed(ticket.origin, ticket.seq)


def _is_genuine(issuer: Device, payload: bytes, signature: bytes) -> bool:
    claims = issuer.claims
    is_seller = claims.role in SELLING_ROLES
    return is_seller and is_signed(claims.public_key, signature, _CONTEXT + payload)


def _is_issuer_heard(work: Workplace, content: TicketContent) -> bool:
    # Of another house's sales there are only stubs here, which prove nothing about a ticket.
    if content.house != work.house:
        return False
    return work.replica.log.heads().get(content.ticket.origin, 0) >= content.ticket.seq


def _content(work: Workplace, row: SoldRow, generation: int) -> TicketContent:
    return TicketContent(
        cluster=work.claims.cluster, house=row.house, performance=row.performance,
        ticket=row.ticket, generation=generation, unit=row.unit, zone=row.zone, row=row.row,
        number=row.number, tariff=row.tariff, valid_from_min=None, valid_until_min=None,
        persons=row.persons,
    )  # fmt: skip
