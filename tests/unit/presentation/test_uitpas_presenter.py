"""The UiTPAS panel's state: what is read, what is offered, what is used, and what is never said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from podium_desk.application.jobs import ImmediateJobs
from podium_desk.application.uitpas import (
    Reductions,
    RewardGiven,
    RewardOffer,
    UitpasOffers,
    UitpasPlace,
    UitpasPoints,
    UitpasRefusal,
)
from podium_desk.domain.facts import Reduction
from podium_desk.domain.ids import PerformanceId, Unit
from podium_desk.domain.text import Text
from podium_desk.domain.uitpas import (
    Chosen,
    OfferedTariff,
    OfflineGrant,
    PassNo,
    TariffForm,
)
from podium_desk.i18n.words import Words
from podium_desk.presentation.uitpas import Below, UitpasPresenter
from podium_desk.presentation.uitpas_points import Attended

TONIGHT = PerformanceId(7)
NUMBER = "0900000067513"
PLACES = tuple(UitpasPlace(TONIGHT, Unit(unit), 2200) for unit in (3, 4))
SOCIAL = OfferedTariff("SOCIALTARIFF", "Kansentarief", 440, TariffForm.SOCIAL, 1, 2200)
COUPON = OfferedTariff("COUPON_1079", "€1 voor armoede", 100, TariffForm.COUPON, 1, 2200)


@dataclass
class PointsOfTests:
    """A pass with twelve points, whose drink costs five."""

    balance: int = 12
    no: UitpasRefusal | None = None
    looked: list[str] = field(default_factory=list)

    def look(self, typed: str) -> UitpasPoints | UitpasRefusal:
        self.looked.append(typed)
        why = "" if self.balance >= 5 else "Jammer, je hebt niet genoeg punten."
        return UitpasPoints(NUMBER, self.balance, (RewardOffer("5687", "Drankje", 5, why),))

    def redeem(self, number: str, reward: RewardOffer) -> RewardGiven | UitpasRefusal:
        if self.no is not None:
            return self.no
        self.balance -= reward.points
        return RewardGiven("r1", reward.title, "AB12")

    def undo(self, given: RewardGiven) -> UitpasRefusal | None:
        self.balance += 5
        return None

    def check_in(self, number: str, performance: PerformanceId) -> int | UitpasRefusal:
        if self.no is not None:
            return self.no
        self.balance += 1
        return 1


@dataclass
class UitpasOfTests:
    """Answers what a test tells it to."""

    told: UitpasOffers | UitpasRefusal
    given: Reductions | UitpasRefusal = field(default_factory=dict)
    begun: list[tuple[Chosen, ...]] = field(default_factory=list)
    granted: int = 0
    left: int = 0

    points: PointsOfTests = field(default_factory=lambda: PointsOfTests())

    def left_over(self) -> int:
        return self.left

    def look(self, typed: str, places: tuple[UitpasPlace, ...]) -> UitpasOffers | UitpasRefusal:
        return self.told

    def register(
        self, offers: UitpasOffers, chosen: tuple[Chosen, ...]
    ) -> Reductions | UitpasRefusal:
        self.begun.append(chosen)
        return self.given

    def grant(self, offers: UitpasOffers) -> Reductions | UitpasRefusal:
        self.granted += 1
        return self.given


@dataclass
class BasketOfTests:
    now: tuple[UitpasPlace, ...] = PLACES
    reduced: list[Reductions] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def places(self) -> tuple[UitpasPlace, ...]:
        return self.now

    def reduce(self, reductions: Reductions) -> None:
        self.reduced.append(reductions)

    def tell(self, text: str) -> None:
        self.said.append(text)

    def attended(self) -> Attended | None:
        return Attended(TONIGHT, Text("nl", {"nl": "Reinaert"}))


class LaterJobs:
    """Jobs that end when the test says so."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def submit(self, work, done, failed) -> None:  # type: ignore[no-untyped-def]
        self.waiting.append(lambda: ImmediateJobs().submit(work, done, failed))


class Stage:
    def __init__(self, told: UitpasOffers | UitpasRefusal, jobs=None) -> None:  # type: ignore[no-untyped-def]
        self.uitpas, self.basket = UitpasOfTests(told), BasketOfTests()
        self.faults: list[Exception] = []
        below = Below(self.basket, lambda: Words("nl"), self.faults.append)
        self.presenter = UitpasPresenter(self.uitpas, jobs or ImmediateJobs(), below)
        self.presenter.open()

    def look(self) -> Stage:
        self.presenter.look(NUMBER)
        return self


def offered(*offers: OfferedTariff, **more: object) -> UitpasOffers:
    return UitpasOffers(NUMBER, PLACES, offers, **more)  # type: ignore[arg-type]


def reduction_for(place: UitpasPlace) -> Reductions:
    return {(place.performance, place.unit): Reduction("t1", 2200, 440, "901")}


def test_a_pass_shows_what_it_gives_and_enter_uses_it() -> None:
    stage = Stage(offered(SOCIAL)).look()
    assert stage.presenter.view.title == "UiTPAS 0900 000 067 513"
    assert stage.presenter.view.lines == ("1 plaats: €\u00a04,40 in plaats van €\u00a022,00",)
    assert stage.presenter.view.can_use
    stage.uitpas.given = reduction_for(PLACES[0])
    stage.presenter.use()
    assert stage.basket.reduced == [stage.uitpas.given]
    assert stage.basket.said == ["UiTPAS-prijs voor 1 plaats."]
    assert not stage.presenter.view.is_open


@pytest.mark.parametrize("told", [offered(SOCIAL, COUPON), offered(COUPON)])
def test_no_name_of_a_tariff_is_ever_on_the_screen(told: UitpasOffers) -> None:
    said = str(Stage(told).look().presenter.view).lower()
    assert "kansentarief" not in said
    assert "armoede" not in said


def test_a_coupon_waits_for_the_visitor_to_choose_it() -> None:
    stage = Stage(offered(COUPON)).look()
    assert not stage.presenter.view.can_use
    (choice,) = stage.presenter.view.coupons
    assert choice.label == "Gebruik voordeel: €\u00a01,00"
    stage.presenter.use_coupon(choice.id)
    assert stage.uitpas.begun == [(Chosen(0, COUPON),)]


def test_uitpas_own_sentences_are_shown_also_beside_a_price() -> None:
    view = Stage(offered(SOCIAL, notes=("Je pas vervalt morgen.",))).look().presenter.view
    assert view.notes == ("Je pas vervalt morgen.",)


def test_a_doubtful_number_is_a_warning_and_no_refusal() -> None:
    view = Stage(offered(SOCIAL, is_doubtful=True)).look().presenter.view
    assert view.notes == (Words("nl")("uitpas.doubtful"),)
    assert view.can_use


def test_nothing_on_offer_says_what_to_do() -> None:
    view = Stage(offered()).look().presenter.view
    assert view.lines == (Words("nl")("uitpas.nothing"),)
    assert not view.can_use


@pytest.mark.parametrize("no", list(PassNo))
def test_every_no_has_a_sentence_and_the_one_of_uitpas_wins(no: PassNo) -> None:
    assert Stage(UitpasRefusal(no)).look().presenter.view.refusal
    told = Stage(UitpasRefusal(no, "Zin van UiTPAS.")).look().presenter.view
    assert told.refusal == "Zin van UiTPAS."


def test_without_places_a_pass_shows_its_points() -> None:
    stage = Stage(offered(SOCIAL))
    stage.basket.now = ()
    assert stage.presenter.view.notes == (Words("nl")("uitpas.for_points"),)
    view = stage.look().presenter.view
    assert view.points is not None
    assert view.points.balance == "12 punten"
    assert [choice.label for choice in view.points.rewards] == ["Drankje · 5 punten"]
    assert view.points.check_in == "Punten sparen voor Reinaert"


def test_a_pass_that_was_looked_up_for_places_shows_its_points_too() -> None:
    stage = Stage(offered(SOCIAL)).look()
    assert stage.presenter.view.can_see_points
    stage.presenter.see_points("")
    assert stage.uitpas.points.looked == [NUMBER]


def test_a_reward_is_given_with_its_code_and_taken_back() -> None:
    stage = with_points()
    stage.presenter.redeem("5687")
    view = stage.presenter.view
    assert view.lines == ("Geef aan de bezoeker: Drankje. Code: AB12",)
    assert view.points is not None
    assert (view.points.balance, view.points.undo) == ("7 punten", "Neem terug: Drankje")
    stage.presenter.undo_reward()
    view = stage.presenter.view
    assert view.points is not None
    assert (view.points.balance, view.points.undo) == ("12 punten", "")


def test_a_reward_that_cannot_be_had_says_why_and_is_not_asked() -> None:
    stage = with_points(balance=3)
    view = stage.presenter.view
    assert view.points is not None
    assert view.points.rewards[0].why_not == "Jammer, je hebt niet genoeg punten."
    stage.presenter.redeem("5687")
    assert stage.uitpas.points.balance == 3


def test_attending_gives_points() -> None:
    stage = with_points()
    stage.presenter.check_in()
    assert stage.presenter.view.lines == ("1 punt gespaard.",)
    assert stage.uitpas.points.balance == 13


def test_without_an_answer_nothing_is_given_before_the_points_are_seen() -> None:
    stage = with_points()
    stage.uitpas.points.no = UitpasRefusal(PassNo.AWAY)
    stage.presenter.redeem("5687")
    view = stage.presenter.view
    assert view.lines == (Words("nl")("uitpas.see_points"),)
    assert view.points is not None
    assert (view.points.balance, view.points.undo) == ("12 punten", "")


def test_closing_forgets_the_points_and_the_number() -> None:
    stage = with_points()
    stage.presenter.close()
    stage.presenter.open()
    assert stage.presenter.view.points is None
    assert stage.presenter.view.title == ""


def with_points(balance: int = 12) -> Stage:
    stage = Stage(offered(SOCIAL))
    stage.uitpas.points.balance = balance
    stage.presenter.see_points(NUMBER)
    return stage


def test_while_uitpas_is_silent_the_house_grants_and_says_so() -> None:
    grants = (OfflineGrant(0, 2200, 440, is_paid_in_full=False),)
    stage = Stage(UitpasOffers(NUMBER, PLACES, grants=grants)).look()
    assert stage.presenter.view.notes == (Words("nl")("uitpas.silent"),)
    stage.presenter.use()
    assert (stage.uitpas.granted, stage.uitpas.begun) == (1, [])


def test_a_house_that_pays_back_later_says_so_before_it_is_used() -> None:
    grants = (OfflineGrant(0, 2200, 2200, is_paid_in_full=True),)
    view = Stage(UitpasOffers(NUMBER, PLACES, grants=grants)).look().presenter.view
    assert view.lines == ("1 plaats: nu €\u00a022,00, later het verschil terug",)


def test_a_refused_registration_leaves_the_basket_alone() -> None:
    stage = Stage(offered(SOCIAL)).look()
    stage.uitpas.given = UitpasRefusal(PassNo.LIMIT_REACHED)
    stage.presenter.use()
    assert stage.basket.reduced == []
    assert stage.presenter.view.refusal == Words("nl")("uitpas.no_limit_reached")
    assert not stage.presenter.view.can_use


def test_nothing_is_asked_twice_and_a_closed_panel_hears_no_answer() -> None:
    jobs = LaterJobs()
    stage = Stage(offered(SOCIAL), jobs).look().look()
    assert stage.presenter.view.is_asking
    assert len(jobs.waiting) == 1
    stage.presenter.close()
    jobs.waiting.pop()()
    assert not stage.presenter.view.is_open
    stage.presenter.open()
    assert stage.presenter.view.title == ""


def test_what_an_earlier_run_never_saw_paid_is_told() -> None:
    stage = Stage(offered())
    stage.uitpas.left = 2
    stage.presenter.begin()
    assert stage.basket.said == [
        "2 UiTPAS-prijzen van verkopen die niet betaald werden, worden geannuleerd."
    ]


def test_an_unexpected_fault_is_kept_and_the_panel_stays_usable() -> None:
    stage = Stage(offered(SOCIAL))

    def fails(typed: str, places: tuple[UitpasPlace, ...]) -> UitpasOffers:
        raise OSError("de schijf")

    stage.uitpas.look = fails  # type: ignore[method-assign]
    stage.look()
    assert [str(fault) for fault in stage.faults] == ["de schijf"]
    assert not stage.presenter.view.is_asking


def test_a_basket_that_changed_meanwhile_is_asked_about_again() -> None:
    stage = Stage(offered(SOCIAL)).look()
    stage.basket.now = PLACES[1:]
    stage.uitpas.told = UitpasOffers(NUMBER, PLACES[1:], (SOCIAL,))
    stage.presenter.use()
    assert stage.uitpas.begun == []
    assert stage.presenter.view.can_use
    stage.presenter.use()
    assert stage.uitpas.begun == [(Chosen(0, SOCIAL),)]
