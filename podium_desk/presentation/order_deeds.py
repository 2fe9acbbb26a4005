"""What the money on the payment panels is for: a basket, an open order, or an exchange."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.application.order_desk import ExchangeWish
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.presentation import amounts
from podium_desk.presentation.counter_view import Toast
from podium_desk.presentation.counter_words import sold_toast

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.counter import Payment, SaleDone
    from podium_desk.application.order_desk import OrderCounter
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_state import CounterState

    Deed = Callable[[OrderCounter], SaleDone | Refusal]


def deed_of(state: CounterState, payments: tuple[Payment, ...], token: str, screen: str) -> Deed:
    """What is done on the lane once the money is there; each deed has a token of its own.

    `screen` is the language of the screen, for the papers of who was not asked.
    """
    orders, lines, due = state.orders, state.basket.lines, state.orders.due
    language = state.basket.papers_language(screen)
    if due is not None:
        return lambda desk: desk.orders.pay(due.order, payments, due.token)
    if orders.exchange is not None:
        tickets, own_token = orders.exchange.tickets, orders.exchange.token
        wish = ExchangeWish(
            tickets, own_token, language, state.basket.codes, state.basket.terms.goods
        )
        return lambda desk: desk.orders.exchange(wish, lines, payments)
    terms = state.basket.terms
    return lambda desk: desk.sell(lines, payments, token, language, terms)


def is_above_limit(outcome: object) -> bool:
    """Whether the clerk may not do it without a manager's PIN."""
    return isinstance(outcome, Refusal) and outcome.reason is RefusalReason.MANAGER_NEEDED


def done_toast(state: CounterState, done: SaleDone, words: Words) -> Toast:
    """What the clerk still has to do: hand over tickets, change, or money that goes back."""
    if state.orders.exchange is None:
        return sold_toast(done, words)
    back = [one for one in done.payments if one.amount_cents < 0]
    total = _money(done.total_cents, words)
    detail = words("counter.sold_detail", n=len(done.tickets), total=total)
    if not back:
        return Toast(words("orders.exchanged"), detail)
    means = ", ".join(words(f"orders.means_{one.means.value}") for one in back)
    amount = _money(-done.due_cents, words)
    return Toast(words("orders.exchanged_back", amount=amount, means=means), detail)


def _money(cents: int, words: Words) -> str:
    return amounts.money(cents, words.language)
