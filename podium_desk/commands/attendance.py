"""`attendance` and `leisure-monitor`: who came and a house's year, on a device and at the store."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from podium_desk.application.attending import (
    AttendanceTold,
    attendance_csv,
    attendance_data,
    told_of,
)
from podium_desk.application.leisure import leisure_csv, leisure_year
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import Answer, answer_for, command_line_faults
from podium_desk.commands.session import contact, device_at, refuse
from podium_desk.config import replace_file
from podium_desk.domain.ids import HouseId, PerformanceId
from podium_desk.domain.leisure import LeisureLine
from podium_desk.domain.programme import House
from podium_desk.domain.refusals import Refusal
from podium_desk.i18n.format import date_and_time
from podium_desk.replica.catalogue import Catalogue
from sync.store.replica import Replica

app = typer.Typer()

Number = Annotated[int, typer.Argument(metavar="PERFORMANCE", help="Its number.")]
Csv = Annotated[Path | None, typer.Option("--csv", help="Write it as a table to this file.")]
Picture = Annotated[
    Path | None, typer.Option("--picture", help="Draw the arrivals into this SVG file.")
]
Year = Annotated[int, typer.Option("--year", help="The calendar year; 0 is this one.")]


@app.command("attendance", epilog="podium-desk attendance kassa1 100001 --picture opkomst.svg")
@command_line_faults
def attendance(
    data: Data,
    performance: Number,
    file: Csv = None,
    picture: Picture = None,
    as_json: AsJson = False,
) -> None:
    """Who came to a performance of this house, as this device knows it."""
    answer = answer_for(data, as_json)
    with device_at(data) as device:
        contact(device, answer)
        work = device.work
        tell_attendance(
            answer, (work.replica, work.catalogue, work.house), performance, (file, picture)
        )


@app.command("leisure-monitor", epilog="podium-desk leisure-monitor kassa1 --csv 2026.csv")
@command_line_faults
def leisure_monitor(data: Data, year: Year = 0, file: Csv = None, as_json: AsJson = False) -> None:
    """This house's year for the local leisure monitor, as this device knows it."""
    answer = answer_for(data, as_json)
    with device_at(data) as device:
        contact(device, answer)
        work = device.work
        year = year or work.clock.now().astimezone(ZoneInfo(work.own_house.timezone)).year
        lines = leisure_year(work.replica, work.catalogue, work.own_house, year)
        tell_year(answer, work.own_house, (year, lines), file)


def tell_attendance(
    answer: Answer,
    known: tuple[Replica, Catalogue, HouseId],
    performance: int,
    files: tuple[Path | None, Path | None],
) -> None:
    """The report for people and programs, as a table and as a picture where they are asked."""
    table, picture = files
    if picture is not None and picture.suffix.lower() != ".svg":
        answer.wrong_use(answer.words("device.wrong_picture"))
    told = told_of(*known, PerformanceId(performance))
    if isinstance(told, Refusal):
        refuse(answer, told)
    language = answer.words.language
    if table is not None:
        replace_file(table, attendance_csv(told, language).encode("utf-8-sig"))
    if picture is not None:
        replace_file(picture, _drawn(told, answer).encode())
    answer.done(attendance_data(told, language), "\n".join(_in_words(told, answer)))


def tell_year(
    answer: Answer, house: House, lines_of: tuple[int, list[LeisureLine]], file: Path | None
) -> None:
    """The performances of that year for people and programs, and the table in the file."""
    year, lines = lines_of
    if file is not None:
        replace_file(file, leisure_csv(house, lines).encode("utf-8-sig"))
    said = "\n".join(_line(line, house, answer) for line in lines)
    data = {"year": year, "performances": [_as_data(line) for line in lines]}
    answer.done(data, said or answer.words("device.monitor_none", year=year))


def _drawn(told: AttendanceTold, answer: Answer) -> str:
    from podium_desk.presentation.arrivals_svg import arrivals_svg
    from podium_desk.presentation.attendance_words import arrivals_picture
    from podium_desk.presentation.lists_view import ArrivalsPicture

    heading = _heading(told, answer)
    picture = arrivals_picture(told, answer.words)
    if picture is None:
        start = date_and_time(told.performance.start.astimezone(told.zone), answer.words.language)
        nobody = answer.words("attendance.not_counted", n=told.count.count.sold)
        picture = ArrivalsPicture(nobody, nobody, ("",), (0,), -1, start)
    return arrivals_svg(picture, heading)


def _heading(told: AttendanceTold, answer: Answer) -> str:
    language = answer.words.language
    start = date_and_time(told.performance.start.astimezone(told.zone), language)
    return f"{told.performance.title.in_language(language)} · {start}"


def _in_words(told: AttendanceTold, answer: Answer) -> Iterable[str]:
    from podium_desk.presentation.attendance_words import (
        arrivals_picture,
        attendance_rows,
        attendance_summary,
    )

    yield _heading(told, answer)
    yield attendance_summary(told, answer.words)
    for row in attendance_rows(told, answer.words):
        yield f"  {row.title:<32} {row.side:>12}  {row.detail}".rstrip()
    picture = arrivals_picture(told, answer.words)
    if picture is not None:
        yield picture.spoken


def _line(line: LeisureLine, house: House, answer: Answer) -> str:
    language = answer.words.language
    start = date_and_time(line.performance.start.astimezone(ZoneInfo(house.timezone)), language)
    title = line.performance.title.in_language(language)
    if not line.is_counted:
        return answer.words("device.monitor_line_sold", start=start, title=title, sold=line.sold)
    return answer.words(
        "device.monitor_line", start=start, title=title, sold=line.sold,
        attended=line.attended or 0,
    )  # fmt: skip


def _as_data(line: LeisureLine) -> dict[str, Any]:
    return {
        "performance": line.performance.id, "kind": line.performance.genre,
        "status": line.performance.status.value, "capacity": line.capacity, "sold": line.sold,
        "unsold": line.unsold, "free": line.free, "uitpas": line.uitpas,
        "income_cents": line.income_cents, "attended": line.attended,
        "counted": line.is_counted, "no_shows": line.no_shows, "incomplete": line.is_incomplete,
    }  # fmt: skip
