"""What the panel of goods, passes and subscriptions shows, as the desk told it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.late_dataclass import dataclass

if TYPE_CHECKING:
    from podium_desk.domain.goods import Goods
    from podium_desk.domain.series import Series


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is sold: goods and passes, then subscriptions. Tiles are numbered through both."""

    goods: tuple[Goods, ...]
    series: tuple[Series, ...]
