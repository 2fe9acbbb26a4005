"""`central compact`: old facts take less room, and nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from podium_desk.commands.compacted import Before, DryRun, tell_compacted
from podium_desk.commands.options import AsJson
from podium_desk.commands.output import Answer, command_line_faults
from podium_desk.commands.store_of_folder import opened_store

app = typer.Typer()

Dir = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the central store.")]


@app.command("compact", epilog="podium-desk central compact /srv/podium --before 2026-07-01")
@command_line_faults
def compact_central(
    directory: Dir, before: Before, dry_run: DryRun = False, as_json: AsJson = False
) -> None:
    """Compress the facts of seasons that are over, also while the store is served."""
    answer = Answer(as_json)
    with opened_store(answer, directory) as central:
        tell_compacted(answer, central.sql, before, dry_run)
