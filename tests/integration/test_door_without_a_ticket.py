"""At a door, over real replicas: a forgotten ticket, a group, how the evening goes, help."""

from __future__ import annotations

import msgspec
import pytest
from harness.door_evening import DoorEvening
from harness.late_jobs import LateJobs
from harness.venue import VenueNetwork

from podium_desk.application.door_finding import NAMES_TOPIC, NamesAsked, is_named
from podium_desk.application.jobs import ImmediateJobs
from podium_desk.application.named_orders import NamedOrders
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.domain.customers import Customer
from podium_desk.domain.door_questions import AnswerKind, Question, QuestionId
from podium_desk.domain.gates import Gate, GateDoor, GateId
from podium_desk.domain.ids import OrderId, Origin
from podium_desk.domain.short_code import short_code
from podium_desk.domain.text import Text
from podium_desk.i18n.words import Words
from podium_desk.presentation.door import DoorPresenter
from podium_desk.presentation.door_options import DoorOptions
from podium_desk.presentation.door_view import Intent
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.kinds import GATE, QUESTION
from podium_desk.replica.queries import kept_tickets


class Evening(DoorEvening):
    """Two orders, the first of them Ada's; a second door; all on the house's own network."""

    def __init__(self) -> None:
        super().__init__()
        self.tickets = self.sells(3)
        self.name_order("Ada Canarisvogel")
        self.others = self.sells(2)
        self.second = self.device("door", "Deur 2")
        self.meet()
        self.network = VenueNetwork(self.cluster, self.counter, self.door, self.second)
        self.network.round()

    def name_order(self, name: str) -> None:
        row = self.counter.sql.row("SELECT order_origin, order_number FROM order_sold")
        assert row is not None
        secret = lambda count: b"s" * count  # noqa: E731 - keys of a test
        desk = NamedOrders(self.counter.work, secret)
        desk.name(OrderId(Origin(row[0]), row[1]), Customer(name, "0470 12 34 56"))

    def found(self, text: str):
        """As the page for a guest without a ticket finds: names are asked beside the lane."""
        found = self.door.door.find(text)
        told = None if found.asks is None else self.door.door.ask_names(found.asks)
        return found if told is None else self.door.door.find(text, told)


class OnlyBeside:
    """A venue's network that notes what the lane waits for."""

    def __init__(self, line, asked) -> None:
        self._line, self._asked = line, asked

    def __getattr__(self, name):
        return getattr(self._line, name)

    def consult(self, device, topic, question, timeout_s):
        self._asked.append(topic)
        return self._line.consult(device, topic, question, timeout_s)


@pytest.fixture
def evening() -> Evening:
    return Evening()


def test_a_door_finds_a_name_by_asking_a_counter_and_keeps_none(evening):
    found = evening.found("cana")
    assert {one.ticket for one in found.tickets} == {ticket.id for ticket in evening.tickets}
    assert {one.name for one in found.tickets} == {"Ada Canarisvogel"}
    rows = evening.door.sql.row("SELECT COUNT(*) FROM personal_body")
    assert rows is not None
    assert rows[0] == 0


def test_what_was_found_is_let_in_by_its_code_and_is_then_said_to_be_inside(evening):
    first = evening.found("ada").tickets[0]
    assert evening.door.door.scan(first.code).verdict is Verdict.ADMIT
    inside = {one.ticket for one in evening.found("ada").tickets if one.is_inside}
    assert inside == {first.ticket}
    assert evening.door.door.scan(first.code + " ").reason is ScanReason.ALREADY_IN


def test_without_a_counter_the_seat_and_the_short_code_are_still_found(evening):
    evening.network.pull_the_plug(evening.counter)
    evening.cluster.clock.pass_(minutes=2)
    evening.network.round()
    assert not evening.found("cana").knows_names
    row = kept_tickets(evening.door.sql, evening.house, evening.tonight)[0]
    code = short_code(row.performance, row.unit, row.hop)
    for typed in (code[:3], code, f"{row.row} {row.number}"):
        tickets = [one.ticket for one in evening.found(typed).tickets]
        assert row.ticket in tickets or len(typed.replace(" ", "")) < 3, typed


def test_no_scan_waits_for_a_counter_that_is_asked_or_called(evening):
    line = evening.door.work.venue
    on_the_lane = []
    evening.door.work.venue = OnlyBeside(line, on_the_lane)
    errands = LateJobs()
    presenter = DoorPresenter(
        evening.door.door, Words("nl"), ImmediateJobs(), DoorOptions(errands=errands)
    )
    presenter.do(Intent.HELP)
    presenter.do(Intent.FIND)
    for letter in "CANA":
        presenter.type_letter(letter)
    assert len(errands.waiting) == 2, "one call, and one question for all that was typed"
    presenter.scan(evening.codes[0])
    assert presenter.view.panel.word == "GELDIG"
    errands.run_all()
    assert presenter.view.panel.word == "GELDIG"
    assert set(on_the_lane) <= {"admission"}


def test_names_come_beside_what_was_found_here_and_the_newest_letters_count(evening):
    errands = LateJobs()
    presenter = DoorPresenter(
        evening.door.door, Words("nl"), ImmediateJobs(), DoorOptions(errands=errands)
    )
    presenter.do(Intent.FIND)
    for letter in "CAN":
        presenter.type_letter(letter)
    assert presenter.view.panel.tiles == ()
    for letter in "ARI":
        presenter.type_letter(letter)
    errands.run_all()
    assert {tile.label for tile in presenter.view.panel.tiles} == {"Ada Canarisvogel"}
    presenter.type_letter("X")
    errands.run_all()
    assert presenter.view.panel.tiles == ()


@pytest.mark.parametrize("typed", ["", "ad", "  a ", "xyzzy", "'; DROP", "0470123456"])
def test_fewer_than_three_letters_and_strangers_find_nobody(evening, typed):
    assert evening.found(typed).tickets == ()


def test_a_name_is_found_by_the_beginnings_of_its_words():
    assert is_named("Zoë De Smedt", "sme zoe")
    assert not is_named("Zoë De Smedt", "medt")


def test_the_evening_is_counted_by_section_and_by_door(evening):
    for code in evening.codes[:2]:
        evening.door.door.scan(code)
    evening.second.door.scan(evening.codes[2])
    evening.network.round()
    goes = evening.door.door.evening()
    assert (sum(one.inside for one in goes.sections), goes.still_to_come) == (3, 2)
    assert sum(one.expected for one in goes.sections) == 5
    assert (goes.admitted_here, goes.here_minute, goes.all_minute) == (2, 2.0, 3.0)
    other = next(one for one in goes.others if one.name == "Deur 2")
    assert other.admitted == 1
    assert other.last_heard is not None


def test_an_entry_that_was_undone_came_to_nothing(evening):
    evening.door.door.scan(evening.codes[0])
    evening.door.door.undo()
    goes = evening.door.door.evening()
    assert (goes.admitted_here, goes.here_minute, goes.still_to_come) == (0, 0.0, 5)


def test_a_door_with_nothing_tonight_knows_what_is_next(evening):
    evening.cluster.clock.pass_(minutes=-60 * 48)
    goes = evening.door.door.evening()
    assert goes.tonight == ()
    assert goes.next is not None
    assert goes.next.start == evening.door.work.catalogue.performance(evening.tonight).start


def test_help_is_shown_by_the_counters_that_hear_it_and_for_two_minutes(evening):
    assert evening.door.door.call_for_help() == ("Kassa 1",)
    evening.second.door.call_for_help()
    assert set(evening.counter.desk.status().help_from) == {"Deur 1", "Deur 2"}
    evening.cluster.clock.pass_(minutes=2)
    assert evening.counter.desk.status().help_from == ()
    evening.network.pull_the_plug(evening.counter)
    assert evening.door.door.call_for_help() == ()


def test_where_no_window_stands_open_nobody_would_see_a_call(evening):
    evening.counter.work.help_wanted = None
    assert evening.door.door.call_for_help() == ()


def test_of_a_group_fewer_go_in_instead_and_the_others_later(evening):
    for place in (evening.counter, evening.door, evening.second):
        place.sql.run("UPDATE ticket_sold SET persons = 12")
    post, code = evening.door.door, evening.codes[0]
    presenter = DoorPresenter(post, Words("nl"), ImmediateJobs())
    presenter.scan(code)
    assert presenter.view.panel.word == "GELDIG\n12 PERSONEN"
    presenter.do(Intent.FEWER)
    for letter in "7":
        presenter.type_letter(letter)
    presenter.do(Intent.ACCEPT)
    assert presenter.view.panel.word == "GELDIG\n7 PERSONEN"
    evening.cluster.clock.pass_(minutes=1)
    presenter.scan(code)
    assert presenter.view.panel.word == "GELDIG\n5 PERSONEN"
    assert "12 van 12 binnen" in " ".join(presenter.view.panel.lines)
    presenter.do(Intent.UNDO)
    assert post.evening().sections[0].inside == 7


def test_a_house_asks_at_the_door_and_the_answers_stand_with_the_entry(evening):
    row = kept_tickets(evening.door.sql, evening.house, evening.tonight)[0]
    performance = evening.door.work.catalogue.performance(evening.tonight)
    tariffs = evening.door.work.catalogue.tariffs(performance)
    tariff = next(one.code for one in tariffs if one.id == row.tariff)
    house, text = evening.house, Text.of("nl", "?")
    asked = [
        Question(QuestionId("meal"), house, text, (tariff,), AnswerKind.CHOICE, ("Vis", "Vlees")),
        Question(QuestionId("kids"), house, text, (tariff,), AnswerKind.NUMBER, (), True, 1),
    ]
    evening.cluster.replica.write_records(
        [(house, QUESTION, one.id, record_to_bytes(one)) for one in asked]
    )
    evening.meet()
    presenter = DoorPresenter(evening.door.door, Words("nl"), ImmediateJobs())
    presenter.scan(evening.codes[0])
    labels = [tile.label for tile in presenter.view.panel.tiles]
    assert labels == ["Vis", "Vlees", "Geen antwoord"]
    for letter in "23":
        presenter.type_letter(letter)
    presenter.do(Intent.ACCEPT)
    assert presenter.view.panel.word == "GELDIG"
    stored = evening.door.sql.row("SELECT answered FROM scan WHERE verdict = 'admit'")
    assert stored is not None
    assert "meal" in str(stored[0])
    assert "kids" in str(stored[0])


def test_who_comes_to_the_wrong_gate_is_told_which_one_is_right(evening):
    own = GateDoor(evening.door.work.claims.device)
    gates = [
        Gate(GateId(1), evening.house, "deur 1", sections=("Loge",), doors=(own,)),
        Gate(GateId(2), evening.house, "deur 2"),
        Gate(GateId(3), evening.house, "deur 3", tariffs=("student",)),
    ]
    evening.cluster.replica.write_records(
        [(evening.house, GATE, str(one.number), record_to_bytes(one)) for one in gates]
    )
    evening.meet()
    outcome = evening.door.door.scan(evening.codes[0])
    assert (outcome.reason, outcome.advice.gates) == (ScanReason.WRONG_GATE, ("deur 2",))


def test_a_door_that_asks_about_another_day_hears_nobody(evening):
    asked = msgspec.msgpack.encode(NamesAsked("cana", (int(evening.tonight),)))
    counter = evening.counter.work.claims.device
    consult = evening.door.work.venue.consult
    said = consult(counter, NAMES_TOPIC, asked, 1.0)
    assert said is not None
    assert len(msgspec.msgpack.decode(said)) == 3
    evening.cluster.clock.pass_(minutes=24 * 60)
    evening.network.round()
    assert consult(counter, NAMES_TOPIC, asked, 1.0) == msgspec.msgpack.encode([])


def test_a_question_that_is_none_is_refused(evening):
    consult = evening.door.work.venue.consult
    counter = evening.counter.work.claims.device
    assert consult(counter, NAMES_TOPIC, b"\xc1", 1.0) is None
