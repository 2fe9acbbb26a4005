"""Orders put into words: the list of what was found, a page with its history, the questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from podium_desk.application.order_desk import (
    GoodsSeen,
    HappenedEvent,
    MoneyBack,
    OrderFound,
    OrderSeen,
    TicketSeen,
)
from podium_desk.domain.bank import printed_iban
from podium_desk.domain.communication import printed_communication
from podium_desk.domain.hand_confirmed import Despite
from podium_desk.domain.money import PaymentMeans, cash_due
from podium_desk.domain.official_numbers import printed_enterprise_number
from podium_desk.domain.order_states import Approval, OrderStanding, TicketStanding
from podium_desk.presentation import amounts
from podium_desk.presentation.counter_view import Toast
from podium_desk.presentation.mood import Tone
from podium_desk.presentation.order_state import GoodsPiece, OrderAsk, OrdersState
from podium_desk.presentation.order_view import (
    AskView,
    FindPanel,
    FoundRow,
    OrderPanel,
    OrdersPanel,
    ReservePanel,
    TicketRow,
)

if TYPE_CHECKING:
    from datetime import datetime

    from podium_desk.domain.ids import TicketId
    from podium_desk.i18n.words import Words

_TONES = {
    OrderStanding.OPEN: Tone.QUIET,
    OrderStanding.EXPIRED: Tone.BAD,
    OrderStanding.PAID: Tone.GOOD,
    OrderStanding.INSIDE: Tone.GOOD,
}
_TICKET_TONES = {TicketStanding.GOOD: Tone.GOOD, TicketStanding.INSIDE: Tone.GOOD}
SEATS_SHOWN = 6
PIECES_SHOWN = 20
"""Of one kind of goods; more than these come back all together."""
_DIGITS_SHOWN = 5
"""Of a pass's number: enough to tell two of one order apart."""


def deeds_of(page: OrderSeen, orders: OrdersState) -> frozenset[str]:
    """What can be done with an order and what is chosen of it; the rules still have the last
    word."""
    deeds = {"name"}
    kept = [ticket for ticket in page.kept if ticket.id in orders.chosen]
    if page.is_open:
        deeds.add("let_go")
        # What costs nothing, as a guest's places, is given out by the same key.
        deeds.add("pay")
        if page.rest_cents > 0:
            deeds.add("invoice")
    if page.kept or page.goods:
        deeds |= {"reprint", "summary", "summary_file"}
    if kept or page.goods:
        deeds.add("refund")
    if kept and not page.is_open and not orders.pieces:
        deeds |= {"reissue", "exchange"}
    if page.kept and page.approval is not Approval.NOT_NEEDED:
        deeds.add("approve" if page.approval is Approval.AWAITED else "take_approval_back")
    return frozenset(deeds)


def orders_panel(
    orders: OrdersState, ends: Sequence[datetime], detail: str, words: Words
) -> OrdersPanel | None:
    """The panel of orders that is open; `ends` and `detail` are of a basket being reserved."""
    if orders.draft is not None:
        texts = tuple(amounts.day_and_time(end, words.language) for end in ends)
        return ReservePanel(detail, texts)
    if orders.page is not None:
        return _page(orders, orders.page, words)
    return _found(orders, words) if orders.is_finding else None


def tickets_title(tickets: Sequence[TicketSeen], words: Words) -> str:
    """So many tickets of a performance: for a header, a question."""
    first = tickets[0]
    when = amounts.day_and_time(first.start, words.language)
    title = first.title.in_language(words.language)
    return words("orders.tickets_of", n=len(tickets), title=title, when=when)


def refunded_toast(back: MoneyBack, words: Words) -> Toast:
    """What the clerk still has to hand over."""
    if not back.together_cents:
        return Toast(words("orders.refunded_nothing"))
    return Toast(words("orders.refunded"), _back_sentence(back, words))


def let_go_toast(page: OrderSeen | None, words: Words) -> Toast:
    """The places are free again; what is still to be handed over of a part that was paid."""
    back = _advance(page)
    detail = _back_sentence(back, words) if back.together_cents else ""
    return Toast(words("orders.gone"), detail, is_good=False)


def _advance(page: OrderSeen | None) -> MoneyBack:
    """What was paid of a reservation, as it goes back."""
    paid = () if page is None else page.payments
    sums: dict[PaymentMeans, int] = {}
    for one in paid:
        sums[one.means] = sums.get(one.means, 0) + one.amount_cents
    return MoneyBack(tuple(
        (means, cash_due(cents) if means is PaymentMeans.CASH else cents)
        for means, cents in sums.items()
        if cents > 0
    ))  # fmt: skip


def _let_go_sentence(page: OrderSeen | None, words: Words) -> str:
    """An advance goes back with it, and how is said before."""
    detail, back = words("orders.ask_let_go_detail"), _advance(page)
    return f"{detail} {_back_sentence(back, words)}" if back.together_cents else detail


def _found(orders: OrdersState, words: Words) -> FindPanel:
    if not orders.text.strip():
        return FindPanel((), words("orders.find_hint"))
    rows = tuple(_found_row(one, words) for one in orders.found)
    is_answered = orders.found_for == orders.text
    return FindPanel(rows, words("orders.nothing_found") if is_answered and not rows else "")


def _found_row(one: OrderFound, words: Words) -> FoundRow:
    title = one.name or words("orders.order", order=str(one.order))
    seats = ", ".join(seat for seat in one.seats[:SEATS_SHOWN] if seat)
    more = "…" if len(one.seats) > SEATS_SHOWN else ""
    parts = (
        str(one.order) if one.name else "",
        words("counter.seats", n=len(one.seats)) if one.seats else "",
        f"{seats}{more}",
        one.title.in_language(words.language),
        amounts.day_and_time(one.start, words.language),
        amounts.money(one.total_cents, words.language),
    )
    detail = " · ".join(part for part in parts if part)
    standing = standing_text(one.standing, one.pay_before, words)
    tone = _TONES.get(one.standing, Tone.QUIET)
    spoken = ", ".join((title, standing, detail))
    return FoundRow(one.order, title, detail, standing, tone, spoken)


def standing_text(standing: OrderStanding, pay_before: datetime | None, words: Words) -> str:
    """How an order stands; of a reservation until when it is to be paid."""
    text = words(f"orders.standing_{standing.value}")
    if pay_before is None or standing not in (OrderStanding.OPEN, OrderStanding.EXPIRED):
        return text
    return f"{text} {amounts.day_and_time(pay_before, words.language)}"


def _page(orders: OrdersState, page: OrderSeen, words: Words) -> OrderPanel:
    name = "" if page.customer is None else page.customer.name
    number = words("orders.order", order=str(page.order))
    chosen = [ticket for ticket in page.kept if ticket.id in orders.chosen]
    return OrderPanel(
        title=f"{name} · {number}" if name else number,
        standing=_standing(page, words),
        tone=Tone.BAD if _awaits_approval(page) else _TONES.get(page.standing, Tone.QUIET),
        facts=tuple(_facts(page, words)),
        tickets=(
            *(_ticket_row(one, orders.chosen, words) for one in page.tickets),
            *_piece_rows(page, orders.pieces, words),
        ),
        chosen=_chosen(page, chosen, orders.pieces, words),
        history=tuple(_event(event, words) for event in reversed(page.history)),
        deeds=deeds_of(page, orders) if orders.ask is None else frozenset(),
        ask=_ask(orders, chosen, words),
        picture="" if page.transfer is None else page.transfer.picture,
    )


def _standing(page: OrderSeen, words: Words) -> str:
    """How it stands; what the doors still wait for goes before how it stands with its money."""
    if _awaits_approval(page):
        return words("orders.awaits_approval")
    return standing_text(page.standing, page.pay_before, words)


def _awaits_approval(page: OrderSeen) -> bool:
    return bool(page.kept) and page.approval is Approval.AWAITED


def _facts(page: OrderSeen, words: Words) -> list[str]:
    language = words.language
    facts = [standing_text(page.standing, page.pay_before, words)] if _awaits_approval(page) else []
    facts += [words("orders.total", total=amounts.money(page.total_cents, language))]
    facts += [_goods_fact(one, words) for one in page.goods]
    for one in page.payments:
        if one.amount_cents:
            means = words(f"orders.means_{one.means.value}")
            facts.append(f"{means} {amounts.money(one.amount_cents, language)}")
    if page.rest_cents:
        facts.append(words("orders.rest", rest=amounts.money(page.rest_cents, language)))
    if page.communication:
        facts.append(printed_communication(page.communication))
    if page.transfer is not None:
        facts.append(printed_iban(page.transfer.account.iban))
    if page.customer is not None:
        facts += [part for part in (page.customer.phone, page.customer.number) if part]
    if page.former is not None:
        facts.append(words("orders.former", order=str(page.former)))
    return facts


def _goods_fact(one: GoodsSeen, words: Words) -> str:
    """So many of one thing; of passes the end of the number and what is left on each."""
    name = one.name.in_language(words.language)
    said = f"{one.count} × {name} {amounts.money(one.sum_cents, words.language)}"
    for held in one.passes:
        said += f" (…{held.number[-_DIGITS_SHOWN:]}"
        if held.terms.visits:
            said += f", {words('passes.left', n=held.left, visits=held.terms.visits)}"
        said += ")"
    return said


def _ticket_row(one: TicketSeen, chosen: frozenset[TicketId], words: Words) -> TicketRow:
    language = words.language
    place = " ".join(part for part in (one.zone, one.row, one.number) if part)
    if one.persons > 1:
        rows = (" ".join(filter(None, (row.zone, row.row, row.numbers))) for row in one.places)
        place = " · ".join((words("door.persons", n=one.persons), *filter(None, rows)))
    parts = (
        place, one.tariff.in_language(language), amounts.money(one.price_cents, language),
        amounts.day_and_time(one.start, language), one.short_code,
    )  # fmt: skip
    return TicketRow(
        one.id, " · ".join(parts), words(f"orders.ticket_{one.standing.value}"),
        _TICKET_TONES.get(one.standing, Tone.QUIET), one.id in chosen, one.is_kept,
    )  # fmt: skip


def pieces_of(page: OrderSeen) -> tuple[GoodsPiece, ...]:
    """The goods of an order piece by piece, as far as a clerk goes through them one by one."""
    counts: Counter[str] = Counter()
    for goods in page.goods:
        counts[goods.code] += goods.count
    return tuple(
        GoodsPiece(code, number)
        for code, count in counts.items()
        for number in range(min(count, PIECES_SHOWN))
    )


def _piece_rows(
    page: OrderSeen, chosen: frozenset[GoodsPiece], words: Words
) -> tuple[TicketRow, ...]:
    seen = {goods.code: goods for goods in page.goods}
    return tuple(
        TicketRow(
            one, _piece(seen[one.code], words), words("orders.piece"), Tone.QUIET, one in chosen,
            is_kept=True,
        )
        for one in pieces_of(page)
    )  # fmt: skip


def _piece(goods: GoodsSeen, words: Words) -> str:
    name = goods.name.in_language(words.language)
    return f"{name} · {amounts.money(goods.price_cents, words.language)}"


def _chosen(
    page: OrderSeen,
    tickets: Sequence[TicketSeen],
    pieces: frozenset[GoodsPiece],
    words: Words,
) -> str:
    """What a refund takes back: tickets, goods, or both; all goods where nothing is chosen."""
    if not tickets and not pieces:
        return words("orders.goods_chosen") if page.goods else ""
    said, language = [], words.language
    if tickets:
        cents = sum(ticket.price_cents for ticket in tickets)
        price = amounts.money(cents, language)
        said.append(words("orders.chosen", n=len(tickets), price=price))
    if pieces:
        prices = {goods.code: goods.price_cents for goods in page.goods}
        price = amounts.money(sum(prices.get(one.code, 0) for one in pieces), language)
        said.append(words("orders.pieces_chosen", n=len(pieces), price=price))
    return " · ".join(said)


def _event(event: HappenedEvent, words: Words) -> str:
    """One line of the history: when, what, and who did it where."""
    when = amounts.day_and_time(event.at, words.language)
    what = words(
        f"orders.event_{event.kind.value}",
        n=event.count,
        amount=amounts.money(event.amount_cents, words.language),
        means="" if event.means is None else words(f"orders.means_{event.means.value}"),
        order="" if event.other is None else str(event.other),
    )
    despite = Despite.of(event.text)
    text = event.text if despite is None else words(f"paying.despite_{despite.why.value}")
    reason = f" ({text})" if text else ""
    who = " · ".join(part for part in (event.clerk, event.device) if part)
    return f"{when}  {what}{reason}  — {who}"


def _ask(orders: OrdersState, chosen: Sequence[TicketSeen], words: Words) -> AskView | None:
    asked = orders.ask
    if asked is None:
        return None
    seconds = {OrderAsk.NAME: "orders.phone", OrderAsk.INVOICE: "orders.customer_number"}
    is_name = asked in seconds
    detail, is_goods = "", asked is OrderAsk.REFUND and not chosen
    if orders.back is not None:
        detail = _back_sentence(orders.back, words)
    elif asked is OrderAsk.REISSUE:
        detail = words("orders.ask_reissue_detail", n=len(chosen))
    elif asked is OrderAsk.INVOICE:
        detail = words("orders.ask_invoice_detail")
    elif asked is OrderAsk.LET_GO:
        detail = _let_go_sentence(orders.page, words)
    label = "" if asked is OrderAsk.LET_GO else words("orders.name" if is_name else "orders.reason")
    return AskView(
        title=_asked(asked, len(chosen), len(orders.pieces), words),
        detail=detail,
        label=label,
        second_label=words(seconds[asked]) if is_name else "",
        yes=words(f"orders.{asked.value}"),
        other="" if is_goods else _other_way(orders, words),
        filled=_filled(asked, orders.page),
        third_label=words("orders.invoice_address") if asked is OrderAsk.INVOICE else "",
    )


def _asked(asked: OrderAsk, tickets: int, pieces: int, words: Words) -> str:
    if asked is not OrderAsk.REFUND or (tickets and not pieces):
        return words(f"orders.ask_{asked.value}", n=tickets)
    if tickets:
        what = words("orders.and_tickets", n=tickets)
        return words("orders.ask_both", n=pieces, tickets=what)
    return words("orders.ask_pieces", n=pieces) if pieces else words("orders.ask_goods", n=0)


def _filled(asked: OrderAsk, page: OrderSeen | None) -> tuple[str, str, str]:
    """Who gets an invoice, as far as the order's customer is known."""
    known = None if page is None else page.customer
    if asked is not OrderAsk.INVOICE or known is None:
        return "", "", ""
    number = printed_enterprise_number(known.enterprise) if known.enterprise else known.number
    return known.name, number, known.address


def _other_way(orders: OrdersState, words: Words) -> str:
    """Money that goes back may stay as credit, when the customer agrees."""
    back = orders.back
    return words("orders.as_credit") if back is not None and back.may_be_credit else ""


_BACK_BY_HOUSE = (PaymentMeans.QR, PaymentMeans.TRANSFER)
"""Money that no drawer and no terminal gives back: somebody of the house transfers it."""


def _back_sentence(back: MoneyBack, words: Words) -> str:
    parts = ", ".join(
        f"{words(f'orders.means_{means.value}')} {amounts.money(cents, words.language)}"
        for means, cents in back.parts
        if cents
    )
    if not parts:
        return words("orders.refunded_nothing")
    said = words("orders.goes_back", parts=parts)
    by_house = any(cents for means, cents in back.parts if means in _BACK_BY_HOUSE)
    return f"{said} {words('orders.back_by_house')}" if by_house else said
