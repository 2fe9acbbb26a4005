"""The hall as the counter sees it: one look per place, and the words for each place.

What a desk knows (`SeatState`) becomes what a person should see (`SeatLook`): a place that must
be asked for is simply free while the line is up, and out of reach while it is down (ux.md 3.1).
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from podium_desk.application.counter import HallView, PerformanceRow, SeatState
from podium_desk.domain.ids import Unit
from podium_desk.domain.places import Place, place_at
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation import amounts

if TYPE_CHECKING:
    from podium_desk.domain.programme import Tariff
    from podium_desk.domain.venue import HallPlan, Seat, Section
    from podium_desk.i18n.words import Words

_BETWEEN_NAMES = " –—-·,:|/"
_ROW_WORDS = ("rij", "rang", "reihe", "row")


class SeatLook(IntEnum):
    """How a place is drawn; each look has its own sign besides its colour (ux.md 3.2)."""

    FREE = 0
    CHOSEN = 1
    HELD = 2
    SOLD = 3
    BLOCKED = 4
    OUT_OF_REACH = 5


@dataclass(frozen=True, slots=True)
class SectionCard:
    """Unnumbered places of one section, as a button that adds one place."""

    name: str
    free: int
    next_free: Unit | None
    text: str


@dataclass(frozen=True, slots=True)
class HallPicture:
    """A hall ready to draw: `looks` has one `SeatLook` value per unit."""

    performance: PerformanceRow
    plan: HallPlan
    looks: bytes
    title: str
    subtitle: str
    prices: tuple[tuple[str, str], ...]
    """Category name and the base price in words, dearest category first."""
    sections: tuple[SectionCard, ...]


def picture_of(
    hall: HallView, chosen: frozenset[Unit], *, is_online: bool, words: Words
) -> HallPicture:
    """The picture of `hall` with this counter's `chosen` units marked."""
    row = hall.performance
    language = words.language
    looks = looks_of(hall.states, chosen, is_online=is_online)
    return HallPicture(
        performance=row,
        plan=hall.plan,
        looks=looks,
        title=row.title.in_language(language),
        subtitle=" · ".join(
            part
            for part in (
                amounts.day_and_time(row.start, language),
                row.house_name,
                hall_in_house(row, language),
            )
            if part
        ),
        prices=_base_prices(hall, language),
        sections=tuple(_section_card(section, looks, words) for section in hall.plan.sections),
    )


def hall_in_house(row: PerformanceRow, language: str) -> str:
    """The hall's name without its house's, which often leads it: ``Grote Zaal``.

    Empty when the hall is called like the house and nothing more.
    """
    hall = row.hall.in_language(language)
    rest = hall.removeprefix(row.house_name)
    if rest == hall or rest[:1].isalnum():
        return hall
    return rest.strip(_BETWEEN_NAMES)


def looks_of(states: bytes, chosen: frozenset[Unit], *, is_online: bool) -> bytes:
    """One look per unit from one `SeatState` per unit."""
    looks = bytearray(states.translate(_LOOKS_ONLINE if is_online else _LOOKS_OFFLINE))
    for unit in chosen:
        looks[unit] = SeatLook.CHOSEN
    return bytes(looks)


def category_of(plan: HallPlan, unit: Unit) -> str:
    """The price rank of a place, numbered or not."""
    return _place(plan, unit).category


def place_name(plan: HallPlan, unit: Unit, words: Words) -> str:
    """A place as a person calls it, e.g. ``Rij F stoel 12``."""
    if unit >= len(plan.seats):
        return _place(plan, unit).zone
    seat = plan.seats[unit]
    row = words("counter.row", row=seat.row) if _is_plain(seat) else seat.row_label
    return words("counter.seat", row=row, number=seat.number)


def zone_name(plan: HallPlan, unit: Unit) -> str:
    """The part of the hall a numbered place is in; empty for an unnumbered one."""
    return plan.seats[unit].zone if unit < len(plan.seats) else ""


def spoken(picture: HallPicture, unit: Unit, words: Words) -> str:
    """A place for a screen reader, e.g. ``Rij F stoel 12, vrij, € 22,00``."""
    parts = [
        place_name(picture.plan, unit, words),
        words(f"counter.look_{SeatLook(picture.looks[unit]).name.lower()}"),
        price_of_category(picture, category_of(picture.plan, unit)),
    ]
    if unit < len(picture.plan.seats) and picture.plan.seats[unit].is_wheelchair:
        parts.insert(1, words("counter.wheelchair"))
    return ", ".join(part for part in parts if part)


def tooltip(picture: HallPicture, unit: Unit, words: Words) -> str:
    """A place for the eye, e.g. ``F12 · Parterre · € 22,00 · vrij``."""
    plan = picture.plan
    if unit >= len(plan.seats):
        return spoken(picture, unit, words)
    seat = plan.seats[unit]
    look = words(f"counter.look_{SeatLook(picture.looks[unit]).name.lower()}")
    price = price_of_category(picture, seat.category)
    name = (
        f"{seat.row}{seat.number}" if not seat.row[-1:].isdigit() else f"{seat.row}-{seat.number}"
    )
    return " · ".join(part for part in (name, seat.zone, price, look) if part)


def price_of_category(picture: HallPicture, category: str) -> str:
    """The base price of a category in words, empty when it is not sold."""
    return dict(picture.prices).get(category, "")


def is_wheelchair(plan: HallPlan, unit: Unit) -> bool:
    """Whether this is a place for a wheelchair."""
    return _place(plan, unit).is_wheelchair


def base_tariff(
    tariffs: tuple[Tariff, ...], category: str, *, is_wheelchair: bool = False
) -> Tariff | None:
    """The tariff a place gets when nobody chooses: the base one, else the first sold for it.

    A wheelchair place gets the tariff for wheelchairs, where the house has one.
    """
    sold = [tariff for tariff in tariffs if tariff.price_cents(category) is not None]
    own = [tariff for tariff in sold if is_wheelchair and tariff.terms.is_for_wheelchair]
    fitting = own or [tariff for tariff in sold if not tariff.terms.is_for_wheelchair]
    return next((tariff for tariff in fitting if tariff.is_base), fitting[0] if fitting else None)


def _base_prices(hall: HallView, language: str) -> tuple[tuple[str, str], ...]:
    prices = []
    for category in hall.plan.categories:
        tariff = base_tariff(hall.tariffs, category.name)
        cents = tariff.price_cents(category.name) if tariff else None
        prices.append((category.name, "" if cents is None else amounts.money(cents, language)))
    return tuple(prices)


def _section_card(section: Section, looks: bytes, words: Words) -> SectionCard:
    of_section = looks[section.first_unit : section.first_unit + section.capacity]
    free = of_section.count(SeatLook.FREE)
    offset = of_section.find(SeatLook.FREE)
    return SectionCard(
        name=section.name,
        free=free,
        next_free=None if offset < 0 else Unit(section.first_unit + offset),
        text=words("counter.section", name=section.name, n=free),
    )


def _is_plain(seat: Seat) -> bool:
    """Whether the plan calls the row a row, in whatever language; a box keeps its own name."""
    word, _, name = seat.row_label.rpartition(" ")
    return not seat.row_label or (name == seat.row and word.lower() in _ROW_WORDS)


def _place(plan: HallPlan, unit: Unit) -> Place:
    place = place_at(plan, unit)
    if place is None:
        raise IndexError(f"plan {plan.name} has no place {unit}")
    return place


def _table(ask: SeatLook) -> bytes:
    looks = bytearray(range(256))
    looks[SeatState.MINE] = SeatLook.FREE
    looks[SeatState.ASK] = ask
    looks[SeatState.HELD] = SeatLook.HELD
    looks[SeatState.SOLD] = SeatLook.SOLD
    looks[SeatState.BLOCKED] = SeatLook.BLOCKED
    return bytes(looks)


_LOOKS_ONLINE = _table(SeatLook.FREE)
_LOOKS_OFFLINE = _table(SeatLook.OUT_OF_REACH)
