"""`central attendance` and `central leisure-monitor`: the same counts as the store knows them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from podium_desk.application.leisure import leisure_year
from podium_desk.commands.attendance import (
    Csv,
    Number,
    Picture,
    Year,
    tell_attendance,
    tell_year,
)
from podium_desk.commands.options import AsJson
from podium_desk.commands.output import Answer, command_line_faults
from podium_desk.commands.session import refuse
from podium_desk.commands.store_of_folder import house_called, opened_store
from podium_desk.domain.refusals import Refusal, RefusalReason

Dir = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the central store.")]
HouseName = Annotated[str, typer.Option("--house", metavar="S", help="Short name or number.")]


@command_line_faults
def attendance(
    directory: Dir,
    performance: Number,
    file: Csv = None,
    picture: Picture = None,
    as_json: AsJson = False,
) -> None:
    """Who came to a performance, as the store knows it."""
    answer = Answer(as_json)
    with opened_store(answer, directory) as central:
        found = central.catalogue.performance(performance)
        if found is None:
            reason = RefusalReason.UNKNOWN_PERFORMANCE
            refuse(answer, Refusal(reason, {"performance": performance}))
        known = (central.replica, central.catalogue, found.house)
        tell_attendance(answer, known, performance, (file, picture))


@command_line_faults
def leisure_monitor(
    directory: Dir, house: HouseName, year: Year = 0, file: Csv = None, as_json: AsJson = False
) -> None:
    """A house's year for the local leisure monitor, as the store knows it."""
    answer = Answer(as_json)
    with opened_store(answer, directory) as central:
        found = house_called(answer, central, house)
        year = year or central.now().astimezone(ZoneInfo(found.timezone)).year
        lines = leisure_year(central.replica, central.catalogue, found, year)
        tell_year(answer, found, (year, lines), file)


def add_attendance_commands(central: typer.Typer) -> None:
    """The two, as commands of the central store."""
    example = "podium-desk central"
    central.command("attendance", epilog=f"{example} attendance /srv/podium 100001")(attendance)
    central.command("leisure-monitor", epilog=f"{example} leisure-monitor /srv --house sluis")(
        leisure_monitor
    )
