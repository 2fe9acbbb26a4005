"""`central facts import` and `central facts export`: the store's end of the road by stick."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from podium_desk.central.parcels import export_parcel, import_parcel
from podium_desk.commands.compacting import app as compacting_app
from podium_desk.commands.options import AsJson
from podium_desk.commands.output import Answer, command_line_faults
from podium_desk.commands.parcels import File, refuse_parcel, tell_taken
from podium_desk.commands.store_of_folder import opened_store
from sync.exchange.parcel import ParcelRefused

app = typer.Typer(no_args_is_help=True, help="Facts by stick, when there is no network.")

Dir = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the central store.")]


def add_facts_commands(central: typer.Typer) -> None:
    """Make the commands of this module and `compact` commands of the central store."""
    central.add_typer(app, name="facts")
    central.registered_commands += compacting_app.registered_commands


@app.command("import", epilog="podium-desk central facts import /srv/podium kassa1.facts")
@command_line_faults
def import_(directory: Dir, file: File, as_json: AsJson = False) -> None:
    """Take what is new in a device's file, also while the store is served."""
    answer = Answer(as_json)
    try:
        with opened_store(answer, directory) as central:
            taken = import_parcel(central, file)
    except ParcelRefused as refused:
        refuse_parcel(answer, refused)
    tell_taken(answer, taken)


@app.command(
    "export", epilog="podium-desk central facts export /srv/podium answer.facts --for kassa1.facts"
)
@command_line_faults
def export(
    directory: Dir,
    file: File,
    asked: Annotated[
        Path, typer.Option("--for", metavar="FILE", help="The device's file, to answer it.")
    ],
    as_json: AsJson = False,
) -> None:
    """Write what the maker of a device's file lacks to a file for that device."""
    answer = Answer(as_json)
    try:
        with opened_store(answer, directory) as central:
            facts = export_parcel(central, file, asked)
    except ParcelRefused as refused:
        refuse_parcel(answer, refused)
    answer.done({"facts": facts}, answer.words("parcels.exported", n=facts, file=str(file)))
