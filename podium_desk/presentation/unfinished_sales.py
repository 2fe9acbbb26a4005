"""Sales that a power cut left between the card and the tickets: found at the start, settled.

The places are held again first, so that nobody else gets them. Then the clerk, or the terminal,
says of each card payment whether it was taken; what was paid becomes the sale, or goes back.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from podium_desk.domain.refusals import Refusal
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.basket import Basket, restore
from podium_desk.presentation.basket_goods import goods_again
from podium_desk.presentation.pay_state import Part, PayPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.counter import CardAttempt, CounterDesk, HallView, WaitingSale
    from podium_desk.presentation.card_paying import CardPaying
    from podium_desk.presentation.counter_state import CounterState
    from podium_desk.presentation.turns import Turns


@dataclass(frozen=True, slots=True)
class _Found:
    """What stands open, and the places of the oldest sale, held again; or why they are not."""

    attempts: tuple[CardAttempt, ...]
    basket: Basket | Refusal | None
    halls: tuple[HallView, ...] = ()


class UnfinishedSales:
    """Shows what a start found, the oldest sale first, and settles it."""

    def __init__(
        self,
        desk: CounterDesk,
        screen: tuple[Turns, CounterState],
        card: CardPaying,
        paying: tuple[Callable[[tuple[Part, ...]], None], Callable[[], None]],
    ) -> None:
        """`paying` goes on with the basket of which these parts were paid, and shows the view
        anew."""
        self._desk = desk
        self._turns, self._state = screen
        self._pay = self._state.pay
        self._card = card
        self._go_on_paying, self._show = paying
        self._held: dict[str, Basket | Refusal] = {}
        self._halls: dict[str, tuple[HallView, ...]] = {}

    def look(self) -> None:
        """Look for unfinished sales, and show the oldest when there is one."""
        self._pay.card = None
        self._turns.look("unfinished sales", self._find, self._came, is_news=True)

    def show(self) -> bool:
        """Show what is known to be unfinished before anything else is paid; whether there is."""
        if self._pay.unfinished:
            self._state.close_panel()
            self._pay.page = PayPage.UNFINISHED
        return bool(self._pay.unfinished)

    @property
    def oldest(self) -> tuple[CardAttempt, ...]:
        """The card payments of the oldest unfinished sale."""
        waiting = self._pay.unfinished
        return tuple(one for one in waiting if one.sale_token == waiting[0].sale_token)

    def go_on(self) -> None:
        """Find out what is not known yet; when all is, make the sale of what was paid."""
        open_one = next((one for one in self.oldest if not one.is_paid), None)
        if open_one is not None:
            self._card.resolve(open_one)
        elif self.oldest[0].sale.is_basket:
            self._resume()

    def give_up(self) -> None:
        """The customer gets the money back: payment after payment."""
        paid = [one for one in self.oldest if one.is_paid]
        if paid:
            self._card.give_back(paid[0])

    def _find(self) -> _Found:
        """On the lane: what is open, with the places of the oldest held."""
        attempts = self._desk.unfinished_cards()
        tokens = {one.sale_token for one in attempts}
        for settled in self._held.keys() - tokens:
            _release(self._desk, self._held.pop(settled))
        if not attempts or not attempts[0].sale.is_basket:
            return _Found(attempts, None)
        token, lines = attempts[0].sale_token, attempts[0].sale.lines
        if token not in self._held:
            performances = dict.fromkeys(line.performance for line in lines)
            self._halls[token] = tuple(self._desk.hall(one) for one in performances)
            self._held[token] = self._restored(attempts[0].sale)
        return _Found(attempts, self._held[token], self._halls[token])

    def _restored(self, sale: WaitingSale) -> Basket | Refusal:
        """The basket of a sale, its places held again, at the price that was said."""
        none = (0,) * len(sale.lines)
        goods = goods_again(self._desk, sale.goods)
        wanted = Basket(
            sale.lines, none, codes=sale.codes, full_cents=none, goods=goods,
            customer=sale.customer, language=sale.language,
        )  # fmt: skip
        return restore(self._desk, Basket(), wanted)

    def _came(self, found: _Found) -> None:
        state, pay = self._state, self._pay
        pay.unfinished = found.attempts
        for hall in found.halls:
            state.keep_hall(hall)
        pay.are_places_held = not isinstance(found.basket, Refusal)
        if isinstance(found.basket, Refusal):
            state.refusal = found.basket
        # While money is taken for something else they wait: they are told before the next payment.
        is_paying = pay.bill is not None
        if not is_paying and not self.show() and pay.page in (PayPage.UNFINISHED, PayPage.CARD):
            pay.close()
        self._show()

    def _resume(self) -> None:
        """The places are in the basket and the money is in the parts, as before the cut."""
        attempts, pay = self.oldest, self._pay
        held = self._held.get(attempts[0].sale_token)
        if not isinstance(held, Basket):
            return
        token = attempts[0].sale_token
        others = self._state.basket
        self._turns.run(partial(_release, self._desk, others), lambda _: None)
        self._held.pop(token)
        self._state.basket, self._state.token = held, token
        pay.unfinished = pay.unfinished[len(attempts) :]
        parts = [Part(payment) for payment in attempts[0].sale.parts]
        parts += [Part(one.payment, one.id) for one in attempts]
        self._go_on_paying(tuple(parts))


def _release(desk: CounterDesk, held: Basket | Refusal) -> None:
    if isinstance(held, Basket):
        for performance in {line.performance for line in held.lines}:
            desk.release(performance, tuple(held.units(performance)))
