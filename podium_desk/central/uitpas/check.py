"""Whether a house's credentials work, permission by permission: green or red."""

from __future__ import annotations

from podium_desk.central.uitpas.lines import HouseLine
from podium_desk.domain.uitpas import PassNo
from podium_desk.integrations.uitpas.problems import Problem
from podium_desk.late_dataclass import dataclass

NEEDED = ("TARIFFS_READ", "TICKETSALES_REGISTER", "TICKETSALES_SEARCH", "PASSES_READ")
USEFUL = ("PASSES_CHIPNUMBERS_READ", "REWARDS_READ", "REWARDS_REDEEM", "CHECKINS_WRITE")
UNWANTED = ("PASSES_INSZNUMBERS_READ", "SOCIALTARIFF_EXPORT")
"""What the product never uses, because of what it tells of people: better not had at all."""


@dataclass(frozen=True, slots=True)
class PermissionRow:
    """One permission. `is_needed`: without it nothing can be sold with a pass."""

    name: str
    is_given: bool
    is_needed: bool
    is_unwanted: bool = False

    @property
    def is_well(self) -> bool:
        """Green."""
        return self.is_given != self.is_unwanted or not (self.is_needed or self.is_unwanted)


@dataclass(frozen=True, slots=True)
class Checked:
    """How a house stands with UiTPAS. `organizers` are those that the credentials are for."""

    no: PassNo | None
    organizers: tuple[str, ...] = ()
    organizer: str = ""
    rows: tuple[PermissionRow, ...] = ()

    @property
    def is_well(self) -> bool:
        """Whether passes can be sold with."""
        return self.no is None and all(row.is_given for row in self.rows if row.is_needed)


def check_house(line: HouseLine) -> Checked:
    """Ask UiTPAS what these credentials may do for the house's organiser."""
    told = line.ask("", lambda client: client.permissions())
    if isinstance(told, Problem):
        return Checked(told.no)
    organizers = tuple(one.organizer for one in told)
    wanted = line.kept.organizer
    found = [one for one in told if one.organizer == wanted or not wanted]
    if len(found) != 1:
        return Checked(PassNo.NOT_ALLOWED, organizers)
    given = found[0].permissions
    rows = [PermissionRow(name, name in given, is_needed=True) for name in NEEDED]
    rows += [PermissionRow(name, name in given, is_needed=False) for name in USEFUL]
    rows += [PermissionRow(name, True, False, True) for name in UNWANTED if name in given]
    return Checked(None, organizers, found[0].organizer, tuple(rows))
