"""A visit of a card, taken at a door; the rows are those of docs/rules/passes.md."""

from dataclasses import replace

import pytest

from podium_desk.domain.admission import ScanReason, Times, Verdict
from podium_desk.domain.gates import VisitPolicy
from podium_desk.domain.house_passes import HousePass, PassTerms, pass_number, pool_of_pass
from podium_desk.domain.ids import HouseId, OrderId, Origin, PerformanceId
from podium_desk.domain.visits import (
    VisitWanted,
    goes_to,
    may_trust,
    ticket_on_trust,
    why_no_visit,
)

HERE, FRIENDS, STRANGERS = HouseId(1), HouseId(2), HouseId(3)
AT_MS = 1_790_000_000_000
NO, ASK = Verdict.REFUSE, Verdict.ASK
CARD = HousePass(
    pass_number(7), HERE, "KAART", PassTerms(visits=10, houses=(FRIENDS,)),
    OrderId(Origin(65536), 1), 5000, left=3, valid_until_ms=0,
)  # fmt: skip
WANTED = VisitWanted(CARD, HERE, AT_MS)
FRIENDS_PASS = replace(CARD, terms=PassTerms(percent=20))


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (WANTED, None),
        (replace(WANTED, house=FRIENDS), None),
        (replace(WANTED, house=STRANGERS), (NO, ScanReason.NO_VISITS)),
        (replace(WANTED, shown=replace(CARD, left=0)), (NO, ScanReason.NO_VISITS)),
        (replace(WANTED, shown=replace(CARD, valid_until_ms=AT_MS)), (NO, ScanReason.NO_VISITS)),
        (replace(WANTED, shown=replace(CARD, is_closed=True)), (NO, ScanReason.NO_VISITS)),
        (replace(WANTED, shown=FRIENDS_PASS), (NO, ScanReason.NO_VISITS)),
        (replace(WANTED, is_guest_in=True), (ASK, ScanReason.ANOTHER_VISIT)),
        (replace(WANTED, is_guest_in=True, is_another=True), None),
        (replace(WANTED, is_full=True), (ASK, ScanReason.FULL)),
        (replace(WANTED, is_full=True, is_override=True), None),
        (replace(WANTED, is_guest_in=True, is_full=True), (ASK, ScanReason.ANOTHER_VISIT)),
        (
            replace(WANTED, is_guest_in=True, shown=replace(CARD, left=0)),
            (NO, ScanReason.NO_VISITS),
        ),
    ],
)
def test_a_card_gives_a_visit_or_says_why_not(wanted, said):
    assert why_no_visit(wanted) == said


@pytest.mark.parametrize(
    ("policy", "house", "is_trusted"),
    [
        (VisitPolicy.HELD, HERE, False),
        (VisitPolicy.TRUSTED, HERE, True),
        (VisitPolicy.TRUSTED, FRIENDS, False),
    ],
)
def test_only_a_house_that_says_so_trusts_and_only_its_own_cards(policy, house, is_trusted):
    assert may_trust(policy, CARD, house) is is_trusted


def test_a_visit_is_for_the_first_performance_that_is_not_over():
    def at(hour, *, is_cancelled=False):
        start = AT_MS + hour * 3_600_000
        return Times(start, start + 7_200_000, start, is_cancelled)

    early, off, late = PerformanceId(1), PerformanceId(2), PerformanceId(3)
    times = {late: at(4), off: at(1, is_cancelled=True), early: at(-1)}
    assert goes_to(times, AT_MS) == early
    assert goes_to(times, AT_MS + 3_600_000) == late
    assert goes_to({off: times[off]}, AT_MS) is None


def test_doors_that_take_the_same_visit_on_trust_name_the_same():
    pool = pool_of_pass(CARD.number)
    assert ticket_on_trust(pool, 1) == ticket_on_trust(pool, 1)
    assert ticket_on_trust(pool, 1) != ticket_on_trust(pool, 2)
