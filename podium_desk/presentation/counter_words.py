"""The parts of the counter's view, put into words: basket, payment panels, toasts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from podium_desk.application.counter import BasketLine, HallView, SaleDone
from podium_desk.domain.ids import PerformanceId
from podium_desk.domain.money import denominations, quick_amounts
from podium_desk.domain.programme import Tariff
from podium_desk.domain.uitpas import NEUTRAL_NAME
from podium_desk.presentation import amounts
from podium_desk.presentation.basket import Advice, Basket
from podium_desk.presentation.counter_view import (
    BasketView,
    CashPanel,
    LineView,
    MemoryPanel,
    QuickKey,
    TariffChoice,
    Toast,
)
from podium_desk.presentation.filling_state import ASKED_BY
from podium_desk.presentation.filling_words import (
    companion_text,
    group_text,
    lost_text,
    off_text,
    off_total,
    quick_key_text,
    reminder,
    sums,
)
from podium_desk.presentation.hall import category_of, place_name, zone_name
from podium_desk.presentation.rooms import is_room
from podium_desk.presentation.shelf_words import goods_lines, series_hint

if TYPE_CHECKING:
    from podium_desk.domain.refusals import Refusal
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.cash import CashEntry
    from podium_desk.presentation.order_state import ExchangeUnderWay

Halls = Mapping[PerformanceId, HallView]


def refusal_sentence(refusal: Refusal, words: Words) -> str:
    """What a "no" means and what to do about it."""
    if "holder" in refusal.details:
        return words("refusals.held_by", holder=refusal.details["holder"])
    return words(f"refusals.{refusal.reason.value}", **refusal.details)


def basket_view(basket: Basket, halls: Halls, words: Words) -> BasketView:
    """The basket; `halls` must hold the hall of each of its performances."""
    lost = lost_text(basket, halls, words)
    if not basket.lines:
        return _goods_only(basket, lost, words)
    several = len({line.performance for line in basket.lines}) > 1
    priced = zip(basket.lines, basket.prices_cents, basket.off_cents, strict=True)
    lines = tuple(
        replace(
            _line_view(line, price, halls[line.performance], several=several, words=words),
            off=off_text(off, words),
        )
        for line, price, off in priced
    )
    return BasketView(
        lines=lines,
        goods=goods_lines(basket, words),
        count=words("counter.seats", n=len(lines)),
        total=amounts.money(basket.total_cents, words.language),
        hint="\n".join(
            filter(None, (lost, group_text(basket, halls, words), _hint(basket, words)))
        ),
        common_choices=_common_choices(basket, halls, words),
        sums=sums(basket, halls, words),
        off=off_total(basket, words),
        companion=companion_text(basket, halls, words),
        quick_keys=quick_key_text(basket, halls, words),
    )


def _goods_only(basket: Basket, lost: str, words: Words) -> BasketView:
    """A basket without places."""
    if not basket.goods:
        return BasketView(hint=lost or series_hint(basket, words) or words("counter.basket_empty"))
    return BasketView(
        goods=goods_lines(basket, words),
        total=amounts.money(basket.total_cents, words.language),
        hint="\n".join(filter(None, (lost, _hint(basket, words)))),
    )


def free_basket(view: BasketView, words: Words) -> BasketView:
    """A basket of which nothing is to be paid: it says that one key is enough."""
    return replace(view, hint="\n".join(filter(None, (view.hint, words("counter.nothing_to_pay")))))


def exchange_basket(
    view: BasketView, basket: Basket, exchange: ExchangeUnderWay, words: Words
) -> BasketView:
    """The basket of an exchange: its total is the difference, and which way it goes."""
    old = amounts.money(exchange.old_cents, words.language)
    if not basket.lines:
        return replace(view, hint=words("orders.exchange_empty", old=old))
    difference_cents = basket.total_cents - exchange.old_cents
    label = "orders.difference_back" if difference_cents < 0 else "orders.difference"
    return replace(
        view,
        total=amounts.money(abs(difference_cents), words.language),
        total_label=words(label),
        hint=view.hint or words("orders.exchange_old", old=old),
    )


def cash_panel(entry: CashEntry, words: Words) -> CashPanel:
    """The cash panel for what is typed so far."""
    language = words.language
    rounding = ""
    if entry.rounding_cents:
        rounding = words(
            "counter.rounded",
            total=amounts.money(entry.total_cents, language),
            difference=amounts.money(entry.rounding_cents, language),
        )
    label = "counter.change" if entry.is_enough else "counter.missing"
    return CashPanel(
        due=amounts.money(entry.due_cents, language),
        rounding=rounding,
        typed=entry.typed("." if language == "en" else ","),
        quick_keys=_quick_keys(entry, words),
        change_label=words(label),
        change=amounts.money(abs(entry.change_cents), language),
        pieces=_pieces(entry, words),
        is_enough=entry.is_enough,
    )


def sold_toast(sale: SaleDone, words: Words) -> Toast:
    """What the clerk still has to do after a sale: hand over change and tickets."""
    n = sum(1 for one in sale.tickets if one.persons) + sum(one.count for one in sale.goods)
    total = amounts.money(sale.total_cents, words.language)
    detail = words("counter.sold_detail", n=n, total=total)
    if sale.change_cents:
        change = amounts.money(sale.change_cents, words.language)
        return Toast(words("counter.sold_change", change=change), detail)
    return Toast(words("counter.sold"), detail)


def choices_for(
    tariffs: tuple[Tariff, ...], category: str, words: Words
) -> tuple[TariffChoice, ...]:
    """The tariffs sold for a category, with their price."""
    choices = []
    for tariff in tariffs:
        cents = tariff.price_cents(category)
        if cents is not None:
            price = amounts.money(cents, words.language)
            name = tariff.name.in_language(words.language)
            choices.append(TariffChoice(tariff.id, f"{name} · {price}"))
    return tuple(choices)


def common_tariffs(basket: Basket, halls: Halls) -> tuple[Tariff, ...]:
    """The tariffs that every line can have; none for an empty basket or several performances."""
    performances = {line.performance for line in basket.lines}
    if len(performances) != 1:
        return ()
    hall = halls[performances.pop()]
    lines = [line for line in basket.lines if not is_room(line, halls)]
    categories = {category_of(hall.plan, line.unit) for line in lines}
    return tuple(
        tariff
        for tariff in hall.tariffs
        if all(tariff.price_cents(category) is not None for category in categories)
        and not tariff.terms.is_room
    )


def _line_view(
    line: BasketLine, price_cents: int, hall: HallView, *, several: bool, words: Words
) -> LineView:
    title = hall.performance.title.in_language(words.language)
    return LineView(
        place=(line.performance, line.unit),
        name=place_name(hall.plan, line.unit, words),
        detail=_detail(line, hall),
        title=title if several else "",
        price=amounts.money(price_cents, words.language),
        tariff=line.tariff,
        choices=choices_for(_offered(line, hall), category_of(hall.plan, line.unit), words),
        reminder=reminder(line, hall, words),
    )


def _offered(line: BasketLine, hall: HallView) -> tuple[Tariff, ...]:
    """The tariffs that a clerk may give it: a chair that only makes room stays that."""
    room = tuple(one for one in hall.tariffs if one.id == line.tariff and one.terms.is_room)
    return room or tuple(one for one in hall.tariffs if not one.terms.is_room)


def _detail(line: BasketLine, hall: HallView) -> str:
    """Where the place is, and that a pass was used for it: never more of that."""
    zone = zone_name(hall.plan, line.unit)
    pieces = (zone, "" if line.reduction is None else NEUTRAL_NAME)
    return " · ".join(piece for piece in pieces if piece)


def _common_choices(basket: Basket, halls: Halls, words: Words) -> tuple[TariffChoice, ...]:
    fitting = common_tariffs(basket, halls)
    if len(fitting) < 2 or len(basket.lines) < 2:
        return ()
    language = words.language
    return tuple(TariffChoice(tariff.id, tariff.name.in_language(language)) for tariff in fitting)


def _hint(basket: Basket, words: Words) -> str:
    """Quiet remarks: about the places, and why it cannot be paid as it is."""
    hints = [hint] if (hint := series_hint(basket, words)) else []
    if basket.advice is not Advice.NONE:
        hints.append(words(f"counter.advice_{basket.advice.value}"))
    if basket.problem is not None and basket.problem.reason not in ASKED_BY:
        hints.append(refusal_sentence(basket.problem, words))
    return "\n".join(hints)


def _quick_keys(entry: CashEntry, words: Words) -> tuple[QuickKey, ...]:
    keys = []
    for cents in quick_amounts(entry.due_cents):
        text = amounts.money_short(cents, words.language)
        is_exact = cents == entry.due_cents
        keys.append(
            QuickKey(
                cents=cents,
                text=words("counter.exact", amount=text) if is_exact else text,
                is_chosen=cents == entry.tendered_cents,
            )
        )
    return tuple(keys)


def _pieces(entry: CashEntry, words: Words) -> str:
    if not entry.is_enough:
        return ""
    pieces = denominations(entry.change_cents)
    if not pieces:
        return words("counter.no_change")
    parts = (f"{n}\u00a0×\u00a0{amounts.money_short(value, words.language)}" for value, n in pieces)
    return "   ".join(parts)


def memory_panel(places: int, words: Words) -> MemoryPanel:
    """The question with its exposure: so many places wait."""
    return MemoryPanel(
        exposure=words("memory.exposure", n=places),
        explanation=words("memory.explanation"),
        advice=words("memory.advice"),
    )
