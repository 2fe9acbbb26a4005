"""Which of the domain's tables go into a snapshot, and which stay with their maker.

A row made from a fact's body goes where the body goes: to devices of the house that it concerns
and of the house that wrote it.
"""

from __future__ import annotations

from podium_desk.replica.tables import FACT_TABLES

_IN_SCOPE = "house = :house OR origin IN (SELECT origin FROM source.log_head WHERE house = :house)"

SHARED = {
    **dict.fromkeys(FACT_TABLES, _IN_SCOPE),
    "price_list": "",
    # Who was erased must stay so on a newcomer; names and their keys travel on their own road.
    "person_erased": "house = :house",
}
"""The tables of a snapshot with the condition for their rows; the catalogue is for everybody."""

PRIVATE = (
    "print_job", "printer", "entry_claim", "uitpas_place", "uitpas_static", "card_attempt",
    "terminal_day",
)  # fmt: skip
"""Tables that tell of one device: its paper and printers, what it promised at a door, passes on
their way, and what it asked of its card terminal."""
