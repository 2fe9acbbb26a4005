"""Fact bodies as bytes: msgpack arrays in the order of the fields, so that names cost nothing.

A body that is longer than this version knows was written by a newer one: the extra fields stay
in the stored bytes and are not read. A shorter one is older: defaults fill it.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

import msgspec

from podium_desk.domain.customer_facts import (
    ConsentSaid,
    CustomerSaid,
    CustomersJoined,
    JoinUndone,
    OrderTied,
)
from podium_desk.domain.door_facts import (
    AddOnTied,
    CardSaid,
    DoorNoted,
    OrderApproved,
    TicketNamed,
)
from podium_desk.domain.facts import (
    AdmissionHolderNamed,
    FactKind,
    IncidentSettled,
    KeeperNamed,
    OrderNamed,
    OrderPaid,
    OrderSold,
    PaymentTaken,
    PersonErased,
    RightsWrittenOff,
    ScanAnnulled,
    ScanRecorded,
    TicketBlocked,
    TicketReissued,
    TicketsRefunded,
    TicketUnblocked,
    VenueChanged,
)
from podium_desk.domain.goods import GoodsRefunded, GoodsSold
from podium_desk.domain.guests import GuestListed
from podium_desk.domain.house_passes import PassClosed, PassIssued, PassUsed
from podium_desk.domain.parked import BasketParked, BasketTaken
from podium_desk.domain.till_facts import (
    CashMoved,
    DrawerCounted,
    DrawerOpened,
    ShiftClosed,
    ShiftOpened,
    XTaken,
    ZClosed,
)
from podium_desk.domain.uitpas_facts import UitpasSaleConfirmed, UitpasSaleException
from podium_desk.domain.vouchers import VoucherIssued, VoucherUsed
from podium_desk.domain.waiting_list import WaitingListed, WaitingSaid
from sync.decoding import convert, decode, decoder_of

Body = (
    OrderSold | PaymentTaken | TicketsRefunded | TicketReissued | ScanRecorded | ScanAnnulled
    | TicketBlocked | TicketUnblocked | KeeperNamed | AdmissionHolderNamed
    | VenueChanged | IncidentSettled | RightsWrittenOff
    | OrderNamed | OrderPaid | VoucherIssued | BasketParked | BasketTaken | GuestListed
    | WaitingListed | WaitingSaid | AddOnTied | DoorNoted | TicketNamed | OrderApproved | CardSaid
    | GoodsSold | GoodsRefunded | VoucherUsed | PassIssued | PassUsed | PassClosed
    | PersonErased | UitpasSaleConfirmed | UitpasSaleException
    | CustomerSaid | ConsentSaid | CustomersJoined | JoinUndone | OrderTied
    | ShiftOpened | CashMoved | DrawerCounted | ShiftClosed | XTaken | ZClosed | DrawerOpened
)  # fmt: skip
_D = TypeVar("_D")
_encode = msgspec.msgpack.Encoder().encode

_BODIES: dict[FactKind, type[Any]] = {
    FactKind.ORDER_SOLD: OrderSold,
    FactKind.PAYMENT_TAKEN: PaymentTaken,
    FactKind.TICKETS_REFUNDED: TicketsRefunded,
    FactKind.TICKET_REISSUED: TicketReissued,
    FactKind.SCAN_RECORDED: ScanRecorded,
    FactKind.SCAN_ANNULLED: ScanAnnulled,
    FactKind.TICKET_BLOCKED: TicketBlocked,
    FactKind.TICKET_UNBLOCKED: TicketUnblocked,
    FactKind.RIGHTS_WRITTEN_OFF: RightsWrittenOff,
    FactKind.PERSON_ERASED: PersonErased,
    FactKind.ORDER_NAMED: OrderNamed,
    FactKind.CUSTOMER_SAID: CustomerSaid,
    FactKind.CONSENT_SAID: ConsentSaid,
    FactKind.CUSTOMERS_JOINED: CustomersJoined,
    FactKind.JOIN_UNDONE: JoinUndone,
    FactKind.ORDER_TIED: OrderTied,
    FactKind.ORDER_PAID: OrderPaid,
    FactKind.VOUCHER_ISSUED: VoucherIssued,
    FactKind.BASKET_PARKED: BasketParked,
    FactKind.BASKET_TAKEN: BasketTaken,
    FactKind.GUEST_LISTED: GuestListed,
    FactKind.WAITING_LISTED: WaitingListed,
    FactKind.WAITING_SAID: WaitingSaid,
    FactKind.GOODS_SOLD: GoodsSold,
    FactKind.GOODS_REFUNDED: GoodsRefunded,
    FactKind.VOUCHER_USED: VoucherUsed,
    FactKind.PASS_ISSUED: PassIssued,
    FactKind.PASS_USED: PassUsed,
    FactKind.PASS_CLOSED: PassClosed,
    FactKind.ADD_ON_TIED: AddOnTied,
    FactKind.DOOR_NOTED: DoorNoted,
    FactKind.TICKET_NAMED: TicketNamed,
    FactKind.ORDER_APPROVED: OrderApproved,
    FactKind.CARD_SAID: CardSaid,
    FactKind.KEEPER_NAMED: KeeperNamed,
    FactKind.ADMISSION_HOLDER_NAMED: AdmissionHolderNamed,
    FactKind.VENUE_CHANGED: VenueChanged,
    FactKind.INCIDENT_SETTLED: IncidentSettled,
    FactKind.SHIFT_OPENED: ShiftOpened,
    FactKind.CASH_MOVED: CashMoved,
    FactKind.DRAWER_COUNTED: DrawerCounted,
    FactKind.SHIFT_CLOSED: ShiftClosed,
    FactKind.X_TAKEN: XTaken,
    FactKind.Z_CLOSED: ZClosed,
    FactKind.DRAWER_OPENED: DrawerOpened,
    FactKind.UITPAS_SALE_CONFIRMED: UitpasSaleConfirmed,
    FactKind.UITPAS_SALE_EXCEPTION: UitpasSaleException,
}
_KINDS = {body: kind for kind, body in _BODIES.items()}


def kind_of(body: Body) -> FactKind:
    """The kind of fact that has this body."""
    return _KINDS[type(body)]


def body_to_bytes(body: Body) -> bytes:
    """The stored form of a body."""
    twin = _array_twin(type(body))
    return _encode(convert(body, twin))


def body_from_bytes(kind: FactKind, data: bytes) -> Body:
    """The body of a fact of this kind; `msgspec.MsgspecError` when the bytes are another's."""
    return as_body(kind, fields_from_bytes(kind, data))


def fields_from_bytes(kind: int, data: bytes) -> Any:
    """As `body_from_bytes`, for who only reads its fields: they are the same, the class is not.

    To make the body itself takes three times as long. `LookupError` for a kind without a body.
    """
    return _reader(kind)(data)


def as_body(kind: int, fields: Any) -> Body:
    """The body itself, from what `fields_from_bytes` gave."""
    return typing.cast(Body, convert(fields, _body_type(kind)))


def record_to_bytes(value: object) -> bytes:
    """The stored form of a catalogue value: records are read by more versions, so with names."""
    return _encode(value)


def record_from_bytes(data: bytes, kind: type[_D]) -> _D:
    """The catalogue value in a record's body."""
    return decode(data, kind)


def _body_type(kind: int) -> type[Any]:
    return _BODIES[FactKind(kind)]


@cache
def _reader(kind: int) -> Callable[[bytes], Any]:
    return decoder_of(_array_twin(_body_type(kind)))


_TWINS: dict[type[Any], type[Any]] = {}


def _array_twin(kind: type[Any]) -> type[Any]:
    """A struct with the fields of a dataclass, encoded as an array; made once a class."""
    if kind not in _TWINS:
        _TWINS[kind] = _make_twin(kind)
    return _TWINS[kind]


def _make_twin(kind: type[Any]) -> type[Any]:
    hints = typing.get_type_hints(kind)
    fields: list[tuple[str, Any] | tuple[str, Any, Any]] = []
    for field in dataclasses.fields(kind):
        twin = _twin_of_hint(hints[field.name])
        if field.default is not dataclasses.MISSING:
            fields.append((field.name, twin, field.default))
        else:
            fields.append((field.name, twin))
    return msgspec.defstruct(f"{kind.__name__}Array", fields, array_like=True, frozen=True)


def _twin_of_hint(hint: Any) -> Any:
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _array_twin(hint)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        return tuple[tuple(_twin_of_hint(a) if a is not ... else a for a in arguments)]  # type: ignore[misc]
    if origin in (typing.Union, types.UnionType):
        return typing.Union[tuple(_twin_of_hint(argument) for argument in arguments)]  # noqa: UP007
    return hint
