"""The store's lines to UiTPAS, one for each house that has credentials, with their breakers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import TypeVar

import httpx

from podium_desk.central.folder import CentralFolder
from podium_desk.central.kept_lines import KeptLines
from podium_desk.central.uitpas.settings import UitpasHouse, read_house
from podium_desk.domain.uitpas import PassNo
from podium_desk.integrations.uitpas.breaker import Breakers
from podium_desk.integrations.uitpas.calling import Caller, UitpasAway, dialled
from podium_desk.integrations.uitpas.client import UitpasClient
from podium_desk.integrations.uitpas.problems import Problem
from podium_desk.late_dataclass import dataclass

_T = TypeVar("_T")
ANSWER_S = 2.5
"""Of a counter's three seconds half a one is for its own way to the store."""
UNKNOWN_SYSTEM = 0
_PASSES_REMEMBERED = 500


@dataclass(slots=True)
class HouseLine:
    """One house's client. Breakers go by card system, as far as a pass's is known."""

    kept: UitpasHouse
    client: UitpasClient
    breakers: Breakers
    _systems: dict[str, int] = field(default_factory=dict)

    def note_system(self, number: str, system: int) -> None:
        """This pass belongs to that card system; kept in memory only, and not for long."""
        if len(self._systems) >= _PASSES_REMEMBERED:
            self._systems.clear()
        self._systems[number] = system

    def ends_at_s(self) -> float:
        """When a counter that asks now will wait no longer."""
        return self.breakers.now_s() + ANSWER_S

    def ask(
        self,
        number: str,
        work: Callable[[UitpasClient], _T | Problem],
        ends_at_s: float | None = None,
    ) -> _T | Problem:
        """Ask unless the pass's card system is left alone; silence is a problem called `away`.

        For reading only: of a write that got no answer more must be known than that.
        """
        try:
            return self.attempt(number, work, ends_at_s)
        except UitpasAway:
            return Problem(PassNo.AWAY, "", 0)

    def attempt(
        self, number: str, work: Callable[[UitpasClient], _T], ends_at_s: float | None = None
    ) -> _T:
        """The same; raises `UitpasAway`."""
        system = self._systems.get(number, UNKNOWN_SYSTEM)
        left_s = ANSWER_S if ends_at_s is None else ends_at_s - self.breakers.now_s()
        if left_s <= 0:
            raise UitpasAway("no time left", may_have_acted=False)
        if not self.breakers.allows(system):
            raise UitpasAway("left alone after silences", may_have_acted=False)
        try:
            outcome = work(self.client.within(left_s))
        except UitpasAway:
            self.breakers.silent(system)
            raise
        self.breakers.answered(system)
        return outcome

    def close(self) -> None:
        """Hang up."""
        self.client.close()


HouseLines = KeptLines[UitpasHouse, HouseLine]
"""The lines of all houses that have credentials. Why some may not be used is what `check_house` and
the operator's page tell."""


def house_lines(
    folder: CentralFolder,
    now_s: Callable[[], float],
    connect: Callable[[], httpx.Client] = dialled,
) -> HouseLines:
    """`now_s` is a clock that never goes back; `connect` makes an HTTP client."""

    def make(kept: UitpasHouse) -> HouseLine:
        caller = Caller(kept.credentials, connect, now_s)
        return HouseLine(kept, UitpasClient(caller, ANSWER_S), Breakers(now_s))

    return KeptLines(lambda house: read_house(folder.uitpas(house)), make)
