"""What a counter screen can ask of what is sold beside single places: a part of `CounterDesk`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from podium_desk.domain.goods import Goods
    from podium_desk.domain.house_passes import HousePass
    from podium_desk.domain.refusals import Refusal
    from podium_desk.domain.series import Series


class ShelfDesk(Protocol):
    """Goods, passes and subscriptions of a counter."""

    def goods(self) -> tuple[Goods, ...]:
        """What is sold here beside places now, the own house's."""
        ...

    def series(self) -> tuple[Series, ...]:
        """The subscriptions that are sold here now."""
        ...

    def house_pass(self, text: str) -> HousePass | Refusal:
        """The pass of a house with this number, typed or scanned, and what is left on it."""
        ...
