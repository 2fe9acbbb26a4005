"""Gates: what a way in lets through, as the house set it up and the store tells it to the doors.

Absent or None is no restriction; an empty tuple admits nothing. The rules: docs/rules/admission.md.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NewType

from podium_desk.domain.ids import HouseId, PerformanceId
from podium_desk.late_dataclass import dataclass

GateId = NewType("GateId", int)
"""A gate of a house, numbered by the store; 0 is a door at which no gate was set up."""
NO_GATE = GateId(0)


class ReEntry(StrEnum):
    """When a ticket that went in goes in again."""

    NEVER = "never"
    AFTER_EXIT = "after_exit"
    ALWAYS = "always"


class IsolatedPolicy(StrEnum):
    """What a door does with first entries while it hears nobody."""

    ADMIT = "admit"
    ASK = "ask"
    """Every first entry is asked."""
    HOME_SECTIONS = "home_sections"
    """A first entry of a ticket outside the door's home sections is asked."""


class VisitPolicy(StrEnum):
    """What a door does with a card of visits that has no place for this evening."""

    NONE = "none"
    """It takes none: a counter gives a place for it."""
    HELD = "held"
    """It takes a visit of which it has or gets the right."""
    TRUSTED = "trusted"
    """Also one whose right nobody who answers holds."""


@dataclass(frozen=True, slots=True)
class GateDoor:
    """A device that stands at a gate. Without `home_sections` every section is outside them."""

    device: int
    home_sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate of a house.

    `performances` None stands for those of the house that are on tonight. `tariffs` are codes, the
    same for every performance. Opening and closing are minutes from the start of the ticket's own
    performance, both inclusive. `rule` is a tree as JSON (`domain.rule_tree`), "" for none.
    `matches_add_ons`: a ticket's code stands for its add-ons too. `medium_kinds` are the kinds of
    cards that are read here. Who is inside at `checks_out_at` ("HH:MM" at the venue) goes out.
    `shows_names`: the doors here show who a ticket is for, so their devices get the names.
    `visits` says whether a card's visit is taken here, for an evening with free seating.
    """

    number: GateId
    house: HouseId
    name: str
    performances: tuple[PerformanceId, ...] | None = None
    tariffs: tuple[str, ...] | None = None
    sections: tuple[str, ...] | None = None
    re_entry: ReEntry = ReEntry.AFTER_EXIT
    accepts_unpaid: bool = False
    opens_min_before_start: int | None = None
    closes_min_after_start: int | None = None
    rule: str = ""
    matches_add_ons: bool = False
    medium_kinds: tuple[str, ...] | None = None
    isolated: IsolatedPolicy = IsolatedPolicy.ADMIT
    checks_out_at: str | None = None
    doors: tuple[GateDoor, ...] = ()
    shows_names: bool = False
    visits: VisitPolicy = VisitPolicy.NONE

    def has_door(self, device: int) -> bool:
        """Whether that device stands at this gate."""
        return any(door.device == device for door in self.doors)

    def home_sections(self, device: int) -> tuple[str, ...]:
        """The sections that a device at this gate is at home with."""
        return next((door.home_sections for door in self.doors if door.device == device), ())
