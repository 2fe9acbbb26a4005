import itertools
from dataclasses import replace

import pytest
from evening_at_door import (
    CONTENT,
    EVENING,
    GATE,
    MINUTE,
    RECORD,
    SIGNED,
    START,
    TICKET,
    TIMES,
    TOMORROW,
    TONIGHT,
    TYPED,
    ask,
    at,
    entry,
    leave,
    with_rule,
)
from hypothesis import given
from hypothesis import strategies as st

from podium_desk.domain.admission import (
    CodeReading,
    Decision,
    Proof,
    ScanReason,
    TicketStatus,
    Verdict,
)
from podium_desk.domain.door_questions import AnswerKind, Question, QuestionId
from podium_desk.domain.facts import Direction
from podium_desk.domain.gates import IsolatedPolicy, ReEntry
from podium_desk.domain.ids import HouseId
from podium_desk.domain.stays import Passage, stay_of
from podium_desk.domain.text import Text


def passed(verdict: Verdict = Verdict.ADMIT, **changes) -> Decision:
    known = {"persons": 1, "performance": TONIGHT}
    return Decision(verdict, None, TICKET, **(known | changes))


def test_a_ticket_is_admitted_once():
    assert ask() == passed()
    again = ask(history=[entry(-20)])
    assert (again.verdict, again.reason) == (Verdict.REFUSE, ScanReason.ALREADY_IN)
    assert (again.ticket, again.first_entry) == (TICKET, entry(-20))


@pytest.mark.parametrize(
    ("record", "reading", "reason"),
    [
        (None, TYPED, ScanReason.UNKNOWN),
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
    assert ask(None) == passed(is_unheard=True)
    assert ask(None, history=[entry(-5)]).reason is ScanReason.ALREADY_IN


def test_a_known_ticket_may_be_typed_by_its_short_code():
    assert ask(reading=TYPED).verdict is Verdict.ADMIT


OBJECTIONS = [
    (ScanReason.CANCELLED, {"record": replace(RECORD, status=TicketStatus.CANCELLED)}),
    (ScanReason.REPLACED, {"record": replace(RECORD, generation=3)}),
    (ScanReason.BLOCKED, {"record": replace(RECORD, is_blocked=True)}),
    (ScanReason.NOT_APPROVED, {"record": replace(RECORD, status=TicketStatus.NOT_APPROVED)}),
    (ScanReason.TOO_EARLY, {"record": replace(RECORD, valid_from_ms=START + 1)}),
    (ScanReason.TOO_LATE, {"gate": replace(GATE, closes_min_after_start=-1)}),
    (ScanReason.WRONG_GATE, {"gate": replace(GATE, tariffs=("vriend",))}),
    (ScanReason.UNPAID, {"record": replace(RECORD, status=TicketStatus.UNPAID)}),
    (ScanReason.RULE, {"evening": with_rule('{"product_in": ["pers"]}')}),
    (ScanReason.ALREADY_IN, {"history": [entry(-20)]}),
]
BINDS_EXITS = {ScanReason.REPLACED, ScanReason.BLOCKED, ScanReason.WRONG_GATE}


@pytest.mark.parametrize(("reason", "case"), OBJECTIONS)
def test_each_objection_refuses_and_an_override_admits_and_is_recorded(reason, case):
    assert (ask(**case).verdict, ask(**case).reason) == (Verdict.REFUSE, reason)
    assert ask(**case).ticket == TICKET
    let_in = ask(**case, is_override=True)
    assert (let_in.verdict, let_in.reason, let_in.is_overridden) == (Verdict.ADMIT, None, True)


@pytest.mark.parametrize(("reason", "case"), OBJECTIONS)
def test_an_exit_is_refused_for_few_reasons(reason, case):
    outcome = ask(**case, direction=Direction.EXIT)
    if reason in BINDS_EXITS:
        assert (outcome.verdict, outcome.reason) == (Verdict.REFUSE, reason)
    else:
        assert (outcome.verdict, outcome.reason) == (Verdict.EXIT, None)


def test_an_override_that_was_not_needed_is_not_recorded():
    assert ask(is_override=True) == passed()


def _changed(one, ordinary) -> dict:
    return {
        name: getattr(one, name)
        for name in type(one).__slots__
        if getattr(one, name) != getattr(ordinary, name)
    }


def _both(first: dict, second: dict) -> dict | None:
    """Two cases at once; None where a ticket cannot be both."""
    both = first | second
    for name, ordinary in (("record", RECORD), ("gate", GATE), ("evening", EVENING)):
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
    evening = replace(EVENING, times={TONIGHT: replace(TIMES, is_cancelled=True)})
    assert ask(evening=evening).reason is ScanReason.CANCELLED
    assert ask(None, evening=evening).reason is ScanReason.CANCELLED


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
    gate = replace(GATE, opens_min_before_start=60, closes_min_after_start=20)
    later = replace(TIMES, start_ms=at(1440))
    evening = replace(EVENING, times={TOMORROW: later, TONIGHT: TIMES})
    assert ask(gate=gate, evening=evening, at_ms=START + minutes * MINUTE).reason is reason


@pytest.mark.parametrize(
    ("sections", "record", "verdict"),
    [
        (None, RECORD, Verdict.ADMIT),
        (("Parterre", "Balkon"), RECORD, Verdict.ADMIT),
        (("Balkon",), RECORD, Verdict.REFUSE),
        ((), RECORD, Verdict.REFUSE),
        (("Parterre",), replace(RECORD, section=""), Verdict.REFUSE),
    ],
)
def test_a_gate_takes_only_its_sections(sections, record, verdict):
    gate = replace(GATE, sections=sections)
    assert ask(record, gate=gate).verdict is verdict


def test_a_section_that_was_cut_in_the_code_is_known_by_its_beginning():
    cut = CodeReading(Proof.SIGNED, replace(CONTENT, zone="Koorb", is_zone_cut=True))
    whole = CodeReading(Proof.SIGNED, replace(CONTENT, zone="Koorb"))
    gate = replace(GATE, sections=("Koorbalkon",))
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


QUESTION = Question(
    QuestionId("Q1"), HouseId(1), Text.of("nl", "Wie haalt af?"), ("basis",), AnswerKind.TEXT,
    is_required=True,
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "answer", "required", "optional"),
    [
        (AnswerKind.TEXT, "mama", True, True),
        (AnswerKind.TEXT, "", False, True),
        (AnswerKind.TEXT, 7, False, False),
        (AnswerKind.NUMBER, 7, True, True),
        (AnswerKind.NUMBER, 7.5, True, True),
        (AnswerKind.NUMBER, True, False, False),
        (AnswerKind.NUMBER, "7", False, False),
        (AnswerKind.NUMBER, "", False, True),
        (AnswerKind.CHOICE, "vis", True, True),
        (AnswerKind.CHOICE, "kip", False, False),
        (AnswerKind.YESNO, False, True, True),
        (AnswerKind.YESNO, 0, False, False),
        (AnswerKind.YESNO, "ja", False, False),
    ],
)
def test_a_question_is_asked_until_there_is_an_answer(kind, answer, required, optional):
    """The table of docs/rules/admission.md."""
    for is_required, is_answered in ((True, required), (False, optional)):
        question = replace(QUESTION, kind=kind, choices=("vis",), is_required=is_required)
        evening = replace(EVENING, questions=(question,))
        asked = ask(evening=evening)
        assert (asked.verdict, asked.reason, asked.questions) == (
            Verdict.ASK, ScanReason.QUESTIONS, (question,),
        )  # fmt: skip
        told = ask(evening=evening, answers={"Q1": answer})
        assert (told.verdict is Verdict.ADMIT) is is_answered
        assert told.answered == (("Q1",) if is_answered else ())
        known = replace(RECORD, answered=frozenset({QuestionId("Q1")}))
        assert ask(known, evening=evening).verdict is Verdict.ADMIT


def test_a_question_of_another_tariff_and_one_on_the_way_out_are_not_asked():
    evening = replace(EVENING, questions=(replace(QUESTION, tariffs=("kind",)),))
    assert ask(evening=evening) == passed()
    asked = replace(EVENING, questions=(QUESTION,))
    out = ask(evening=asked, direction=Direction.EXIT, answers={"Q1": "mama"})
    assert (out.verdict, out.answered) == (Verdict.EXIT, ())


@pytest.mark.parametrize(
    ("policy", "home", "first", "again"),
    [
        (IsolatedPolicy.ADMIT, (), True, True),
        (IsolatedPolicy.ASK, ("Parterre",), False, True),
        (IsolatedPolicy.HOME_SECTIONS, ("Parterre",), True, True),
        (IsolatedPolicy.HOME_SECTIONS, ("Balkon",), False, True),
        (IsolatedPolicy.HOME_SECTIONS, (), False, True),
    ],
)
def test_a_door_that_hears_nobody_follows_its_policy_with_first_entries(policy, home, first, again):
    """The table of docs/rules/admission.md."""
    lonely = replace(EVENING, hears_nobody=True, home_sections=home)
    gate = replace(GATE, isolated=policy)
    assert (ask(gate=gate, evening=lonely).verdict is Verdict.ADMIT) is first
    assert ask(gate=gate).verdict is Verdict.ADMIT
    came_back = ask(gate=gate, evening=lonely, history=[entry(-30), leave(-20)])
    assert (came_back.verdict is Verdict.ADMIT) is again
    if not first:
        asked = ask(gate=gate, evening=lonely)
        assert (asked.verdict, asked.reason) == (Verdict.ASK, ScanReason.ISOLATED)
        assert ask(gate=gate, evening=lonely, is_override=True).is_overridden


def test_a_rule_that_is_not_understood_lets_nobody_in_and_everybody_out():
    unknown = with_rule('{"any": [{"product_in": ["basis"]}, {"moon_phase": "full"}]}')
    for is_override in (False, True):
        told = ask(evening=unknown, is_override=is_override)
        assert (told.verdict, told.reason) == (Verdict.REFUSE, ScanReason.RULE)
    elsewhere = replace(GATE, tariffs=("vriend",))
    assert ask(evening=unknown, gate=elsewhere).reason is ScanReason.WRONG_GATE
    assert ask(evening=unknown, gate=elsewhere, is_override=True).reason is ScanReason.RULE
    assert ask(evening=unknown, direction=Direction.EXIT).verdict is Verdict.EXIT


def test_a_cancelled_ticket_goes_out_but_not_while_it_is_blocked():
    cancelled = replace(RECORD, status=TicketStatus.CANCELLED, is_blocked=True)
    assert ask(cancelled).reason is ScanReason.CANCELLED
    out = ask(cancelled, direction=Direction.EXIT)
    assert (out.verdict, out.reason) == (Verdict.REFUSE, ScanReason.BLOCKED)


@pytest.mark.parametrize(
    ("history", "wanted", "now", "inside"),
    [
        ([], None, 12, 0),
        ([], 8, 8, 0),
        ([entry(-30, persons=8)], None, 4, 8),
        ([entry(-30, persons=8)], 3, 3, 8),
        ([entry(-30, persons=8)], 5, None, 8),
        ([entry(-30)], None, None, 12),
        ([entry(-30, persons=8), leave(-20, persons=2)], None, 6, 6),
        ([entry(-30, persons=8), leave(-20)], None, 12, 0),
    ],
)
def test_of_a_group_so_many_go_in_and_the_rest_later(history, wanted, now, inside):
    """The table of docs/rules/admission.md; None for a refusal."""
    told = ask(replace(RECORD, persons=12), history, persons=wanted)
    assert told.inside == inside
    if now is None:
        assert told.reason is ScanReason.ALREADY_IN
    else:
        assert (told.verdict, told.persons, told.group_count) == (Verdict.ADMIT, now, now)


def test_of_two_at_one_instant_the_one_that_the_other_had_heard_of_was_first():
    in_and_out = [entry(0, hlc=1), leave(0, hlc=2)]
    assert not stay_of(in_and_out).is_inside
    assert stay_of([entry(-5), leave(0, hlc=1), entry(0, hlc=2)]).first_entry == entry(0, hlc=2)
    assert stay_of([entry(0), leave(0)]).is_inside


def test_who_is_inside_when_all_are_checked_out_may_come_back():
    inside = stay_of([entry(0), leave(20), entry(30)], checked_out_ms=[at(60)])
    assert (inside.is_inside, inside.first_entry) == (False, entry(30))
    came_back = stay_of([entry(0), entry(90)], checked_out_ms=[at(60)])
    assert (came_back.is_inside, came_back.first_entry) == (True, entry(90))
