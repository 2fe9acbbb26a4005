"""What the customer sees on the second screen: places, prices, what to pay, what comes back.

It is another picture of the same state, in a language of its own. It names no tariff and no reason
for a price: a screen that the public sees never tells why somebody pays less (domain.md 5.8).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.domain.bank import printed_iban
from podium_desk.domain.communication import printed_communication
from podium_desk.domain.money import PaymentMeans
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation import amounts
from podium_desk.presentation.hall import place_name, zone_name
from podium_desk.presentation.pay_state import CardStage, PayPage
from podium_desk.presentation.shelf_words import goods_lines

if TYPE_CHECKING:
    from podium_desk.application.counter import SaleDone
    from podium_desk.domain.bank import TransferWish
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_state import CounterState
    from podium_desk.presentation.pay_state import CardAsk, PayState


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """One place with its definitive price."""

    title: str
    place: str
    price: str


@dataclass(frozen=True, slots=True)
class CustomerView:
    """The whole display: one large sentence, one large amount, and the lines."""

    house: str = ""
    lines: tuple[CustomerLine, ...] = ()
    heading: str = ""
    amount: str = ""
    notes: tuple[str, ...] = ()
    """What was paid or handed over, and what comes back."""
    picture: str = ""
    """The text of a QR code that pays it; empty for none."""


def customer_view(state: CounterState, words: Words) -> CustomerView:
    """The display for this state; a greeting while nothing is bought."""
    house = "" if state.status is None else state.status.house_name
    pay, lines = state.pay, _lines(state, words)
    transfer = state.orders.to_transfer
    if transfer is not None and not lines and pay.bill is None:
        return _transfer(house, transfer, words)
    if state.thanked is not None and not lines and pay.bill is None:
        return _thanks(house, state.thanked, words)
    if pay.bill is not None:
        heading, amount, notes = _to_pay(pay, words)
        picture = "" if pay.card is None else pay.card.picture
        return CustomerView(house, lines, heading, amount, notes, picture)
    if lines:
        total = amounts.money(state.basket.total_cents, words.language)
        return CustomerView(house, lines, words("display.total"), total)
    return CustomerView(house, heading=words("display.welcome"))


def _lines(state: CounterState, words: Words) -> tuple[CustomerLine, ...]:
    lines = []
    for line, cents in zip(state.basket.lines, state.basket.prices_cents, strict=True):
        hall = state.halls[line.performance]
        where = (zone_name(hall.plan, line.unit), place_name(hall.plan, line.unit, words))
        title = hall.performance.title.in_language(words.language)
        start = amounts.day_and_time(hall.performance.start, words.language)
        lines.append(
            CustomerLine(
                f"{title} · {start}", " · ".join(dict.fromkeys(filter(None, where))),
                amounts.money(cents, words.language),
            )
        )  # fmt: skip
    goods = goods_lines(state.basket, words)
    return (*lines, *(CustomerLine(one.name, "", one.price) for one in goods))


def _to_pay(pay: PayState, words: Words) -> tuple[str, str, tuple[str, ...]]:
    """The heading, the amount and the notes while money is taken."""
    language = words.language
    paid = sum(one.amount_cents for one in pay.payments)
    notes = [words("display.paid", amount=amounts.money(paid, language))] if paid else []
    if pay.page is PayPage.CASH and pay.entry is not None:
        entry = pay.entry
        if entry.is_typed or entry.quick_cents is not None:
            given = amounts.money(entry.tendered_cents, language)
            notes.append(words("display.received", amount=given))
            if entry.is_enough:
                change = amounts.money(entry.change_cents, language)
                notes.append(words("display.change", amount=change))
        return words("display.cash"), amounts.money(entry.due_cents, language), tuple(notes)
    is_asked = pay.card is not None and pay.card.stage is not CardStage.BEGINNING
    if pay.page is PayPage.CARD and pay.card is not None and is_asked:
        due = amounts.money(pay.card.attempt.amount_cents, language)
        is_back = pay.card.stage in (CardStage.REVERSING, CardStage.BY_CLERK)
        if pay.card.attempt.means is PaymentMeans.QR and not is_back:
            if pay.card.is_simulated:
                notes.append(words("paying.qr_simulated"))
            return _qr_heading(pay.card, words), due, tuple(notes)
        return words("display.card_back" if is_back else "display.card"), due, tuple(notes)
    return words("display.to_pay"), amounts.money(pay.rest_cents, language), tuple(notes)


def _qr_heading(card: CardAsk, words: Words) -> str:
    known = ("identified", "authorised")
    return words(f"display.qr_{card.step}" if card.step in known else "display.qr_scan")


def _transfer(house: str, wish: TransferWish, words: Words) -> CustomerView:
    notes = (printed_iban(wish.account.iban), printed_communication(wish.communication))
    amount = amounts.money(wish.amount_cents, words.language)
    return CustomerView(
        house, heading=words("display.transfer"), amount=amount, notes=notes, picture=wish.picture
    )


def _thanks(house: str, done: SaleDone, words: Words) -> CustomerView:
    notes: tuple[str, ...] = ()
    if done.change_cents:
        change = amounts.money(done.change_cents, words.language)
        notes = (words("display.change", amount=change),)
    return CustomerView(house, heading=words("display.thanks"), notes=notes)
