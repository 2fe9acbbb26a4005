"""What a layout of each document may place, and what it must: the law's and the door's minimum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field

from podium_desk.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Terms:
    """Of one document. `required` are the things to be told: a field or a part tells itself, or
    what `tells` says of it."""

    fields: frozenset[str]
    parts: frozenset[str]
    required: frozenset[str]
    tells: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def missing(self, placed: Iterable[str]) -> tuple[str, ...]:
        """What is required and nothing of `placed` tells, in alphabetical order."""
        told = {thing for name in placed for thing in self.tells.get(name, (name,))}
        return tuple(sorted(self.required - told))


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TELLS_HOUSE = {
    "legal": _names("legal_name enterprise_number"),
    "order": _names("order_number"),
}
_TICKET = Terms(
    _names(
        "house title when date time doors_open hall door places zone row seat zone_label row_label"
        " seat_label place free_place tariff price prices_each price_label all_in vat short_code"
        " short_code_label organiser seller numbers ticket_number order_number conditions code"
        " duplicate training how_title how_1 how_2 how_3 conditions_title help_title help"
    ),
    _names("notices training_foot large_seat"),
    # domain.md 5.11, and that a reprint and a practice ticket say so.
    _names(
        "title date time doors_open hall door zone row seat tariff price organiser seller"
        " ticket_number code vat conditions order_number duplicate training"
    ),
    {
        "notices": _names("duplicate training"),
        "when": _names("date time"),
        "places": _names("hall door"),
        "place": _names("zone row seat"),
        "large_seat": _names("zone row seat"),
        "numbers": _names("ticket_number order_number"),
    },
)
_RECEIPT = Terms(
    _names(
        "house legal_name enterprise_number legal address order order_number at total_label total"
        " no_invoice thanks served_by"
    ),
    _names("notices lines payments vat_table"),
    _names("legal_name enterprise_number order_number at total notices lines payments vat_table"),
    _TELLS_HOUSE,
)
_ORDER_SUMMARY = Terms(
    _names(
        "heading house legal_name enterprise_number legal address order order_number at name"
        " total_label total paid_label paid rest_label rest no_receipt"
    ),
    _names("notices lines tickets"),
    _names("heading order_number at total notices lines no_receipt"),
    _TELLS_HOUSE,
)
_SLIP = Terms(
    _names("heading house legal_name enterprise_number legal address order order_number at name"),
    _names("notices lines owed"),
    _names("heading order_number at notices lines owed"),
    _TELLS_HOUSE,
)
_VOUCHER = Terms(
    _names(
        "house title amount valid number spoken_number use vat order order_number legal_name"
        " enterprise_number legal"
    ),
    _names("notices"),
    _names("title amount valid number vat legal_name enterprise_number notices"),
    _TELLS_HOUSE,
)
_HOUSE_PASS = Terms(
    _names(
        "houses name rights valid number spoken_number use price order order_number legal_name"
        " enterprise_number legal"
    ),
    _names("notices"),
    _names("name rights valid number price legal_name enterprise_number notices"),
    _TELLS_HOUSE,
)
_TILL_REPORT = Terms(
    _names("house legal_name enterprise_number legal name kind"),
    _names("notices identity sales vat means shifts counts chain"),
    _names("legal_name enterprise_number name kind notices identity sales vat means shifts chain"),
    _TELLS_HOUSE,
)
_DRAW_SHEET = Terms(
    _names("house heading title day performance digest_label digest said check"),
    _names("notices entries"),
    _names("heading title day performance digest said notices entries"),
)
_SEAT_LIST = Terms(
    _names("house heading title when hall at counts"),
    _names("notices places"),
    _names("title when hall at notices places"),
)
TERMS: Mapping[str, Terms] = {
    "ticket": _TICKET,
    "receipt": _RECEIPT,
    "order-summary": _ORDER_SUMMARY,
    "slip": _SLIP,
    "voucher": _VOUCHER,
    "house-pass": _HOUSE_PASS,
    "till-report": _TILL_REPORT,
    "draw-sheet": _DRAW_SHEET,
    "seat-list": _SEAT_LIST,
}
"""By the name of the document, as a layout's ``document`` says it."""
