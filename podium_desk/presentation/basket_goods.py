"""The goods in a basket: so many of each, at the price that the desk told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.domain.goods import Goods, GoodsWish
from podium_desk.late_dataclass import dataclass

if TYPE_CHECKING:
    from podium_desk.application.counter import CounterDesk


@dataclass(frozen=True, slots=True)
class BasketGoods:
    """So many of one of a house's goods."""

    goods: Goods
    count: int

    @property
    def sum_cents(self) -> int:
        """What they cost together."""
        return self.count * self.goods.price_cents

    @property
    def wish(self) -> GoodsWish:
        """It as the desk is asked for it."""
        return GoodsWish(self.goods.house, self.goods.code, self.count)


def goods_again(desk: CounterDesk, wishes: tuple[GoodsWish, ...]) -> tuple[BasketGoods, ...]:
    """The goods that were wished for, at what they cost now; without those sold no more."""
    known = {(one.house, one.code): one for one in desk.goods()} if wishes else {}
    return tuple(BasketGoods(known[wish.key], wish.count) for wish in wishes if wish.key in known)
