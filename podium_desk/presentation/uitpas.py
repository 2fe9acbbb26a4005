"""The UiTPAS panel without its widgets: a pass is read, what it gives is shown, and it is used.

It asks on a thread of its own, so that the counter goes on while UiTPAS is waited for. No view has
a tariff's own name in it: nothing on this screen tells why somebody pays less (domain.md 5.8).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from podium_desk.application.uitpas import RewardGiven, UitpasOffers, UitpasRefusal
from podium_desk.domain.uitpas import (
    SILENT,
    Chosen,
    chosen_by_itself,
    chosen_coupon,
    shown_number,
)
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.uitpas_points import given_text, points_view
from podium_desk.presentation.uitpas_view import (
    UitpasView,
    offers_view,
    refusal_text,
    regular_prices,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.jobs import Jobs
    from podium_desk.application.uitpas import (
        PointsCounter,
        Reductions,
        UitpasCounter,
        UitpasPlace,
        UitpasPoints,
    )
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.uitpas_points import Attended

    _Told = RewardGiven | UitpasRefusal | int | None


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

    def attended(self) -> Attended | None:
        """The performance that is shown, for points of attending."""
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
        self._points: UitpasPoints | None = None
        self._given: RewardGiven | None = None
        self._said = ""
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
        """A number was typed or scanned: ask what it gives for the places in the basket.

        Without places a pass is taken for its points.
        """
        places = self._below.basket.places()
        if self._is_asking or not self._is_open:
            return
        self._forget()
        if places:
            self._ask(partial(self._uitpas.look, typed, places), self._looked)
        else:
            self._ask(lambda: self._uitpas.points.look(typed), self._pointed)

    def see_points(self, typed: str) -> None:
        """The points of the pass that was looked up, or of what is typed."""
        if self._is_asking or not self._is_open:
            return
        number = typed if self._offers is None else self._offers.number
        self._forget()
        self._ask(lambda: self._uitpas.points.look(number), self._pointed)

    def redeem(self, reward: str) -> None:
        """Hand a reward out, and look at the points again: they tell whether it was."""
        points = self._points
        if points is None or self._is_asking:
            return
        wanted = {one.id: one for one in points.rewards if not one.why_not}.get(reward)
        if wanted is not None:
            self._ask_of_points(lambda desk: desk.redeem(points.number, wanted))

    def undo_reward(self) -> None:
        """Take back the reward that was just given."""
        given = self._given
        if self._points is not None and given is not None and not self._is_asking:
            self._ask_of_points(lambda desk: desk.undo(given))

    def check_in(self) -> None:
        """Give the points of attending the performance that is shown."""
        points, attended = self._points, self._below.basket.attended()
        if points is not None and attended is not None and not self._is_asking:
            number, performance = points.number, attended.performance
            self._ask_of_points(lambda desk: desk.check_in(number, performance))

    def use(self) -> None:
        """Use what is chosen by itself, or what the house grants while UiTPAS is silent."""
        offers = self._current()
        if offers is None:
            return
        if offers.grants:
            self._ask(partial(self._uitpas.grant, offers), self._used)
        else:
            self._register(offers, chosen_by_itself(regular_prices(offers), offers.offers))

    def use_coupon(self, coupon: str) -> None:
        """Use up a benefit, because the visitor wants to."""
        offers = self._current()
        if offers is not None:
            self._register(offers, chosen_coupon(regular_prices(offers), offers.offers, coupon))

    @property
    def view(self) -> UitpasView:
        """The panel now."""
        words, offers = self.words, self._offers
        if not self._is_open:
            return UitpasView()
        refusal = "" if self._refusal is None else refusal_text(self._refusal, words)
        if self._points is not None:
            return self._points_view(self._points, refusal, words)
        if offers is None:
            has_places = bool(self._below.basket.places())
            notes = () if has_places or refusal else (words("uitpas.for_points"),)
            return UitpasView(True, self._is_asking, notes=notes, refusal=refusal)
        return offers_view(offers, refusal, words, is_asking=self._is_asking)

    def _points_view(self, points: UitpasPoints, refusal: str, words: Words) -> UitpasView:
        attended = self._below.basket.attended()
        return UitpasView(
            is_open=True,
            is_asking=self._is_asking,
            title=words("uitpas.pass", number=shown_number(points.number)),
            lines=(self._said,) if self._said else (),
            refusal=refusal,
            points=points_view(points, self._given, attended, words),
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

    def _pointed(self, told: UitpasPoints | UitpasRefusal) -> None:
        if isinstance(told, UitpasRefusal):
            self._refusal = told
        else:
            self._points = told

    def _ask_of_points(self, deed: Callable[[PointsCounter], _Told]) -> None:
        """Do something with points, then look at them again, in one question of the panel."""
        points, desk = self._points, self._uitpas.points
        assert points is not None, "only with a pass on the panel"

        def work() -> tuple[_Told, UitpasPoints | UitpasRefusal]:
            return deed(desk), desk.look(points.number)

        self._refusal, self._said = None, ""
        self._ask(work, self._done_with_points)

    def _done_with_points(self, done: tuple[_Told, UitpasPoints | UitpasRefusal]) -> None:
        told, now = done
        words = self.words
        if not isinstance(now, UitpasRefusal):
            self._points = now
        if isinstance(told, UitpasRefusal):
            # Silence is no answer: the points, once they can be seen, tell what happened.
            self._refusal = told
            self._said = words("uitpas.see_points") if told.no in SILENT else ""
        elif isinstance(told, RewardGiven):
            self._given, self._said = told, given_text(told, words)
        elif told is None:
            self._given, self._said = None, words("uitpas.taken_back")
        else:
            self._said = words("uitpas.checked_in", n=told)

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
        self._offers = self._refusal = self._points = self._given = None
        self._said = ""

    def _tell(self) -> None:
        view = self.view
        for listener in self._listeners:
            listener(view)
