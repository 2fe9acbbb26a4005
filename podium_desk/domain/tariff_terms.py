"""Who may have a tariff: what stands on the price list beside the price.

A tariff without terms is for everybody. What a clerk has to see (a card, a pass) is asked on the
screen and never decided here; here is what a program can count and compare. Rules:
`docs/rules/pricing.md`.
"""

from __future__ import annotations

from podium_desk.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class TariffTerms:
    """The terms of one tariff; times are UTC milliseconds, 0 is no limit.

    `least_in_order` makes it a group's price: so many of one order and performance at least.
    `each_needs` ties it to others: one for each so many tickets of other tariffs (1 for a
    companion, 10 for a teacher of a class). `asks` is what the clerk is reminded to see.
    """

    channels: tuple[str, ...] = ()
    sold_from_ms: int = 0
    sold_until_ms: int = 0
    least_in_order: int = 0
    most_in_order: int = 0
    each_needs: int = 0
    is_for_wheelchair: bool = False
    is_room: bool = False
    """For the second chair that makes room for a wheelchair: nobody sits there, no ticket."""
    needs_remark: bool = False
    """A reason must be written down, as for a free ticket."""
    needs_pass: bool = False
    """The number of a pass or card must be written down."""
    asks: str = ""
    is_one_ticket: bool = False
    """A group's: all places of an order and performance at this tariff are one ticket for so many
    persons, which a door lets in in parts (docs/rules/group-tickets.md)."""


FOR_EVERYBODY = TariffTerms()


@dataclass(frozen=True, slots=True)
class Occasion:
    """Where and when something is sold: the channel, and UTC milliseconds."""

    channel: str = "counter"
    at_ms: int = 0
