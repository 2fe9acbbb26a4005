"""What UiTPAS answers, as values: euro become cents, and what is missing is told as garbled.

Amounts are read as decimals, never as floating point (domain.md 2.3 B).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeGuard

from podium_desk.domain.uitpas import OfferedTariff, TariffForm
from podium_desk.late_dataclass import dataclass

JsonObject = Mapping[str, object]
_CENTS = Decimal(100)
_CENTS_MAX = 10**9
"""More than this is no price: it would not fit where prices are kept."""


class Garbled(Exception):
    """An answer that does not have the form that the API promises."""


@dataclass(frozen=True, slots=True)
class Pass:
    """A pass as the counter needs it: no name, no address. `notes` must be shown."""

    number: str
    is_group: bool
    card_system: int
    points: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tariffs:
    """What a pass may have for one regular price; `message` is UiTPAS's own sentence, or empty."""

    offers: tuple[OfferedTariff, ...]
    message: str


@dataclass(frozen=True, slots=True)
class WantedSale:
    """One place to register. `label` is what UiTPAS's reports call the regular price."""

    number: str
    event: str
    regular_cents: int
    tariff: str
    label: str = "Basistarief"


@dataclass(frozen=True, slots=True)
class TicketSale:
    """A registered sale. `created` is aware; None when UiTPAS does not say."""

    id: str
    number: str
    event: str
    tariff: str
    price_cents: int
    created: datetime | None


@dataclass(frozen=True, slots=True)
class Permissions:
    """What credentials may do for one organiser."""

    organizer: str
    name: str
    permissions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reward:
    """Something that points are traded for."""

    id: str
    title: str
    points: int
    is_online: bool


@dataclass(frozen=True, slots=True)
class Redeemable:
    """Whether a pass may have a reward now; `message` tells why not."""

    is_redeemable: bool
    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class Redeemed:
    """A reward that was handed out; `id` undoes it."""

    id: str
    reward: str
    code: str


@dataclass(frozen=True, slots=True)
class CheckIn:
    """Points for attending."""

    id: str
    points: int


def decoded(body: bytes) -> object:
    """JSON with its fractions as decimals; raises `Garbled`."""
    try:
        return json.loads(body, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise Garbled("not JSON") from error


def cents(value: object) -> int:
    """An amount in euro as whole cents; raises `Garbled`, also for a part of a cent."""
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise Garbled("not an amount")
    try:
        amount = Decimal(value) * _CENTS
    except InvalidOperation as error:
        raise Garbled("not an amount") from error
    is_price = amount.is_finite() and 0 <= amount <= _CENTS_MAX
    if not is_price or amount != amount.to_integral_value():
        raise Garbled("not an amount in cents")
    return int(amount)


def euro(amount_cents: int) -> str:
    """Cents as a JSON number in euro."""
    return f"{Decimal(amount_cents) / _CENTS:f}"


def read_pass_answer(value: object) -> Pass:
    """A looked-up pass."""
    told = object_of(value)
    system = told.get("cardSystem")
    notes = [_object(note) for note in _optional_list(told, "messages")]
    return Pass(
        text(told, "uitpasNumber"),
        told.get("passType") == "GROUP",
        _number(system.get("id")) if _is_object(system) else 0,
        _number(told.get("points")),
        tuple(str(note["text"]) for note in notes if note.get("text")),
    )


def read_tariffs(value: object, regular_cents: int) -> Tariffs:
    """What is available; a kind of tariff that is unknown here is left out."""
    told = object_of(value)
    offers = [_object(one) for one in _list(told, "available")]
    known = {form.value for form in TariffForm}
    return Tariffs(
        tuple(_offer(one, regular_cents) for one in offers if one.get("type") in known),
        message_of(told),
    )


def _offer(told: JsonObject, regular_cents: int) -> OfferedTariff:
    remaining = told.get("remaining")
    return OfferedTariff(
        text(told, "id"), str(told.get("name", "")), cents(told.get("price")),
        TariffForm(text(told, "type")), 1 if remaining is None else _number(remaining),
        regular_cents,
    )  # fmt: skip


def read_static(value: object) -> int:
    """The price that a holder of the region pays, from either form that the API gives it in."""
    told = object_of(value)
    offers = [_object(one) for one in _optional_list(told, "available")]
    social = [one for one in offers if one.get("type") == TariffForm.SOCIAL.value]
    return cents((social[0] if social else told).get("price"))


def read_sales(value: object) -> tuple[TicketSale, ...]:
    """Registered sales: a list, or a page of a search."""
    found = value if isinstance(value, list) else _list(object_of(value), "member")
    return tuple(_sale(_object(one)) for one in found)


def _sale(told: JsonObject) -> TicketSale:
    tariff = _object(told.get("tariff"))
    return TicketSale(
        text(told, "id"), text(told, "uitpasNumber"), text(told, "eventId"), text(tariff, "id"),
        cents(tariff.get("price", 0)), _moment(told.get("creationDate")),
    )  # fmt: skip


def read_permissions(value: object) -> tuple[Permissions, ...]:
    """What may be done for which organisers."""
    if not isinstance(value, list):
        raise Garbled("not a list")
    return tuple(_permissions(_object(one)) for one in value)


def _permissions(told: JsonObject) -> Permissions:
    organizer = _object(told.get("organizer"))
    names = frozenset(str(name) for name in _optional_list(told, "permissions"))
    return Permissions(text(organizer, "id"), str(organizer.get("name", "")), names)


def read_rewards(value: object) -> tuple[Reward, ...]:
    """Rewards: a list, or a page of a search."""
    found = value if isinstance(value, list) else _list(object_of(value), "member")
    return tuple(_reward(_object(one)) for one in found)


def _reward(told: JsonObject) -> Reward:
    return Reward(
        text(told, "id"), str(told.get("title", "")), _number(told.get("points")),
        told.get("online") is True,
    )  # fmt: skip


def read_redeemable(value: object) -> Redeemable:
    """Whether a reward may be handed out."""
    told = object_of(value)
    reason = str(told.get("reason") or "")
    # The enumeration and the text of the API differ by one letter (domain.md 2.2).
    return Redeemable(
        told.get("redeemable") is True, reason.removesuffix("S"), str(told.get("message") or "")
    )


def read_redeemed(value: object) -> Redeemed:
    """A reward that was handed out."""
    told = object_of(value)
    reward = told.get("reward")
    return Redeemed(
        text(told, "id"), str(reward.get("title", "")) if _is_object(reward) else "",
        str(told.get("redeemCode") or ""),
    )  # fmt: skip


def read_check_in(value: object) -> CheckIn:
    """A check-in."""
    told = object_of(value)
    return CheckIn(text(told, "id"), _number(told.get("points")))


def message_of(told: JsonObject) -> str:
    """The sentence that must be shown whenever it is there, in Dutch."""
    message = told.get("endUserMessage")
    return str(message.get("nl") or "") if _is_object(message) else ""


def object_of(value: object) -> JsonObject:
    """An object; raises `Garbled`."""
    return _object(value)


def text(told: JsonObject, name: str) -> str:
    """A text, or a number as text; raises `Garbled`."""
    value = told.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Garbled(f"no {name}")
    return str(value)


def _object(value: object) -> JsonObject:
    if not _is_object(value):
        raise Garbled("not an object")
    return value


def _is_object(value: object) -> TypeGuard[JsonObject]:
    return isinstance(value, dict)


def _list(told: JsonObject, name: str) -> Sequence[object]:
    value = told.get(name)
    if not isinstance(value, list):
        raise Garbled(f"no {name}")
    return value


def _optional_list(told: JsonObject, name: str) -> Sequence[object]:
    return [] if told.get(name) is None else _list(told, name)


def _number(value: object) -> int:
    """A count; 0 when there is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _moment(value: object) -> datetime | None:
    """A moment with its zone; UTC where none is written."""
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
