"""UiTPAS at a counter: each row of the tables in `docs/rules/uitpas.md`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium_desk.domain.uitpas import (
    STATIC_AGE_MS_MAX,
    LateOutcome,
    OfferedTariff,
    OfflinePolicy,
    OfflineRequest,
    PassForm,
    PassNo,
    ReadPass,
    SaleEvent,
    SaleState,
    StaticTariff,
    TariffForm,
    UitpasRules,
    chosen_by_itself,
    chosen_coupon,
    decide_offline,
    has_right_check_digit,
    judged_late,
    late_outcome,
    read_pass,
    shown_number,
    step,
)

NUMBER = "0900000067513"
PUBLISHED = (
    "0900000095902", "0900000067513", "0900000031618", "0900010959113", "0900000002312",
    "0900000058918", "1000000520006", "0900000093204", "0900004518305", "0900011902815",
    "0900011903417", "0900000074519", "0900000020405", "0900000045410", "0900000191800",
)  # fmt: skip
NOW_MS = 1_800_000_000_000
HOUR_MS = 3_600_000


def social(price: int = 440, remaining: int = 1, regular: int = 2200) -> OfferedTariff:
    return OfferedTariff(
        "SOCIALTARIFF", "naam", price, TariffForm.SOCIAL, remaining, regular
    )  # fmt: skip


COUPON = OfferedTariff("COUPON_1079", "naam", 100, TariffForm.COUPON, 1, 2200)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (NUMBER, ReadPass(NUMBER, PassForm.NUMBER)),
        ("0900 000 067 513", ReadPass(NUMBER, PassForm.NUMBER)),
        ("0900.000.067-513", ReadPass(NUMBER, PassForm.NUMBER)),
        ("1000000520006", ReadPass("1000000520006", PassForm.NUMBER)),
        ("0900000067514", ReadPass("0900000067514", PassForm.NUMBER, is_doubtful=True)),
        ("04363CDAEE3880", ReadPass("04363CDAEE3880", PassForm.CHIP)),
        ("04363cdaee3880", ReadPass("04363CDAEE3880", PassForm.CHIP)),
        ("00010100105", PassNo.NATIONAL_NUMBER),
        ("090000006751", PassNo.WRONG_FORM),
        ("hallo", PassNo.WRONG_FORM),
        ("", PassNo.EMPTY),
        ("   ", PassNo.EMPTY),
    ],
)
def test_a_pass_is_read_as_the_table_says(typed: str, read: ReadPass | PassNo) -> None:
    assert read_pass(typed) == read


@pytest.mark.parametrize("number", PUBLISHED)
def test_every_published_number_has_a_right_check_digit(number: str) -> None:
    assert has_right_check_digit(number)


@given(st.sampled_from(PUBLISHED), st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_is_always_doubtful(number: str, place: int, more: int) -> None:
    digit = str((int(number[place]) + more) % 10)
    read = read_pass(number[:place] + digit + number[place + 1 :])
    assert isinstance(read, ReadPass)
    assert read.is_doubtful


@given(st.text(max_size=30))
def test_whatever_is_typed_gets_an_answer(typed: str) -> None:
    assert isinstance(read_pass(typed), ReadPass | PassNo)


def test_a_number_is_shown_in_groups() -> None:
    assert shown_number(NUMBER) == "0900 000 067 513"


@pytest.mark.parametrize(
    ("regular", "offers", "chosen"),
    [
        ([2200, 2200], [social()], [0]),
        ([2200, 2200, 2200], [social(remaining=2)], [0, 1]),
        ([2200, 1800], [social(360, regular=1800)], [1]),
        ([2200], [COUPON], []),
        ([2200, 2200], [social(), COUPON], [0]),
        ([2200], [], []),
    ],
)
def test_only_the_social_tariff_is_chosen_by_itself(
    regular: list[int], offers: list[OfferedTariff], chosen: list[int]
) -> None:
    made = chosen_by_itself(regular, offers)
    assert [choice.place for choice in made] == chosen
    assert all(choice.tariff.form is TariffForm.SOCIAL for choice in made)


def test_a_coupon_is_used_for_the_first_place_when_the_visitor_wants_it() -> None:
    chosen = chosen_coupon([2200, 2200], [social(), COUPON], COUPON.id)
    assert [(choice.place, choice.tariff) for choice in chosen] == [(0, COUPON)]


_S, _E = SaleState, SaleEvent
STEPS = [
    (_S.REGISTERING, _E.REGISTERED, _S.PENDING_PAYMENT),
    (_S.REGISTERING, _E.NOT_REGISTERED, _S.REFUSED),
    (_S.REGISTERING, _E.ABANDONED, _S.CANCELLING),
    (_S.REGISTERING, _E.PAID, _S.PROVISIONAL),
    (_S.PENDING_PAYMENT, _E.PAID, _S.CONFIRMED),
    (_S.PENDING_PAYMENT, _E.ABANDONED, _S.CANCELLING),
    (_S.CONFIRMED, _E.ABANDONED, _S.CANCELLING),
    (_S.CANCELLING, _E.TAKEN_BACK, _S.CANCELLED),
    (_S.PROVISIONAL, _E.REGISTERED, _S.CONFIRMED),
    (_S.PROVISIONAL, _E.NOT_REGISTERED, _S.EXCEPTION),
    (_S.PROVISIONAL, _E.ABANDONED, _S.CANCELLING),
]


@pytest.mark.parametrize(("state", "event", "then"), STEPS)
def test_a_sale_goes_from_state_to_state_as_the_table_says(
    state: SaleState, event: SaleEvent, then: SaleState
) -> None:
    assert step(state, event) is then


def test_nothing_else_ever_happens_to_a_sale() -> None:
    told = {(state, event) for state, event, _ in STEPS}
    others = [(state, event) for state in SaleState for event in SaleEvent]
    assert all(step(*one) is None for one in others if one not in told)


GOOD = ReadPass(NUMBER, PassForm.NUMBER)
DOUBTFUL = ReadPass("0900000067514", PassForm.NUMBER, is_doubtful=True)
CHIP = ReadPass("04363CDAEE3880", PassForm.CHIP)
TODAY = (StaticTariff(2200, 440, NOW_MS - HOUR_MS),)
OLD = (StaticTariff(2200, 440, NOW_MS - 25 * HOUR_MS),)
_P = OfflinePolicy


@pytest.mark.parametrize(
    ("policy", "read", "known", "before", "wants", "granted"),
    [
        (_P.REFUSE, GOOD, TODAY, 0, 1, PassNo.NOT_OFFLINE),
        (_P.PAY_BACK, GOOD, TODAY, 0, 1, [(440, True)]),
        (_P.PAY_BACK, GOOD, (), 0, 1, [(2200, True)]),
        (_P.PROVISIONAL, GOOD, TODAY, 0, 1, [(440, False)]),
        (_P.PROVISIONAL, GOOD, TODAY, 0, 3, [(440, False)] * 2),
        (_P.PROVISIONAL, GOOD, TODAY, 1, 2, [(440, False)]),
        (_P.PROVISIONAL, GOOD, TODAY, 2, 1, PassNo.CAP_REACHED),
        (_P.PROVISIONAL, GOOD, (), 0, 1, PassNo.NO_PRICE_KNOWN),
        (_P.PROVISIONAL, GOOD, OLD, 0, 1, PassNo.NO_PRICE_KNOWN),
        (_P.PROVISIONAL, DOUBTFUL, TODAY, 0, 1, PassNo.DOUBTFUL_NUMBER),
        (_P.PROVISIONAL, CHIP, TODAY, 0, 1, PassNo.NEEDS_NUMBER),
    ],
)
def test_a_house_grants_by_itself_what_the_table_says(
    policy: OfflinePolicy,
    read: ReadPass,
    known: tuple[StaticTariff, ...],
    before: int,
    wants: int,
    granted: PassNo | list[tuple[int, bool]],
) -> None:
    request = OfflineRequest(read, (2200,) * wants, before, NOW_MS)
    outcome = decide_offline(UitpasRules(policy, cap=2), request, known)
    if isinstance(granted, PassNo):
        assert outcome is granted
    else:
        assert not isinstance(outcome, PassNo)
        assert [(one.price_cents, one.is_paid_in_full) for one in outcome] == granted


def test_a_price_is_trusted_to_the_last_millisecond_of_its_day_and_not_from_the_future() -> None:
    rules = UitpasRules(_P.PROVISIONAL)
    request = OfflineRequest(GOOD, (2200,), 0, NOW_MS)
    last = StaticTariff(2200, 440, NOW_MS - STATIC_AGE_MS_MAX)
    early = StaticTariff(2200, 440, NOW_MS + 1)
    assert not isinstance(decide_offline(rules, request, (last,)), PassNo)
    assert decide_offline(rules, request, (early,)) is PassNo.NO_PRICE_KNOWN


def test_a_house_without_uitpas_grants_nothing() -> None:
    rules = UitpasRules(_P.PROVISIONAL, is_active=False)
    request = OfflineRequest(GOOD, (2200,), 0, NOW_MS)
    assert decide_offline(rules, request, TODAY) is PassNo.NOT_SET_UP


@pytest.mark.parametrize(
    ("offers", "in_full", "outcome"),
    [
        ([social(440)], False, social(440)),
        ([social(550)], False, LateOutcome.PRICE_DIFFERS),
        ([], False, LateOutcome.NOT_GRANTED),
        ([COUPON], False, LateOutcome.NOT_GRANTED),
        ([social(440, remaining=0)], False, LateOutcome.NOT_GRANTED),
        ([social(440)], True, social(440)),
        ([social(550)], True, social(550)),
        ([], True, LateOutcome.NOT_GRANTED),
    ],
)
def test_a_late_registration_is_judged_as_the_table_says(
    offers: list[OfferedTariff], in_full: bool, outcome: OfferedTariff | LateOutcome
) -> None:
    assert judged_late(offers, 440, in_full) == outcome


@pytest.mark.parametrize("no", list(PassNo))
def test_why_uitpas_did_not_agree_is_told_without_telling_of_the_person(no: PassNo) -> None:
    is_limit = no is PassNo.LIMIT_REACHED
    expected = LateOutcome.LIMIT_REACHED if is_limit else LateOutcome.NOT_GRANTED
    assert late_outcome(no) is expected
