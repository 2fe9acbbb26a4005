"""Passes of a house: cards of so many visits, friends' passes, passes that hold in several houses.

A pass is a thing of the catalogue that is sold (`goods`); what it allows are its terms. Rules:
`docs/rules/passes.md`.
"""

from __future__ import annotations

from dataclasses import dataclass

from podium_desk.domain.ids import HouseId


@dataclass(frozen=True, slots=True)
class PassTerms:
    """What whoever holds a pass may; times are UTC milliseconds, 0 is no limit.

    With `visits` it is a card of so many visits, each of which pays a place whole. Without, it
    takes `percent` off, or gives the price of the tariff of this code, for `seats` places of each
    performance (0 for all that one order has). It holds `valid_days` from its sale, and not after
    `valid_until_ms`; in its own house and in these `houses`. `presale_days` before everybody its
    holder may buy.
    """

    visits: int = 0
    percent: int = 0
    tariff: str = ""
    seats: int = 0
    valid_days: int = 0
    valid_until_ms: int = 0
    presale_days: int = 0
    houses: tuple[HouseId, ...] = ()
