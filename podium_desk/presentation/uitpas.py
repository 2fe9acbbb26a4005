"""The UiTPAS panel without its widgets: a pass is read, what it gives is shown, and it is used.

It asks on a thread of its own, so that the counter goes on while UiTPAS is waited for. No view has
a tariff's own name in it: nothing on this screen tells why somebody pays less (domain.md 5.8).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from podium_desk.application.uitpas import UitpasOffers, UitpasRefusal
from podium_desk.domain.uitpas import (
    Chosen,
    TariffForm,
    chosen_by_itself,
    chosen_coupon,
    shown_number,
)
from podium_desk.presentation import amounts

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.jobs import Jobs
    from podium_desk.application.uitpas import Reductions, UitpasCounter, UitpasPlace
    from podium_desk.i18n.words import Words


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


class Basket(Protocol):
    """The basket of the counter below (`PassPlaces`)."""

    def places(self) -> tuple[UitpasPlace, ...]:
        """The places that a pass may be used for."""
        ...

    def reduce(self, reductions: Reductions, /) -> None:
        """Let a pass take off these."""
        ...

    def tell(self, text: str, /) -> None:
        """Say something beside the basket."""
        ...


@dataclass(frozen=True, slots=True)
class Below:
    """The counter that the panel lies over."""

    basket: Basket
    words_now: Callable[[], Words]
    report_fault: Callable[[Exception], None]


class UitpasPresenter:
    """The state of one panel; every method is called on the screen's thread."""

    def __init__(self, uitpas: UitpasCounter, jobs: Jobs, below: Below) -> None:
        """`jobs` runs on a thread that may wait for a network, never on the replica's lane."""
        self._uitpas = uitpas
        self._jobs = jobs
        self._below = below
        self._offers: UitpasOffers | None = None
        self._refusal: UitpasRefusal | None = None
        self._is_open = self._is_asking = False
        self._round = 0
        self._listeners: list[Callable[[UitpasView], None]] = []

    @property
    def words(self) -> Words:
        """The language of the counter now."""
        return self._below.words_now()

    def listen(self, listener: Callable[[UitpasView], None]) -> None:
        """Hear of each new view."""
        self._listeners.append(listener)

    def begin(self) -> None:
        """Take back what an earlier run of this counter never saw paid, and say so."""
        self._jobs.submit(self._uitpas.left_over, self._left_over, self._below.report_fault)

    def open(self) -> None:
        """Show the panel, empty."""
        self._is_open = True
        self._forget()
        self._tell()

    def close(self) -> None:
        """Take it away, with the number that was in it. An answer on its way is not used."""
        self._is_open = False
        self._forget()
        self._tell()

    def look(self, typed: str) -> None:
        """A number was typed or scanned: ask what it gives for the places in the basket."""
        places = self._below.basket.places()
        if self._is_asking or not self._is_open:
            return
        self._forget()
        if places:
            self._ask(partial(self._uitpas.look, typed, places), self._looked)
        self._tell()

    def use(self) -> None:
        """Use what is chosen by itself, or what the house grants while UiTPAS is silent."""
        offers = self._current()
        if offers is None:
            return
        if offers.grants:
            self._ask(partial(self._uitpas.grant, offers), self._used)
        else:
            self._register(offers, chosen_by_itself(_regular(offers), offers.offers))

    def use_coupon(self, coupon: str) -> None:
        """Use up a benefit, because the visitor wants to."""
        offers = self._current()
        if offers is not None:
            self._register(offers, chosen_coupon(_regular(offers), offers.offers, coupon))

    @property
    def view(self) -> UitpasView:
        """The panel now."""
        words, offers = self.words, self._offers
        if not self._is_open:
            return UitpasView()
        if not self._below.basket.places() and offers is None:
            return UitpasView(is_open=True, refusal=words("uitpas.no_places"))
        if offers is None:
            refusal = "" if self._refusal is None else _refusal(self._refusal, words)
            return UitpasView(is_open=True, is_asking=self._is_asking, refusal=refusal)
        chosen = chosen_by_itself(_regular(offers), offers.offers)
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
            is_asking=self._is_asking,
            title=words("uitpas.pass", number=shown_number(offers.number)),
            lines=lines,
            notes=notes,
            refusal="" if self._refusal is None else _refusal(self._refusal, words),
            can_use=bool(chosen or offers.grants) and not self._is_asking,
            coupons=coupons,
        )

    def _current(self) -> UitpasOffers | None:
        """What was offered, if it still is for the places in the basket; else it is asked anew."""
        offers = self._offers
        if offers is None or self._is_asking:
            return None
        if set(offers.places) <= set(self._below.basket.places()):
            return offers
        self.look(offers.number)
        return None

    def _register(self, offers: UitpasOffers, chosen: tuple[Chosen, ...]) -> None:
        if chosen:
            self._ask(partial(self._uitpas.register, offers, chosen), self._used)

    def _looked(self, told: UitpasOffers | UitpasRefusal) -> None:
        if isinstance(told, UitpasRefusal):
            self._refusal = told
        else:
            self._offers = told

    def _used(self, given: Reductions | UitpasRefusal) -> None:
        if isinstance(given, UitpasRefusal):
            self._offers, self._refusal = None, given
            return
        self._below.basket.reduce(given)
        self._below.basket.tell(self.words("uitpas.used", n=len(given)))
        self.close()

    def _left_over(self, count: int) -> None:
        if count:
            self._below.basket.tell(self.words("uitpas.left_over", n=count))

    def _ask(self, work: Callable[[], object], came: Callable[..., None]) -> None:
        """Ask off the screen's thread; what comes after the panel was closed is not shown.

        What was registered meanwhile belongs to no basket, so the next sale gives it up.
        """
        self._is_asking = True
        self._round += 1
        asked_in = self._round

        def done(outcome: object) -> None:
            if asked_in == self._round:
                self._is_asking = False
                came(outcome)
                self._tell()

        def failed(error: Exception) -> None:
            self._below.report_fault(error)
            if asked_in == self._round:
                self._forget()
                self._tell()

        self._jobs.submit(work, done, failed)
        self._tell()

    def _forget(self) -> None:
        self._round += 1
        self._is_asking = False
        self._offers = self._refusal = None

    def _tell(self) -> None:
        view = self.view
        for listener in self._listeners:
            listener(view)


def _regular(offers: UitpasOffers) -> list[int]:
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


def _refusal(refusal: UitpasRefusal, words: Words) -> str:
    """UiTPAS's own sentence where it gave one: it must be shown."""
    return refusal.message or words(f"uitpas.no_{refusal.no.value}")
