"""`replay`: admission scenarios through the shipped code; one line a scenario."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from podium_desk.commands.options import AsJson
from podium_desk.commands.output import REFUSED, WRONG_USE, Answer, command_line_faults

app = typer.Typer()


class Where(StrEnum):
    """Where the databases of the devices and of the store are."""

    MEMORY = "memory"
    DISK = "disk"


@app.command("replay", epilog="podium-desk replay tests/conformance/admission")
@command_line_faults
def replay(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Scenarios, or folders of them.")
    ],
    on: Annotated[Where, typer.Option("--on", help="Where the databases are.")] = Where.MEMORY,
    restarts: Annotated[
        bool, typer.Option("--restarts", help="Kill and start every program between two steps.")
    ] = False,
    all_ways: Annotated[
        bool, typer.Option("--all-ways", help="In memory and on disk, without and with restarts.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Play admission scenarios with the shipped code; status 0 only when all pass."""
    from podium_desk.proving.replay.playing import Way
    from podium_desk.proving.replay.report import as_data, files_of, line_of, replayed

    answer = Answer(as_json)
    ways = (
        tuple(Way(on_disk, again) for on_disk in (False, True) for again in (False, True))
        if all_ways
        else (Way(on is Where.DISK, restarts),)
    )
    found = files_of(files)
    if not found:
        answer.wrong_use(answer.words("replay.no_files"))
    done = []
    for path in found:
        done.append(replayed(path, ways))
        if not as_json:
            print(line_of(done[-1], answer.words), flush=True)
    failed = sum(1 for one in done if not one.is_passed)
    answer.done(
        as_data(done, ways), answer.words("replay.ran", n=len(done), failed=failed)
    )  # fmt: skip
    if failed:
        raise typer.Exit(WRONG_USE if any(one.bad_form for one in done) else REFUSED)
