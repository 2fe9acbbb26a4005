"""Goods, passes and subscriptions put into words: tiles, lines of the basket, what a pass holds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from podium_desk.domain.series import Series, SeriesKind
from podium_desk.i18n.format import date_long
from podium_desk.presentation import amounts
from podium_desk.presentation.counter_view import GoodsLineView, ShelfPanel, ShelfTile

if TYPE_CHECKING:
    from podium_desk.domain.goods import Goods
    from podium_desk.domain.house_passes import HousePass, PassTerms
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.basket import Basket
    from podium_desk.presentation.shelf_state import Shelf


def shelf_panel(shelf: Shelf, basket: Basket, words: Words) -> ShelfPanel:
    """The tiles, each with how many of it stand in the basket."""
    counts = {one.goods.code: one.count for one in basket.goods}
    tiles = [_goods_tile(one, counts.get(one.code, 0), words) for one in shelf.goods]
    tiles += [_series_tile(one, words) for one in shelf.series]
    total = amounts.money(basket.total_cents, words.language)
    return ShelfPanel(tuple(tiles), words("passes.in_basket", total=total))


def goods_lines(basket: Basket, words: Words) -> tuple[GoodsLineView, ...]:
    """The goods of the basket, a line each."""
    language = words.language
    return tuple(
        GoodsLineView(
            one.goods.code,
            f"{one.count} × {one.goods.name.in_language(language)}",
            amounts.money(one.sum_cents, language),
        )
        for one in basket.goods
    )


def series_hint(basket: Basket, words: Words) -> str:
    """How many performances a subscription still needs; what it is once it has them."""
    series = basket.series
    if series is None or series.code not in basket.codes:
        return ""
    name = series.name.in_language(words.language)
    if not basket.lines:
        return f"{name}. {_to_do(series, words)}"
    missing = series.missing(line.performance for line in basket.lines)
    if missing:
        return words("passes.series_missing", n=missing, name=name)
    return words("passes.series_whole", name=name)


def pass_sentence(shown: HousePass, words: Words) -> str:
    """What a pass allows and what is left on it."""
    parts = [_rights(shown.terms, words)]
    if shown.terms.visits:
        parts = [words("passes.left", n=shown.left, visits=shown.terms.visits)]
        parts.append(words("passes.fewer"))
    if shown.valid_until_ms:
        last = datetime.fromtimestamp((shown.valid_until_ms - 1) / 1000, UTC).date()
        parts.append(words("passes.until", day=date_long(last, words.language)))
    return " · ".join(filter(None, parts))


def _goods_tile(goods: Goods, count: int, words: Words) -> ShelfTile:
    note = "" if goods.pass_terms is None else _rights(goods.pass_terms, words)
    return ShelfTile(
        goods.name.in_language(words.language),
        amounts.money(goods.price_cents, words.language),
        note,
        count,
        is_counted=True,
    )


def _series_tile(series: Series, words: Words) -> ShelfTile:
    price = ""
    if series.prices_cents:
        price = amounts.money(max(series.prices_cents.values()), words.language)
    note = words("passes.series_of", n=len(series.performances))
    if series.kind is SeriesKind.CHOICE:
        note = words("passes.series_from", n=series.least, total=len(series.performances))
    name = series.name.in_language(words.language)
    return ShelfTile(name, price, note, 0, is_counted=False)


def _rights(terms: PassTerms, words: Words) -> str:
    parts = []
    if terms.visits:
        parts.append(words("documents.pass_visits", n=terms.visits))
    if terms.percent:
        parts.append(words("documents.pass_percent", percent=terms.percent))
    if terms.seats:
        parts.append(words("documents.pass_seats", n=terms.seats))
    if terms.presale_days:
        parts.append(words("passes.presale", n=terms.presale_days))
    return ", ".join(parts)


def _to_do(series: Series, words: Words) -> str:
    if series.kind is SeriesKind.FIXED:
        return words("passes.series_fixed_do", n=len(series.performances))
    return words("passes.series_choice_do", n=series.least)
