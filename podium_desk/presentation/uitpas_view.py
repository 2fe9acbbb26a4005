"""What the UiTPAS panel shows. No view has a tariff's own name in it: nothing on this screen tells
why somebody pays less (domain.md 5.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.domain.uitpas import Chosen, TariffForm, chosen_by_itself, shown_number
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation import amounts

if TYPE_CHECKING:
    from podium_desk.application.uitpas import UitpasOffers, UitpasRefusal
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.uitpas_points import PointsView


@dataclass(frozen=True, slots=True)
class CouponChoice:
    """A benefit that the visitor may choose to use up."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class UitpasView:
    """The panel: what was read, what it gives, what UiTPAS says, and what can be done."""

    is_open: bool = False
    is_asking: bool = False
    title: str = ""
    lines: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    refusal: str = ""
    can_use: bool = False
    coupons: tuple[CouponChoice, ...] = ()
    can_see_points: bool = False
    points: PointsView | None = None


def offers_view(offers: UitpasOffers, refusal: str, words: Words, *, is_asking: bool) -> UitpasView:
    """What a pass gives for the places in the basket."""
    chosen = chosen_by_itself(regular_prices(offers), offers.offers)
    lines = _grant_lines(offers, words) if offers.grants else _lines(chosen, words)
    coupons = _coupons(offers, words)
    notes = offers.notes
    if offers.is_doubtful:
        notes = (words("uitpas.doubtful"), *notes)
    if offers.grants:
        notes = (words("uitpas.silent"), *notes)
    if not lines and not coupons:
        lines = (words("uitpas.nothing"),)
    return UitpasView(
        is_open=True,
        is_asking=is_asking,
        title=words("uitpas.pass", number=shown_number(offers.number)),
        lines=lines,
        notes=notes,
        refusal=refusal,
        can_use=bool(chosen or offers.grants) and not is_asking,
        coupons=coupons,
        can_see_points=not offers.grants and not is_asking,
    )


def regular_prices(offers: UitpasOffers) -> list[int]:
    """The usual prices of the places that a pass was looked up for, in cents."""
    return [place.regular_cents for place in offers.places]


def _lines(chosen: tuple[Chosen, ...], words: Words) -> tuple[str, ...]:
    """How many places cost what, of those chosen by themselves."""
    kinds = [(choice.tariff.price_cents, choice.tariff.regular_cents) for choice in chosen]
    return tuple(
        words(
            "uitpas.line", n=kinds.count((price, regular)),
            price=amounts.money(price, words.language),
            regular=amounts.money(regular, words.language),
        )
        for price, regular in dict.fromkeys(kinds)
    )  # fmt: skip


def _grant_lines(offers: UitpasOffers, words: Words) -> tuple[str, ...]:
    """The same of what the house grants by itself."""
    kinds = [(one.price_cents, one.regular_cents, one.is_paid_in_full) for one in offers.grants]
    told = []
    for kind in dict.fromkeys(kinds):
        price, regular, is_paid_in_full = kind
        count, full = kinds.count(kind), amounts.money(regular, words.language)
        if is_paid_in_full:
            told.append(words("uitpas.line_later", n=count, regular=full))
        else:
            cheap = amounts.money(price, words.language)
            told.append(words("uitpas.line", n=count, price=cheap, regular=full))
    return tuple(told)


def _coupons(offers: UitpasOffers, words: Words) -> tuple[CouponChoice, ...]:
    """A key for each benefit; its own name may tell more than bystanders should read."""
    coupons = {one.id: one for one in offers.offers if one.form is TariffForm.COUPON}
    return tuple(
        CouponChoice(
            one.id, words("uitpas.use_coupon", price=amounts.money(one.price_cents, words.language))
        )
        for one in coupons.values()
    )


def refusal_text(refusal: UitpasRefusal, words: Words) -> str:
    """UiTPAS's own sentence where it gave one: it must be shown."""
    return refusal.message or words(f"uitpas.no_{refusal.no.value}")
