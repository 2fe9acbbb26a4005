"""The parts of the view that are about tariffs and codes, put into words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from podium_desk.presentation import amounts
from podium_desk.presentation.companions import companion_offer
from podium_desk.presentation.counter_view import QuestionPanel
from podium_desk.presentation.filling_state import IN_DIGITS, Question, Topic
from podium_desk.presentation.hall import place_name
from podium_desk.presentation.quick_keys import quick_letters

if TYPE_CHECKING:
    from podium_desk.application.counter import BasketLine, HallView
    from podium_desk.domain.ids import PerformanceId
    from podium_desk.domain.programme import Tariff
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.basket import Basket, Place

    Halls = Mapping[PerformanceId, HallView]


SHORT = timedelta(minutes=2)
"""So long before the places of a basket are let go the clerk is warned."""


def question_panel(question: Question, basket: Basket, halls: Halls, words: Words) -> QuestionPanel:
    """The panel that asks; it names the place and the tariff that it is about."""
    topic, about = question.topic.value, ""
    for line in basket.lines:
        if (line.performance, line.unit) == question.place:
            hall = halls[line.performance]
            tariff = _tariff(line, hall)
            parts = [place_name(hall.plan, line.unit, words)]
            if tariff is not None:
                parts += [tariff.name.in_language(words.language), tariff.terms.asks]
            about = " · ".join(part for part in parts if part)
    if question.topic is Topic.CODE and basket.codes:
        about = words("counter.codes_said", codes=", ".join(basket.codes))
    return QuestionPanel(
        title=words(f"counter.ask_{topic}"),
        about=about,
        hint=words(f"counter.ask_{topic}_hint"),
        takes_digits=question.topic in IN_DIGITS,
    )


def reminder(line: BasketLine, hall: HallView, words: Words) -> str:
    """What a line still asks of the clerk, or what was written down for it."""
    tariff = _tariff(line, hall)
    said = line.pass_number or line.remark
    if tariff is None or line.reduction is not None:
        return said
    asked = tariff.terms.asks or (words("counter.proof") if tariff.needs_proof else "")
    if not said and tariff.terms.needs_pass:
        said = words("counter.needs_pass")
    elif not said and tariff.terms.needs_remark:
        said = words("counter.needs_reason")
    return " · ".join(part for part in (asked, said) if part)


def group_text(basket: Basket, halls: Halls, words: Words) -> str:
    """Which places of the basket become one ticket, and for how many."""
    counts: Counter[str] = Counter()
    for line in basket.lines:
        tariff = _tariff(line, halls[line.performance])
        if tariff is not None and tariff.terms.is_one_ticket:
            counts[tariff.name.in_language(words.language)] += 1
    told = (words("counter.one_ticket", tariff=name, n=n) for name, n in counts.items() if n > 1)
    return "\n".join(told)


def off_text(cents: int, words: Words) -> str:
    """What goes off, with its sign; empty for nothing."""
    return f"− {amounts.money(cents, words.language)}" if cents else ""


def sums(basket: Basket, halls: Halls, words: Words) -> tuple[str, ...]:
    """What each performance comes to, with its house where there are several of them."""
    cents: dict[PerformanceId, int] = {}
    for line, price in zip(basket.lines, basket.prices_cents, strict=True):
        cents[line.performance] = cents.get(line.performance, 0) + price
    rows = {number: halls[number].performance for number in cents}
    has_houses = len({row.house for row in rows.values()}) > 1
    is_series = basket.series is not None and basket.series.code in basket.codes
    if len(cents) < 2 or is_series:
        return ()
    told = []
    for number, total in cents.items():
        title = rows[number].title.in_language(words.language)
        name = f"{rows[number].house_name} · {title}" if has_houses else title
        told.append(f"{name}: {amounts.money(total, words.language)}")
    return tuple(told)


def off_total(basket: Basket, words: Words) -> str:
    """The codes, and all that goes off by them."""
    if not basket.codes:
        return ""
    off = off_text(sum(basket.off_cents), words)
    return words("counter.off_total", codes=", ".join(basket.codes), off=off)


def companion_text(basket: Basket, halls: Halls, words: Words) -> str:
    """The companion's seat that is offered; empty when there is none to offer."""
    offer = companion_offer(basket, halls)
    if offer is None:
        return ""
    place = place_name(halls[offer.guest[0]].plan, offer.unit, words)
    return words("counter.companion", place=place)


def lost_text(basket: Basket, halls: Halls, words: Words) -> str:
    """The places that went to somebody else while the basket lay idle."""
    if not basket.lost:
        return ""
    names = (place_name(halls[number].plan, unit, words) for number, unit in basket.lost)
    return words("counter.lost", places=", ".join(names))


def is_short(held_until: datetime | None, now: datetime) -> bool:
    """Whether the places are let go soon."""
    return held_until is not None and held_until - now <= SHORT


def hold_text(held_until: datetime, now: datetime, start: datetime, words: Words) -> str:
    """Until when the places are held, on the clocks of the place of the performance's `start`."""
    if is_short(held_until, now):
        left_s = max(0, int((held_until - now).total_seconds()))
        return words("counter.held_short", left=f"{left_s // 60}:{left_s % 60:02d}")
    until = amounts.clock_time(held_until.astimezone(start.tzinfo))
    return words("counter.held_until", time=until)


def swap_text(place: Place | None, halls: Halls, words: Words) -> str:
    """What to click for a swap."""
    if place is None:
        return ""
    return words("counter.swap_now", place=place_name(halls[place[0]].plan, place[1], words))


def quick_key_text(basket: Basket, halls: Halls, words: Words) -> str:
    """The letters that may follow a number, while places were just proposed."""
    proposed = {performance for performance, _ in basket.proposed}
    if len(proposed) != 1:
        return ""
    tariffs = halls[proposed.pop()].tariffs
    names = {tariff.id: tariff.name.in_language(words.language) for tariff in tariffs}
    letters = quick_letters(tariffs)
    if len(letters) < 2:
        return ""
    # A letter never stands at the end of one line and its name on the next.
    listed = "   ".join(f"{letter}\u00a0{names[tariff]}" for letter, tariff in letters.items())
    return words("counter.quick_keys", keys=listed)


def _tariff(line: BasketLine, hall: HallView) -> Tariff | None:
    return next((tariff for tariff in hall.tariffs if tariff.id == line.tariff), None)
