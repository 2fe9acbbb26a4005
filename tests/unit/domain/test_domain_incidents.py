"""When a ticket was let in twice, or after it was taken back, by somebody who could not know."""

from __future__ import annotations

from podium_desk.domain.facts import Direction
from podium_desk.domain.gates import GateId
from podium_desk.domain.ids import FactId, HouseId, origin_of
from podium_desk.domain.incidents import (
    OUTCOMES,
    SEVERITY,
    HeardPassage,
    Incident,
    IncidentKind,
    admitted_after_cancel,
    by_urgency,
    double_admissions,
    is_clock_off,
    is_silent,
    kind_of_id,
)

ENTRY, EXIT = Direction.ENTRY, Direction.EXIT


def passage(door: int, minute: int, way: Direction = ENTRY, **more) -> HeardPassage:
    heard = more.pop("heard", frozenset())
    fact = FactId(origin_of(door, 0), minute)
    return HeardPassage(fact, minute * 60_000, way, f"Deur {door}", heard=heard, **more)


def test_two_doors_that_did_not_hear_each_other_let_the_ticket_in_twice() -> None:
    first, second = passage(1, 40), passage(2, 46)
    (double,) = double_admissions([second, first])
    assert (double.earlier, double.later) == (first, second)


def test_an_exit_between_two_entries_makes_them_no_double() -> None:
    assert double_admissions([passage(1, 40), passage(2, 42, EXIT), passage(2, 46)]) == ()


def test_who_had_heard_of_the_entry_and_let_the_guest_in_all_the_same_decided_knowingly() -> None:
    first = passage(1, 40)
    again = passage(2, 46, heard=frozenset({first.fact}), is_overridden=True)
    assert double_admissions([first, again]) == ()


def test_an_override_for_another_reason_hides_no_double() -> None:
    again = passage(2, 46, heard=frozenset(), is_overridden=True)
    assert len(double_admissions([passage(1, 40), again])) == 1


def test_an_older_fact_that_did_not_say_what_was_heard_is_judged_by_its_override() -> None:
    overridden = passage(2, 46, heard=None, is_overridden=True)
    assert double_admissions([passage(1, 40), overridden]) == ()
    assert len(double_admissions([passage(1, 40), passage(2, 46, heard=None)])) == 1


def test_a_gate_that_lets_everybody_in_again_makes_no_doubles() -> None:
    both = [passage(1, 40), passage(2, 46, gate_number=GateId(2))]
    assert double_admissions(both, free_gates=frozenset({GateId(2)})) == ()


def test_entries_before_and_after_everybody_was_checked_out_are_no_double() -> None:
    both = [passage(1, 40), passage(2, 46)]
    assert double_admissions(both, checked_out_ms=[43 * 60_000]) == ()
    assert len(double_admissions(both, checked_out_ms=[47 * 60_000])) == 1


def test_of_two_at_the_same_instant_the_exit_comes_first() -> None:
    assert double_admissions([passage(1, 40), passage(2, 46), passage(3, 46, EXIT)]) == ()


def test_an_entry_after_an_unheard_refund_is_told_and_a_heard_one_is_a_decision() -> None:
    refund = FactId(origin_of(9, 0), 1)
    unheard, heard = passage(1, 46), passage(2, 50, heard=frozenset({refund}), is_overridden=True)
    assert admitted_after_cancel([unheard, heard], refund, 40 * 60_000) == (unheard,)
    assert admitted_after_cancel([unheard], refund, 50 * 60_000) == ()


def test_clocks_are_told_beyond_two_minutes_and_silence_beyond_a_day() -> None:
    assert [is_clock_off(ms) for ms in (None, 120_000, 120_001, -120_001)] == [
        False, False, True, True,
    ]  # fmt: skip
    assert [is_silent(ms, 100_000_000) for ms in (None, 13_600_000, 13_599_999)] == [
        False, False, True,
    ]  # fmt: skip


def test_every_kind_has_its_urgency_and_its_ways_out() -> None:
    assert set(SEVERITY) == set(OUTCOMES) == set(IncidentKind)
    assert all(OUTCOMES.values())


def test_the_most_urgent_comes_first_and_then_the_newest() -> None:
    def about(kind: IncidentKind, at_ms: int) -> Incident:
        return Incident(kind, HouseId(1), str(at_ms), at_ms)

    clock = about(IncidentKind.CLOCK_SKEW, 9)
    older, newer = (about(IncidentKind.DOUBLE_ADMISSION, ms) for ms in (1, 2))
    assert by_urgency([clock, older, newer]) == (newer, older, clock)


def test_the_kind_can_be_read_from_the_name() -> None:
    incident = Incident(IncidentKind.WRONG_PRICE, HouseId(1), "2.0.3.0")
    assert kind_of_id(incident.id) is IncidentKind.WRONG_PRICE
    assert (kind_of_id("wrong_price"), kind_of_id("nonsense:1:2")) == (None, None)
