"""Who came: every device and the store count the same, and say what they cannot know."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from harness.cluster import Place
from harness.processes import StoreProcess
from test_desk_and_door import Evening, evening, sell

from podium_desk.application.attending import (
    AttendanceTold,
    attendance_csv,
    attendance_data,
    told_of,
)
from podium_desk.application.door import OverrideReason, VolunteerSays
from podium_desk.application.leisure import leisure_csv, leisure_year
from podium_desk.commands.attendance import tell_attendance
from podium_desk.commands.output import Answer
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.domain.attendance import Count, Refused
from podium_desk.domain.facts import Direction, PaymentMeans
from podium_desk.domain.ids import PerformanceId
from podium_desk.domain.refusals import Refusal
from podium_desk.i18n.words import Words
from podium_desk.presentation.attendance_words import (
    arrivals_picture,
    attendance_rows,
    attendance_summary,
)
from podium_desk.replica.evening_counts import DoorCounts, door_counts, inside_count
from podium_desk.replica.evening_tally import EveningTally
from sync.facts.fact import device_of

__all__ = ["evening"]


def at_store(evening: Evening) -> AttendanceTold:
    cluster = evening.cluster
    told = told_of(cluster.replica, cluster.catalogue, evening.counter.work.house, evening.tonight)
    assert isinstance(told, AttendanceTold)
    return told


def told_at(place: Place, number: PerformanceId) -> AttendanceTold:
    told = place.desk.attending.told(number)
    assert isinstance(told, AttendanceTold)
    return told


def play(evening: Evening) -> None:
    """Six sold, one taken back after its entry; five go in, one of them out and in again."""
    codes = [t.code for _ in range(3) for t in sell(evening.counter, evening.tonight).tickets]
    bought = sell(evening.counter, evening.tonight)
    everybody_hears(evening)
    scan, clock = evening.door.door.scan, evening.cluster.clock
    for code in codes[:4]:
        scan(code)
        clock.pass_(minutes=2)
    scan(codes[0])
    scan(codes[1], Direction.EXIT)
    clock.pass_(minutes=20)
    scan(codes[1])
    scan("https://example.com/")
    scan(bought.tickets[0].code)
    # The counter has not heard of that entry.
    taken_back = tuple(ticket.id for ticket in bought.tickets)
    refund = evening.counter.desk.after_sales.refund(taken_back, PaymentMeans.CASH, "ziek")
    assert not isinstance(refund, Refusal), refund
    everybody_hears(evening)


def everybody_hears(evening: Evening) -> None:
    for place in (evening.counter, evening.other, evening.door) * 2:
        place.sync()


def test_device_and_store_count_the_same(evening: Evening) -> None:
    play(evening)
    told = at_store(evening)
    assert told.count.count == Count(6, 6, 5, 5, 2, 2, beyond=1)
    doors = told.count.doors
    assert (doors.first, doors.re_entries, doors.doubles, doors.exits) == (5, 1, 0, 1)
    assert told.count.refused == (Refused("already_in", 1, 1), Refused("unknown", 1, 0))
    assert (told.unknown, told.was_scanned) == ((), True)
    assert sum(told.count.arrivals) == 5
    house = evening.counter.work.house
    cluster = evening.cluster
    now_ms, tonight = cluster.clock(), evening.tonight
    counted = door_counts(cluster.sql, cluster.catalogue, house, tonight, now_ms)
    assert counted == DoorCounts(told.count.inside, 5, attempts=9, refused=doors.refused)
    for place in (evening.counter, evening.other, evening.door):
        assert attendance_data(told_at(place, evening.tonight), "nl") == attendance_data(told, "nl")


def test_the_sums_that_are_counted_on_are_those_counted_anew(evening: Evening) -> None:
    place, door = evening.door, evening.door.door
    replica, catalogue = place.work.replica, place.work.catalogue
    clock = evening.cluster.clock
    tonight = catalogue.performance(evening.tonight)
    assert tonight is not None
    kept = EveningTally(replica, catalogue)

    def inside() -> int:
        (sums,) = kept.of([tonight], clock())
        (anew,) = EveningTally(replica, catalogue).of([tonight], clock())
        assert sums == anew
        assert (sums.let_in(clock() - 60_000), sums.expected) == (
            anew.let_in(clock() - 60_000), anew.expected
        )  # fmt: skip
        house = place.work.house
        count = inside_count(replica.sql, catalogue, house, evening.tonight, clock())
        assert sums.inside.total() == door.status().inside == count
        return count

    assert inside() == 0
    bought = sell(evening.counter, evening.tonight)
    code = bought.tickets[0].code
    # Its sale is heard of later.
    assert door.scan(code).verdict is Verdict.ADMIT
    assert inside() == 1
    everybody_hears(evening)
    assert inside() == 1
    clock.pass_(minutes=2)
    door.scan(code, Direction.EXIT)
    assert inside() == 0
    clock.pass_(minutes=2)
    again = door.scan(code, says=VolunteerSays(override=OverrideReason.RESPONSIBLE_AGREES))
    assert again.verdict is Verdict.ADMIT
    assert inside() == 1
    assert door.annul(again.token) is None
    assert inside() == 0
    # The other one of the sale, which did not come.
    after_sales = evening.counter.desk.after_sales
    refund = after_sales.refund((bought.tickets[1].id,), PaymentMeans.CASH, "ziek")
    assert not isinstance(refund, Refusal), refund
    everybody_hears(evening)
    assert inside() == 0


def test_scans_that_are_still_to_come_are_said_to_be(evening: Evening) -> None:
    codes = [ticket.code for ticket in sell(evening.counter, evening.tonight).tickets]
    everybody_hears(evening)
    evening.door.door.scan(codes[0])
    evening.door.sync()
    evening.door.wire.is_cut = True
    evening.door.door.scan(codes[1])
    number = evening.door.work.claims.device
    logs = evening.cluster.replica.log.heads().items()
    heads = tuple((log, seq) for log, seq in logs if device_of(log) == number)
    assert at_store(evening).unknown == ()
    evening.cluster.enrolment.revoke(number, heads, evening.cluster.clock.ms)
    (lost,) = at_store(evening).unknown
    assert (lost.name, lost.is_lost) == ("Deur 1", True)
    assert at_store(evening).count.count.admitted == 1
    row = attendance_rows(at_store(evening), Words("en"))[0]
    assert row.is_trouble
    assert row.detail.startswith("Lost. What it scanned after")
    evening.counter.sync()
    assert [one.name for one in told_at(evening.counter, evening.tonight).unknown] == ["Deur 1"]


def test_the_report_reads_in_every_language_with_each_reason(evening: Evening) -> None:
    play(evening)
    told = at_store(evening)
    for language in ("nl", "en", "fr", "de"):
        words = Words(language)
        assert all(f"attendance.reason_{reason.value}" in words for reason in ScanReason)
        assert all(row.title and row.side for row in attendance_rows(told, words))
        assert "5" in attendance_summary(told, words)
        picture = arrivals_picture(told, words)
        assert picture is not None
        assert picture.persons[picture.clocks.index(picture.clocks[0])] in told.count.arrivals


def test_the_command_writes_the_table_and_the_picture(
    evening: Evening, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    play(evening)
    work = evening.counter.work
    table, picture = tmp_path / "a.csv", tmp_path / "a.svg"
    known = (work.replica, work.catalogue, work.house)
    tell_attendance(Answer(True, "nl"), known, evening.tonight, (table, picture))
    data = json.loads(capsys.readouterr().out)
    assert (data["sold"], data["admitted"], data["no_shows"], data["beyond"]) == (6, 5, 2, 1)
    rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8-sig")), delimiter=";"))
    assert (rows[0]["part"], rows[0]["sold"], rows[0]["re_entries"]) == ("whole", "6", "1")
    assert {"part": "refused", "name": "already_in", "tickets": "1", "refused": "1"}.items() <= (
        next(row for row in rows if row["part"] == "refused").items()
    )
    drawn = picture.read_text("utf-8")
    assert '<desc id="d">5 mensen kwamen tussen' in drawn
    tell_attendance(Answer(False, "nl"), known, evening.tonight, (None, None))
    assert "5 van 6 tickets kwamen" in capsys.readouterr().out


def test_of_another_houses_performance_nothing_is_told(evening: Evening) -> None:
    assert isinstance(evening.counter.desk.attending.told(PerformanceId(7)), Refusal)


def test_a_houses_year_has_a_line_for_each_performance(evening: Evening) -> None:
    play(evening)
    work = evening.counter.work
    (line,) = leisure_year(work.replica, work.catalogue, work.own_house, 2026)
    assert (line.capacity, line.sold, line.unsold) == (260, 6, 254)
    assert (line.attended, line.is_counted, line.no_shows) == (5, True, 2)
    assert line.income_cents == 6 * 2203
    (row,) = csv.DictReader(io.StringIO(leisure_csv(work.own_house, [line])), delimiter=";")
    assert (row["huis"], row["deelnames"], row["telling"]) == ("GC Het Anker", "5", "exact geteld")
    assert row["ontvangsten"] == "132,18"
    assert leisure_year(work.replica, work.catalogue, work.own_house, 2025) == []


def test_where_no_door_scanned_attendance_is_a_guess_and_says_so(evening: Evening) -> None:
    sell(evening.counter, evening.tonight)
    work = evening.counter.work
    (line,) = leisure_year(work.replica, work.catalogue, work.own_house, 2026)
    assert (line.attended, line.is_counted, line.no_shows) == (2, False, None)
    told = told_at(evening.counter, evening.tonight)
    assert "geen deur" in attendance_summary(told, Words("nl"))
    assert attendance_csv(told, "nl").count("\r\n") > 1


def test_the_store_tells_it_on_the_command_line_too(tmp_path: Path) -> None:
    store = StoreProcess(tmp_path, hours=1)
    (number,) = store.performances
    told = store.central("attendance", number)
    assert (told.json["sold"], told.json["counted"]) == (0, False)
    assert store.central("attendance", 7).json["refused"] == "unknown_performance"
    assert store.central("attendance", number, "--picture", tmp_path / "a.gif").status == 2
    table = tmp_path / "jaar.csv"
    year = store.central("leisure-monitor", "--house", "anker", "--csv", table).json
    assert [one["performance"] for one in year["performances"]] == [number]
    assert table.read_text("utf-8-sig").startswith("huis;voorstelling;datum")


def test_a_ticket_that_was_in_twice_is_named_with_both_doors(evening: Evening) -> None:
    (ticket, _other) = sell(evening.counter, evening.tonight).tickets
    everybody_hears(evening)
    evening.door.door.scan(ticket.code)
    evening.cluster.clock.pass_(minutes=3)
    evening.other.door.scan(ticket.code)
    everybody_hears(evening)
    told = at_store(evening)
    (double,) = told.count.double_entries
    assert (double.before_door, double.door) == ("Deur 1", "Kassa 2")
    rows = [row for row in attendance_rows(told, Words("en")) if row.is_trouble]
    assert [row.title for row in rows] == ["In twice", f"Row {ticket.row} · seat {ticket.number}"]
    assert "at Deur 1" in rows[1].detail
    assert attendance_data(told, "en")["double_entries"][0]["door"] == "Kassa 2"
