"""How a device stands, asked through its window before the device is open (`late_desk`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from podium_desk.application.closing import Closed, NotTaken
    from podium_desk.application.device_overview import DeviceOverview, StatusDesk
    from podium_desk.application.duties import Duty, Foreseen
    from podium_desk.application.print_queue import Settled
    from podium_desk.application.settling import SettleRequest
    from podium_desk.domain.paper_stock import PaperStock
    from podium_desk.domain.refusals import Refusal
    from podium_desk.replica.settled import Settlement


class LateStatus:
    """A `StatusDesk` that is made when it is first asked, on the lane, behind the opening."""

    def __init__(self, make: Callable[[], StatusDesk]) -> None:
        self._make = make
        self._made: StatusDesk | None = None

    def overview(self) -> DeviceOverview:
        """How the device stands."""
        return self._desk.overview()

    def settle(self, request: SettleRequest) -> Settlement | Refusal:
        """Take an incident off the list."""
        return self._desk.settle(request)

    def settle_papers(self, came_out: tuple[str, ...], missing: tuple[str, ...]) -> Settled:
        """Say which unproven papers are there."""
        return self._desk.settle_papers(came_out, missing)

    def new_roll(self) -> PaperStock | None:
        """Say that a new roll is in the printer."""
        return self._desk.new_roll()

    def foresee(self, duty: Duty, device: int) -> Foreseen | Refusal:
        """What handing a duty over would come to."""
        return self._desk.foresee(duty, device)

    def hand_over(self, duty: Duty, device: int) -> Refusal | None:
        """Hand a duty over."""
        return self._desk.hand_over(duty, device)

    def to_close(self) -> Closed:
        """What closing for good would give back."""
        return self._desk.to_close()

    def close_out(self) -> tuple[str, ...]:
        """Give all back."""
        return self._desk.close_out()

    def take_closing(self, texts: tuple[str, ...]) -> tuple[Closed, ...] | NotTaken:
        """Carry another device's closing code."""
        return self._desk.take_closing(texts)

    @property
    def _desk(self) -> StatusDesk:
        if self._made is None:
            self._made = self._make()
        return self._made
