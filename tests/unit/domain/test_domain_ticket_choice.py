"""Which of several tickets a card or a code with add-ons stands for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from evening_at_door import (
    EVENING,
    GATE,
    RECORD,
    SIGNED,
    START,
    TICKET,
    TOMORROW,
    TYPED,
    at,
    candidate,
    entry,
)

from podium_desk.domain.admission import Decision, ScanReason, ScanRequest, TicketStatus, Verdict
from podium_desk.domain.deciding import decide_admission
from podium_desk.domain.facts import Direction
from podium_desk.domain.gates import Gate

OTHER, THIRD = replace(TICKET, line=1), replace(TICKET, line=2)


def ticket(line: int = 0, **changes):
    return replace(RECORD, id=replace(TICKET, line=line), **changes)


def scan(*meant, gate: Gate = GATE, direction=Direction.ENTRY, reading=TYPED, **more) -> Decision:
    candidates = [one if hasattr(one, "record") else candidate(one) for one in meant]
    request = ScanRequest(reading, direction, START, **more)
    return decide_admission(request, candidates, replace(EVENING, gate=gate))


CANCELLED = {"status": TicketStatus.CANCELLED}
EARLY, LATE = {"valid_from_ms": at(30)}, {"valid_until_ms": at(-30)}


@pytest.mark.parametrize(
    ("first", "second", "taken", "reason"),
    [
        ({}, CANCELLED, TICKET, None),
        (CANCELLED, {}, OTHER, None),
        ({}, {}, None, ScanReason.AMBIGUOUS),
        ({"status": TicketStatus.UNPAID}, {}, None, ScanReason.AMBIGUOUS),
        (EARLY, LATE, TICKET, ScanReason.TOO_EARLY),
        (LATE, EARLY, OTHER, ScanReason.TOO_EARLY),
        (EARLY, {"valid_from_ms": at(20)}, OTHER, ScanReason.TOO_EARLY),
        ({"valid_until_ms": at(-90)}, LATE, OTHER, ScanReason.TOO_LATE),
        (LATE, LATE, TICKET, ScanReason.TOO_LATE),
        (CANCELLED, LATE, OTHER, ScanReason.TOO_LATE),
        ({"is_blocked": True}, {"status": TicketStatus.NOT_APPROVED}, OTHER,
         ScanReason.NOT_APPROVED),
        ({"performance": TOMORROW}, {}, OTHER, None),
        ({"performance": TOMORROW}, {"performance": TOMORROW}, None, ScanReason.WRONG_EVENT),
    ],
)  # fmt: skip
def test_of_two_tickets_one_is_taken_or_judged(first, second, taken, reason):
    """The table of docs/rules/admission.md."""
    told = scan(ticket(0, **first), ticket(1, **second))
    assert (told.ticket, told.reason) == (taken, reason)
    assert told.verdict is (Verdict.ADMIT if reason is None else Verdict.REFUSE)


def test_rather_one_whose_tariff_and_section_are_admitted_here():
    gate = replace(GATE, tariffs=("vriend",))
    told = scan(ticket(0), ticket(1, tariff="vriend", **CANCELLED), gate=gate)
    assert (told.ticket, told.reason) == (OTHER, ScanReason.CANCELLED)


def test_the_gate_s_opening_counts_for_when_a_ticket_is_valid_here():
    gate = replace(GATE, closes_min_after_start=-60)
    told = scan(ticket(0, valid_until_ms=at(-90)), ticket(1), gate=gate)
    assert (told.ticket, told.reason) == (OTHER, ScanReason.TOO_LATE)


def test_no_override_tells_two_that_fit_apart():
    told = scan(ticket(0), ticket(1), is_override=True)
    assert (told.verdict, told.reason) == (Verdict.REFUSE, ScanReason.AMBIGUOUS)


def test_a_ticket_that_is_in_fits_all_the_same():
    told = scan(candidate(ticket(0), entry(-30)), ticket(1))
    assert told.reason is ScanReason.AMBIGUOUS


def test_who_is_inside_goes_out():
    inside = candidate(ticket(1, **LATE), entry(-60))
    out = scan(ticket(0), inside, ticket(2), direction=Direction.EXIT)
    assert (out.verdict, out.ticket) == (Verdict.EXIT, OTHER)


def test_of_two_inside_the_one_that_is_valid_now_goes_out():
    both = [candidate(ticket(0, **LATE), entry(-60)), candidate(ticket(1), entry(-10))]
    out = scan(*both, direction=Direction.EXIT)
    assert (out.verdict, out.ticket) == (Verdict.EXIT, OTHER)


def test_an_old_code_is_replaced_whichever_of_its_tickets_is_meant():
    main, add_on = ticket(0, generation=3, tariff="basis"), ticket(1, tariff="inleiding")
    gate = replace(GATE, tariffs=("inleiding",), matches_add_ons=True)
    told = scan(main, add_on, gate=gate, reading=SIGNED)
    assert (told.ticket, told.reason) == (OTHER, ScanReason.REPLACED)
    out = scan(main, add_on, gate=gate, reading=SIGNED, direction=Direction.EXIT)
    assert out.reason is ScanReason.REPLACED
