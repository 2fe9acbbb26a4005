"""What an import came to, on the command line."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from podium_desk.commands.output import REFUSED

if TYPE_CHECKING:
    from podium_desk.central.import_report import ImportReport
    from podium_desk.commands.output import Answer


def say_imported(answer: Answer, report: ImportReport) -> None:
    """The outcome; status 1 when nothing at all was taken."""
    counts = {
        "imported": report.imported,
        "updated": report.updated,
        "unchanged": report.unchanged,
    }
    lists = {
        "refused": [asdict(refused) for refused in report.refused],
        "notes": [asdict(note) for note in report.notes],
    }
    sentence = answer.words("central.import_done", **counts, refused=len(report.refused))
    if not answer.as_json:
        for refused in report.refused:
            answer.note(refused.message)
    answer.done({**counts, **lists}, sentence)
    if report.refused and not report.taken:
        raise typer.Exit(REFUSED)
