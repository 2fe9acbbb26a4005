"""UiTPAS of a counter whose device opens after its window stands, as `late_desk` has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from podium_desk.application.uitpas import (
        PointsCounter,
        Reductions,
        UitpasCounter,
        UitpasOffers,
        UitpasPlace,
        UitpasRefusal,
    )
    from podium_desk.domain.uitpas import Chosen


class LateUitpas:
    """A `UitpasCounter` that is asked of its device when it is first needed."""

    def __init__(self, opened: Callable[[], UitpasCounter]) -> None:
        """`opened` gives it once the device is open."""
        self._opened = opened

    @property
    def points(self) -> PointsCounter:
        """Points and rewards."""
        return self._opened().points

    def left_over(self) -> int:
        """Give up what an earlier run began and never saw paid."""
        return self._opened().left_over()

    def look(self, typed: str, places: tuple[UitpasPlace, ...]) -> UitpasOffers | UitpasRefusal:
        """What a pass may have."""
        return self._opened().look(typed, places)

    def register(
        self, offers: UitpasOffers, chosen: tuple[Chosen, ...]
    ) -> Reductions | UitpasRefusal:
        """Register these choices."""
        return self._opened().register(offers, chosen)

    def grant(self, offers: UitpasOffers) -> Reductions | UitpasRefusal:
        """Grant what the house grants by itself."""
        return self._opened().grant(offers)
