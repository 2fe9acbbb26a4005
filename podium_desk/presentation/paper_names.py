"""How a paper is called: by its seat, or by what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words


def seat_name(zone: str, row: str, number: str, ticket: str, words: Words) -> str:
    """The seat of a ticket, or its zone; the ticket's own name where neither is known."""
    if number:
        return words("incidents.seat", zone=zone, row=row, number=number)
    if zone:
        return words("incidents.place_in", zone=zone)
    return words("incidents.ticket", ticket=ticket)


def other_paper_name(what: str, order: str, words: Words) -> str:
    """A paper that is no known ticket, by the name of its print job (`print_queue`)."""
    kind, _, name = what.partition("-")
    if kind in ("X", "Z"):
        return words("incidents.paper_report", name=what)
    if kind[:1].isdigit():
        return words("incidents.ticket", ticket=what)
    return words(f"incidents.paper_{kind}", order=order, name=name)
