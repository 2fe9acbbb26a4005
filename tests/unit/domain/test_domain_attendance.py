"""The tables of docs/rules/attendance.md, row by row, and the sums that hold whatever happens."""

from __future__ import annotations

import random

import pytest
from harness.rule_tables import rows_under

from podium_desk.domain.attendance import (
    STEP_MS,
    Count,
    DoorScan,
    DoubleEntry,
    Refused,
    Ticket,
    attendance,
)
from podium_desk.domain.facts import Direction
from podium_desk.domain.ids import Origin, TariffId, TicketId
from podium_desk.domain.unheard_scans import DoorHeard, unknown_scans

PAGE = "attendance.md"
ONE = TicketId(Origin(2 << 16), 1, 0)
VERDICTS = {"in": "admit", "in-": "admit", "out": "exit", "no": "refuse", "ask": "ask"}


def minute(text: str) -> int:
    hours, minutes = text.split(":")
    return (int(hours) * 60 + int(minutes)) * 60_000


def scan(text: str) -> DoorScan:
    """One scan as it stands in the table: time, what, how many."""
    at, what, *many = text.split()
    way = Direction.EXIT if what == "out" else Direction.ENTRY
    persons = int(many[0]) if many else 0
    return DoorScan(
        minute(at), "Deur 1", way, VERDICTS[what], "", ONE, persons, is_annulled=what == "in-"
    )


def scans(cell: str) -> list[DoorScan]:
    return [scan(one) for one in cell.split(", ") if one and not one.endswith("all")]


def closings(cell: str) -> list[int]:
    return [minute(one.split()[0]) for one in cell.split(", ") if one.endswith("all")]


@pytest.mark.parametrize("row", rows_under(PAGE, "## One ticket's evening"))
def test_one_tickets_evening(row: tuple[str, ...]):
    told = attendance([Ticket(ONE, 1, "Zaal", TariffId(1))], scans(row[0]), closings(row[0]))
    doors, count = told.doors, told.count
    found = (count.admitted, doors.first, doors.re_entries, doors.doubles, doors.exits,
             told.inside, count.no_shows, told.turned_away)  # fmt: skip
    assert found == tuple(int(cell) for cell in row[1:])


@pytest.mark.parametrize("row", rows_under(PAGE, "## A group"))
def test_a_group(row: tuple[str, ...]):
    told = attendance([Ticket(ONE, 12, "Zaal", TariffId(1))], scans(row[0]))
    doors, count = told.doors, told.count
    found = (
        count.admitted_persons, doors.first, doors.re_entries, doors.doubles, count.no_show_persons
    )  # fmt: skip
    assert found == tuple(int(cell) for cell in row[1:])


@pytest.mark.parametrize("row", rows_under(PAGE, "## What is not known"))
def test_what_is_not_known(row: tuple[str, ...]):
    known, unsent, lost, told = row
    door = DoorHeard(7, "Deur 7", minute(known), int(unsent), minute(lost) if lost else None)
    found = unknown_scans([door], minute("18:00"), minute("23:00"))
    words = {True: "unknown", False: "still to come"}
    assert [words[one.is_lost] for one in found] == ([told] if told else [])


def ticket(number: int, persons: int = 1, *, is_expected: bool = True) -> Ticket:
    section, tariff = ("Balkon", "Parterre")[number % 2], TariffId(number % 3 + 1)
    return Ticket(TicketId(Origin(2 << 16), number, 0), persons, section, tariff, is_expected)


def test_who_was_let_in_without_being_sold_is_counted_apart():
    taken_back, unheard = ticket(2, is_expected=False), TicketId(Origin(9 << 16), 1, 0)
    came = [
        DoorScan(1, "Deur 1", Direction.ENTRY, "admit", "", taken_back.id),
        DoorScan(2, "Deur 2", Direction.ENTRY, "admit", "", unheard),
    ]
    told = attendance([ticket(1), taken_back], came)
    assert told.count == Count(1, 1, 2, 2, 1, 1, beyond=2)
    assert dict(told.by_section)[""] == Count(admitted=1, admitted_persons=1, beyond=1)
    assert {door: count.first for door, count in told.by_door} == {"Deur 1": 1, "Deur 2": 1}


def test_each_double_entry_names_both_entries():
    told = attendance(
        [ticket(1), ticket(2)],
        [
            DoorScan(1, "Deur 1", Direction.ENTRY, "admit", "", ticket(1).id),
            DoorScan(2, "Deur 2", Direction.ENTRY, "admit", "", ticket(2).id),
            DoorScan(3, "Deur 3", Direction.ENTRY, "admit", "", ticket(1).id),
            DoorScan(4, "Deur 1", Direction.ENTRY, "admit", "", ticket(1).id),
        ],
    )
    first, second = told.double_entries
    assert first == DoubleEntry(ticket(1).id, 3, "Deur 3", 1, "Deur 1")
    assert second == DoubleEntry(ticket(1).id, 4, "Deur 1", 3, "Deur 3")


def test_refusals_are_told_by_reason_with_their_tickets():
    def no(reason: str, number: int | None) -> DoorScan:
        named = None if number is None else ticket(number).id
        return DoorScan(1, "Deur 1", Direction.ENTRY, "refuse", reason, named)

    told = attendance(
        [ticket(1), ticket(2)],
        [no("already_in", 1), no("already_in", 1), no("already_in", 2), no("unknown", None)],
    )
    assert told.refused == (Refused("already_in", 3, 2), Refused("unknown", 1, 0))
    assert (told.doors.refused, told.turned_away) == (4, 2)


def test_arrivals_stand_in_steps_of_five_minutes_without_a_gap():
    times = (minute("19:29"), minute("19:31"), minute("19:34"), minute("19:47"))
    came = [
        DoorScan(at, "Deur 1", Direction.ENTRY, "admit", "", ticket(number).id)
        for number, at in enumerate(times)
    ]
    told = attendance([ticket(number) for number in range(4)], came)
    assert told.arrivals_from_ms == minute("19:25")
    assert told.arrivals == (1, 2, 0, 0, 1)
    assert STEP_MS == 300_000


@pytest.mark.parametrize("seed", range(40))
def test_the_parts_are_together_the_whole_whatever_happened(seed: int):
    dice = random.Random(seed)
    tickets = [
        ticket(n, dice.choice((1, 1, 1, 12)), is_expected=dice.random() < 0.9) for n in range(30)
    ]
    verdicts = ("admit", "admit", "admit", "refuse", "ask", "exit")
    attempts = []
    for _ in range(120):
        verdict = dice.choice(verdicts)
        way = Direction.EXIT if verdict == "exit" else Direction.ENTRY
        attempts.append(DoorScan(
            dice.randrange(60) * 60_000, f"Deur {dice.randrange(3)}", way, verdict, "rule",
            ticket(dice.randrange(35)).id, dice.choice((0, 3)),
            is_annulled=verdict == "admit" and dice.random() < 0.1,
        ))  # fmt: skip
    told = attendance(tickets, attempts)
    count, doors = told.count, told.doors
    assert count.admitted == count.sold - count.no_shows + count.beyond
    assert doors.entries == sum(1 for s in attempts if s.verdict == "admit" and not s.is_annulled)
    assert doors.persons == count.admitted_persons == sum(told.arrivals)
    for parts in (told.by_section, told.by_tariff):
        assert sum(part.sold for _, part in parts) == count.sold
        assert sum(part.admitted for _, part in parts) == count.admitted
        assert sum(part.no_show_persons for _, part in parts) == count.no_show_persons
    assert sum(part.entries for _, part in told.by_door) == doors.entries
    assert len(told.double_entries) == doors.doubles
    assert sum(one.attempts for one in told.refused) == doors.refused
    dice.shuffle(attempts)
    assert attendance(reversed(tickets), attempts) == told
