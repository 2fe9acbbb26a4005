"""The columns of a tariff file that say who may have a tariff, and by which key it is chosen.

An empty cell says nothing: what is there stays. ``-`` takes a term away.

========================  ================  ===================================================
column                    also              holds
========================  ================  ===================================================
``kanalen``               channels          where it is sold: kassa, kiosk, kantoor, web, partner
``van``, ``tot``          from, until       when it is sold: ``2026-12-01 10:00`` or a day
``groep vanaf``           group from        so many of one order at least
``hoogstens``             most              so many of one order at most
``per``                   goes with         one for each so many other tickets (a companion: 1)
``rolstoel``              wheelchair        only for a wheelchair place: ja, nee
``ruimte``                room              the chair beside, taken out for a wheelchair: ja, nee
``reden``                 reason            a reason must be written down: ja, nee
``pas``                   pass              a pass's number must be written down: ja, nee
``vraag``                 asks              what the clerk asks to see
``groepsticket``          group ticket      all places of an order are one ticket: ja, nee
``toets``                 key               the letter that chooses it at the counter
``geldig van``, ``tot``   valid from        when its tickets are valid at the doors, a time slot
========================  ================  ===================================================
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from functools import partial

from podium_desk.domain.tariff_terms import TariffTerms
from podium_desk.integrations.csv_table import moment_ms, yes_or_no
from podium_desk.integrations.refusals import TariffReason, UnreadableError, shown
from podium_desk.late_dataclass import dataclass

NONE = "-"
_COUNT_MAX = 1000
_CHANNELS = {
    "kassa": "counter", "counter": "counter", "kiosk": "kiosk", "kantoor": "office",
    "office": "office", "web": "web", "partner": "reseller", "reseller": "reseller",
}  # fmt: skip
Value = tuple[str, ...] | int | bool | str


@dataclass(frozen=True, slots=True)
class TermChange:
    """What a row says of a tariff's terms; None says nothing. Fields as of `TariffTerms`."""

    channels: tuple[str, ...] | None = None
    sold_from_ms: int | None = None
    sold_until_ms: int | None = None
    least_in_order: int | None = None
    most_in_order: int | None = None
    each_needs: int | None = None
    is_for_wheelchair: bool | None = None
    is_room: bool | None = None
    needs_remark: bool | None = None
    needs_pass: bool | None = None
    asks: str | None = None
    is_one_ticket: bool | None = None
    quick_key: str | None = None
    """The letter that chooses the tariff; no term, but said in the same place."""
    valid_from_ms: int | None = None
    """When its tickets are valid at the doors, no term of the sale either; 0 takes it away."""
    valid_until_ms: int | None = None

    def said(self) -> dict[str, Value]:
        """What it does say, by field."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value is not None}

    def over(self, wider: TermChange) -> TermChange:
        """This on top of what was said before, or of more tariffs."""
        return replace(wider, **self.said())  # type: ignore[arg-type]  # the fields' own values

    def terms(self) -> TariffTerms:
        """The terms when nothing else is said."""
        said = {name: value for name, value in self.said().items() if name not in _NO_TERMS}
        return replace(TariffTerms(), **said)  # type: ignore[arg-type]  # the fields' own values


_NO_TERMS = frozenset({"quick_key", "valid_from_ms", "valid_until_ms"})
"""What a row says beside the terms of a sale."""
SAYS_NOTHING = TermChange()


def read_terms(cells: Mapping[str, str]) -> TermChange:
    """What the term columns of a row say; raises `UnreadableError` for a cell that is wrong."""
    said = {name: _READERS[name](name, cells[name]) for name in _READERS if cells.get(name)}
    change = replace(SAYS_NOTHING, **said)  # type: ignore[arg-type]  # each by its reader
    if change.sold_from_ms and change.sold_until_ms and change.sold_from_ms >= change.sold_until_ms:
        raise UnreadableError(TariffReason.ENDS_BEFORE_START)
    valid_from_ms, valid_until_ms = change.valid_from_ms or 0, change.valid_until_ms or 0
    if valid_until_ms and valid_from_ms >= valid_until_ms:
        raise UnreadableError(TariffReason.ENDS_BEFORE_START)
    if change.least_in_order and 0 < (change.most_in_order or 0) < change.least_in_order:
        raise UnreadableError(TariffReason.MOST_BELOW_LEAST)
    return change


def _channels(name: str, written: str) -> tuple[str, ...]:
    if written == NONE:
        return ()
    words = written.lower().replace(",", " ").replace("+", " ").split()
    if not all(word in _CHANNELS for word in words):
        raise _wrong(name, written)
    return tuple(sorted({_CHANNELS[word] for word in words}))


def _moment(_name: str, written: str, is_end: bool) -> int:
    found = 0 if written == NONE else moment_ms(written, is_end)
    if found is None:
        raise UnreadableError(TariffReason.WRONG_MOMENT, value=shown(written))
    return found


def _count(name: str, written: str) -> int:
    if written == NONE:
        return 0
    if not written.isdecimal() or not 0 < int(written) <= _COUNT_MAX:
        raise _wrong(name, written)
    return int(written)


def _flag(name: str, written: str) -> bool:
    found = False if written == NONE else yes_or_no(written)
    if found is None:
        raise _wrong(name, written)
    return found


def _text(_name: str, written: str) -> str:
    return "" if written == NONE else shown(written)


def _letter(name: str, written: str) -> str:
    if written == NONE:
        return ""
    if len(written) != 1 or not written.isascii() or not written.isalpha():
        raise _wrong(name, written)
    return written.upper()


def _wrong(name: str, written: str) -> UnreadableError:
    return UnreadableError(TariffReason.WRONG_TERM, column=_HEADINGS[name], value=shown(written))


_READERS: Mapping[str, Callable[[str, str], Value]] = {
    "channels": _channels,
    "sold_from_ms": partial(_moment, is_end=False),
    "sold_until_ms": partial(_moment, is_end=True),
    "least_in_order": _count,
    "most_in_order": _count,
    "each_needs": _count,
    "is_for_wheelchair": _flag,
    "is_room": _flag,
    "needs_remark": _flag,
    "needs_pass": _flag,
    "asks": _text,
    "is_one_ticket": _flag,
    "quick_key": _letter,
    "valid_from_ms": partial(_moment, is_end=False),
    "valid_until_ms": partial(_moment, is_end=True),
}
TERM_COLUMNS: dict[str, str] = {
    "kanalen": "channels", "channels": "channels",
    "van": "sold_from_ms", "from": "sold_from_ms",
    "tot": "sold_until_ms", "until": "sold_until_ms",
    "groep vanaf": "least_in_order", "group from": "least_in_order",
    "hoogstens": "most_in_order", "most": "most_in_order",
    "per": "each_needs", "goes with": "each_needs",
    "rolstoel": "is_for_wheelchair", "wheelchair": "is_for_wheelchair",
    "ruimte": "is_room", "room": "is_room",
    "reden": "needs_remark", "reason": "needs_remark",
    "pas": "needs_pass", "pass": "needs_pass",
    "vraag": "asks", "asks": "asks",
    "groepsticket": "is_one_ticket", "group ticket": "is_one_ticket",
    "toets": "quick_key", "key": "quick_key",
    "geldig van": "valid_from_ms", "valid from": "valid_from_ms",
    "geldig tot": "valid_until_ms", "valid until": "valid_until_ms",
}  # fmt: skip
"""A column's heading to the field that it fills; the Dutch one stands first."""
_HEADINGS = {field: heading for heading, field in reversed(TERM_COLUMNS.items())}
