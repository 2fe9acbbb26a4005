"""`facts export` and `facts import`: facts by stick, when there is no network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from podium_desk.application.parcels import export_parcel, import_parcel
from podium_desk.application.store_link import REPLICA_OUTDATED
from podium_desk.commands.compacted import Before, DryRun, tell_compacted
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import Answer, answer_for, command_line_faults
from podium_desk.commands.session import device_at
from sync.exchange.carrying import Taken
from sync.exchange.line import OwnLogOutdated
from sync.exchange.parcel import ParcelRefused

app = typer.Typer(no_args_is_help=True, help="Facts by stick, when there is no network.")

File = Annotated[Path, typer.Argument(metavar="FILE", help="The file on the stick.")]


@app.command("export", epilog="podium-desk facts export kassa1 /media/stick/kassa1.facts")
@command_line_faults
def export(
    data: Data,
    file: File,
    asked: Annotated[
        Path | None,
        typer.Option("--for", metavar="FILE", help="What the maker of that file lacks."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Everything that is whole here, sent or not.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write what the store has not heard to a sealed file."""
    answer = answer_for(data, as_json)
    with device_at(data) as device:
        try:
            facts = export_parcel(device.work, device.membership, file, asked, everything)
        except ParcelRefused as refused:
            refuse_parcel(answer, refused)
    answer.done({"facts": facts}, answer.words("parcels.exported", n=facts, file=str(file)))


@app.command("import", epilog="podium-desk facts import kassa2 /media/stick/kassa1.facts")
@command_line_faults
def import_(data: Data, file: File, as_json: AsJson = False) -> None:
    """Take what is new in such a file; again changes nothing."""
    answer = answer_for(data, as_json)
    with device_at(data) as device:
        try:
            taken = import_parcel(device.work, device.membership, file)
        except ParcelRefused as refused:
            refuse_parcel(answer, refused)
        except OwnLogOutdated as error:
            answer.fault(REPLICA_OUTDATED, answer.words("faults.replica_outdated", why=str(error)))
    tell_taken(answer, taken)


@app.command("compact", epilog="podium-desk facts compact kassa1 --before 2026-07-01")
@command_line_faults
def compact_facts(
    data: Data, before: Before, dry_run: DryRun = False, as_json: AsJson = False
) -> None:
    """Compress the facts of seasons that are over; nothing is lost."""
    with device_at(data) as device:
        tell_compacted(answer_for(data, as_json), device.work.replica.sql, before, dry_run)


def refuse_parcel(answer: Answer, refused: ParcelRefused) -> NoReturn:
    """Say why nothing of a file was taken."""
    sentence = answer.words(f"parcels.{refused.fault}", why=str(refused))
    answer.refused(refused.fault.value, sentence)


def tell_taken(answer: Answer, taken: Taken) -> None:
    """Say what was taken, and what of the file was not."""
    if taken.refused:
        why = taken.refused[0]
        answer.note(answer.words("parcels.facts_refused", n=len(taken.refused), why=why))
    if taken.missing:
        answer.note(answer.words("parcels.facts_missing", n=len(taken.missing)))
    answer.done(
        {"facts": taken.facts, "records": taken.records, "refused": list(taken.refused),
         "missing": len(taken.missing)},
        answer.words("parcels.imported", n=taken.facts),
    )  # fmt: skip
