import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium_desk.domain.admission import (
    CodeReading,
    Decision,
    Gate,
    Passage,
    Proof,
    ScanReason,
    ScanRequest,
    TicketRecord,
    TicketStatus,
    Verdict,
    decide_admission,
    stay_of,
)
from podium_desk.domain.facts import Direction
from podium_desk.domain.gates import ReEntry
from podium_desk.domain.ids import HouseId, PerformanceId, TariffId, TicketId, Unit, origin_of
from podium_desk.domain.tickets import TicketContent

MINUTE = 60_000
START = 30_000_000 * MINUTE
TONIGHT, TOMORROW = PerformanceId(1), PerformanceId(2)
TICKET = TicketId(origin_of(21, 0), 40, 0)
CONTENT = TicketContent(
    cluster=7,
    house=HouseId(1),
    performance=TONIGHT,
    ticket=TICKET,
    generation=2,
    unit=Unit(4),
    zone="Parterre",
    row="A",
    number="5",
    tariff=TariffId(10),
    valid_from_min=None,
    valid_until_min=None,
)
SIGNED = CodeReading(Proof.SIGNED, CONTENT)
RECORD = TicketRecord(TICKET, TONIGHT, 2, TicketStatus.PAID, TariffId(10), "Parterre")
GATE = Gate({TONIGHT: START})


def ask(record=RECORD, history=(), gate=GATE, direction=Direction.ENTRY, **request) -> Decision:
    request = {"reading": SIGNED, "at_ms": START} | request
    return decide_admission(ScanRequest(direction=direction, **request), record, history, gate)


def entry(minutes: int, door: str = "deur-1", **changes) -> Passage:
    return Passage(START + minutes * MINUTE, Direction.ENTRY, door, **changes)


def leave(minutes: int, door: str = "deur-2", **changes) -> Passage:
    return Passage(START + minutes * MINUTE, Direction.EXIT, door, **changes)


def test_a_ticket_is_admitted_once():
    assert ask() == Decision(Verdict.ADMIT, None, TICKET)
    again = ask(history=[entry(-20)])
    assert again == Decision(Verdict.REFUSE, ScanReason.ALREADY_IN, TICKET, entry(-20))


@pytest.mark.parametrize(
    ("record", "reading", "reason"),
    [
        (None, CodeReading(Proof.NONE), ScanReason.UNKNOWN),
        (None, CodeReading(Proof.WRONG, CONTENT), ScanReason.FORGED),
        (RECORD, CodeReading(Proof.WRONG, CONTENT), ScanReason.FORGED),
        (None, CodeReading(Proof.WRONG), ScanReason.FORGED),
        (None, CodeReading(Proof.SIGNED, CONTENT, is_issuer_heard=True), ScanReason.FORGED),
        (replace(RECORD, performance=TOMORROW), SIGNED, ScanReason.WRONG_EVENT),
        (
            None,
            CodeReading(Proof.SIGNED, replace(CONTENT, performance=TOMORROW)),
            ScanReason.WRONG_EVENT,
        ),
    ],
)
@pytest.mark.parametrize("direction", Direction)
def test_what_names_no_ticket_of_this_door_is_refused_always(record, reading, reason, direction):
    refused = Decision(Verdict.REFUSE, reason, None)
    assert ask(record, reading=reading, direction=direction) == refused
    assert ask(record, reading=reading, direction=direction, is_override=True) == refused


def test_a_ticket_that_was_never_heard_of_goes_in_on_its_signature():
    assert ask(None) == Decision(Verdict.ADMIT, None, TICKET, is_unheard=True)
    assert ask(None, history=[entry(-5)]).reason is ScanReason.ALREADY_IN


def test_a_known_ticket_may_be_typed_by_its_short_code():
    assert ask(reading=CodeReading(Proof.NONE)).verdict is Verdict.ADMIT


OBJECTIONS = [
    (ScanReason.CANCELLED, {"record": replace(RECORD, status=TicketStatus.CANCELLED)}),
    (ScanReason.REPLACED, {"record": replace(RECORD, generation=3)}),
    (ScanReason.BLOCKED, {"record": replace(RECORD, status=TicketStatus.BLOCKED)}),
    (ScanReason.NOT_APPROVED, {"record": replace(RECORD, status=TicketStatus.NOT_APPROVED)}),
    (ScanReason.TOO_EARLY, {"record": replace(RECORD, valid_from_ms=START + 1)}),
    (ScanReason.TOO_LATE, {"gate": replace(GATE, closes_min_after_start=-1)}),
    (ScanReason.WRONG_GATE, {"gate": replace(GATE, tariffs=frozenset({TariffId(11)}))}),
    (ScanReason.UNPAID, {"record": replace(RECORD, status=TicketStatus.UNPAID)}),
    (ScanReason.ALREADY_IN, {"history": [entry(-20)]}),
]
BINDS_EXITS = {ScanReason.REPLACED, ScanReason.BLOCKED, ScanReason.WRONG_GATE}


@pytest.mark.parametrize(("reason", "case"), OBJECTIONS)
def test_each_objection_refuses_and_an_override_admits_and_is_recorded(reason, case):
    assert (ask(**case).verdict, ask(**case).reason) == (Verdict.REFUSE, reason)
    assert ask(**case).ticket == TICKET
    passed = ask(**case, is_override=True)
    assert passed == Decision(Verdict.ADMIT, None, TICKET, is_overridden=True)


@pytest.mark.parametrize(("reason", "case"), OBJECTIONS)
def test_an_exit_is_refused_for_few_reasons(reason, case):
    outcome = ask(**case, direction=Direction.EXIT)
    if reason in BINDS_EXITS:
        assert (outcome.verdict, outcome.reason) == (Verdict.REFUSE, reason)
    else:
        assert outcome == Decision(Verdict.EXIT, None, TICKET)


def test_an_override_that_was_not_needed_is_not_recorded():
    assert ask(is_override=True) == Decision(Verdict.ADMIT, None, TICKET)


def _changed(one, ordinary) -> dict:
    return {
        name: getattr(one, name)
        for name in type(one).__slots__
        if getattr(one, name) != getattr(ordinary, name)
    }


def _both(first: dict, second: dict) -> dict | None:
    """Two cases at once; None where a ticket cannot be both."""
    both = first | second
    for name, ordinary in (("record", RECORD), ("gate", GATE)):
        if name in first and name in second:
            changes = [_changed(first[name], ordinary), _changed(second[name], ordinary)]
            if set(changes[0]) & set(changes[1]):
                return None
            both[name] = replace(ordinary, **changes[0], **changes[1])
    return both


PAIRS = [
    (one, _both(first, second))
    for (one, first), (_, second) in itertools.combinations(OBJECTIONS, 2)
]


@pytest.mark.parametrize(("reason", "case"), [pair for pair in PAIRS if pair[1]])
def test_of_two_reasons_the_lower_order_wins(reason, case):
    """The table of docs/rules/admission.md."""
    assert ask(**case).reason is reason


def test_a_cancelled_performance_cancels_every_ticket_also_the_unheard():
    gate = replace(GATE, cancelled=frozenset({TONIGHT}))
    assert ask(gate=gate).reason is ScanReason.CANCELLED
    assert ask(None, gate=gate).reason is ScanReason.CANCELLED


def test_a_newer_code_than_the_known_one_is_a_reissue_not_yet_heard_of():
    assert ask(replace(RECORD, generation=1)).verdict is Verdict.ADMIT


@pytest.mark.parametrize(
    ("at_ms", "reason"),
    [
        (START - 1, ScanReason.TOO_EARLY),
        (START, None),
        (START + 60 * MINUTE, None),
        (START + 60 * MINUTE + 1, ScanReason.TOO_LATE),
    ],
)
def test_validity_is_inclusive_at_both_ends(at_ms, reason):
    bounds = {"valid_from_min": START // MINUTE, "valid_until_min": START // MINUTE + 60}
    known = replace(RECORD, valid_from_ms=START, valid_until_ms=START + 60 * MINUTE)
    by_code = CodeReading(Proof.SIGNED, replace(CONTENT, **bounds))
    assert ask(known, at_ms=at_ms).reason is reason
    assert ask(None, reading=by_code, at_ms=at_ms).reason is reason


@pytest.mark.parametrize(
    ("minutes", "reason"),
    [(-61, ScanReason.TOO_EARLY), (-60, None), (0, None), (20, None), (21, ScanReason.TOO_LATE)],
)
def test_a_gate_opens_and_closes_around_the_start_of_the_ticket_s_performance(minutes, reason):
    gate = Gate(
        {TOMORROW: START + 1440 * MINUTE, TONIGHT: START},
        opens_min_before_start=60,
        closes_min_after_start=20,
    )
    assert ask(gate=gate, at_ms=START + minutes * MINUTE).reason is reason


@pytest.mark.parametrize(
    ("sections", "record", "verdict"),
    [
        (None, RECORD, Verdict.ADMIT),
        ({"Parterre", "Balkon"}, RECORD, Verdict.ADMIT),
        ({"Balkon"}, RECORD, Verdict.REFUSE),
        (set(), RECORD, Verdict.REFUSE),
        ({"Parterre"}, replace(RECORD, section=""), Verdict.REFUSE),
    ],
)
def test_a_gate_takes_only_its_sections(sections, record, verdict):
    gate = replace(GATE, sections=sections if sections is None else frozenset(sections))
    assert ask(record, gate=gate).verdict is verdict


def test_a_section_that_was_cut_in_the_code_is_known_by_its_beginning():
    cut = CodeReading(Proof.SIGNED, replace(CONTENT, zone="Koorb", is_zone_cut=True))
    whole = CodeReading(Proof.SIGNED, replace(CONTENT, zone="Koorb"))
    gate = replace(GATE, sections=frozenset({"Koorbalkon"}))
    assert ask(None, reading=cut, gate=gate).verdict is Verdict.ADMIT
    assert ask(None, reading=whole, gate=gate).reason is ScanReason.WRONG_GATE


def test_unpaid_is_asked_only_where_the_gate_accepts_it():
    unpaid = replace(RECORD, status=TicketStatus.UNPAID)
    lenient = replace(GATE, accepts_unpaid=True)
    assert ask(unpaid, is_unpaid_accepted=True).verdict is Verdict.REFUSE
    assert ask(unpaid, gate=lenient).verdict is Verdict.ASK
    assert ask(unpaid, gate=lenient, is_unpaid_accepted=True).verdict is Verdict.ADMIT
    assert ask(replace(RECORD, status=TicketStatus.UNPAID_BUT_VALID)).verdict is Verdict.ADMIT


@pytest.mark.parametrize(
    ("history", "never", "after_exit", "always"),
    [
        ([], True, True, True),
        ([entry(-30)], False, False, True),
        ([entry(-30), leave(-10)], False, True, True),
        ([leave(-10)], True, True, True),
        ([entry(-30), leave(-20), entry(-10)], False, False, True),
        ([leave(-40), entry(-30)], False, False, True),
        ([entry(-30, is_annulled=True)], True, True, True),
        ([entry(-30), leave(-10, is_annulled=True)], False, False, True),
    ],
)
def test_re_entry_is_the_gate_s_choice(history, never, after_exit, always):
    """The table of docs/rules/admission.md."""
    for choice, admitted in (
        (ReEntry.NEVER, never),
        (ReEntry.AFTER_EXIT, after_exit),
        (ReEntry.ALWAYS, always),
    ):
        gate = replace(GATE, re_entry=choice)
        outcome = ask(history=history, gate=gate)
        assert (outcome.verdict is Verdict.ADMIT) is admitted
        assert (outcome.reason is ScanReason.ALREADY_IN) is not admitted


def test_the_first_entry_shown_is_that_of_the_present_stay_or_the_last_one():
    history = [entry(-60), leave(-40), entry(-30), entry(-20, "deur-9")]
    assert ask(history=history).first_entry == entry(-30)
    once = replace(GATE, re_entry=ReEntry.NEVER)
    assert ask(history=[*history, leave(-5)], gate=once).first_entry == entry(-30)


@given(st.permutations([entry(-60), leave(-40), entry(-30), leave(-30), leave(-90)]))
def test_history_counts_by_corrected_time_and_not_by_arrival(history):
    assert stay_of(history) == stay_of(sorted(history, key=lambda p: p.at_ms))
    assert stay_of(history).is_inside
    assert stay_of(history).first_entry is not None


@given(st.lists(st.sampled_from([entry, leave]), max_size=8))
def test_nobody_is_let_in_twice_without_going_out(moves):
    history: list[Passage] = []
    inside = False
    for minute, move in enumerate(moves):
        direction = Direction.ENTRY if move is entry else Direction.EXIT
        outcome = ask(history=history, direction=direction, at_ms=START + minute * MINUTE)
        if outcome.verdict is Verdict.ADMIT:
            assert not inside
            inside = True
        if outcome.verdict is Verdict.EXIT:
            inside = False
        if outcome.verdict in (Verdict.ADMIT, Verdict.EXIT):
            history.append(move(minute))
        assert stay_of(history).is_inside is inside
