"""What a command that compresses old facts is asked, does and says."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from podium_desk.commands.output import Answer
from sync.store.compaction import compact
from sync.store.port import Sql

Before = Annotated[
    datetime,
    typer.Option("--before", metavar="DATE", formats=["%Y-%m-%d"], help="Older than this day."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what it would free; change nothing.")]


def tell_compacted(answer: Answer, sql: Sql, before: datetime, dry_run: bool) -> None:
    """Compress what is older than that day, and say what it freed."""
    before_ms = int(before.replace(tzinfo=UTC).timestamp() * 1000)
    done = compact(sql, before_ms, dry_run)
    freed = done.bytes_before - done.bytes_after
    data = {"facts": done.facts, "bytes_before": done.bytes_before,
            "bytes_after": done.bytes_after, "dry_run": dry_run}  # fmt: skip
    key = "parcels.would_compact" if dry_run else "parcels.compacted"
    answer.done(data, answer.words(key, n=done.facts, kilobytes=freed // 1000))
