"""Old facts take less room: runs long over are joined and compressed where they stand.

Nothing is lost and nothing needs to be looked up elsewhere: a compressed segment is read, checked,
sent on and put into a snapshot as any other run, its head is where the chain goes on, and the
tables are not touched. Bodies are kept, because newcomers and audits need them; what may not be
kept of a person is erased on its own road, not because time passed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sync.facts.clock import wall_ms_of
from sync.facts.fact import read_header
from sync.facts.run import (
    header_of,
    is_compressed,
    items_from_bytes,
    items_to_segment,
)
from sync.store.port import Row, Sql

SEGMENT_FACTS = 2000
"""A segment is read and sent whole, so it is kept small enough for one page."""
_PAGE_RUNS = 200
_ROW_BYTES = 120
"""What a row takes beside its facts: key, hash, signature, its place in the page."""
_RUNS = (
    "SELECT first_seq, last_seq, hash, signature, items FROM fact_run"
    " WHERE house = ? AND origin = ? AND first_seq > ? AND last_seq < ?"
    " ORDER BY first_seq LIMIT ?"
)


_Run = tuple[int, int]
"""The first and the last number of a run."""


@dataclass(slots=True)
class Compacted:
    """What was done, or would be: facts concerned, and the room they took and take."""

    facts: int = 0
    bytes_before: int = 0
    bytes_after: int = 0


@dataclass(slots=True)
class _Segment:
    rows: list[Row] = field(default_factory=list)
    facts: int = 0

    def add(self, row: Row) -> None:
        self.rows.append(row)
        self.facts += row[1] - row[0] + 1


def compact(sql: Sql, before_ms: int, is_dry_run: bool) -> Compacted:
    """Compress what was written before `before_ms` (UTC milliseconds) in every log.

    Each segment is a transaction of its own, so it may be cut off and run again, and the store
    may be served meanwhile. A dry run reads everything and changes nothing.
    """
    done = Compacted()
    for house, origin, head in sql.rows("SELECT house, origin, seq FROM log_head"):
        for segment in list(_segments(sql, (house, origin, head), before_ms)):
            _compress(sql, (house, origin), segment, done, is_dry_run)
    return done


def _segments(sql: Sql, log: tuple[int, int, int], before_ms: int) -> Iterator[list[_Run]]:
    """The runs of a log to join, as (first, last) numbers, each list ending where it is signed.

    The newest run is left as it is: there the log is written on.
    """
    house, origin, head = log
    seq = 0
    segment, signed_up_to = _Segment(), 0
    while rows := sql.rows(_RUNS, (house, origin, seq, head, _PAGE_RUNS)):
        for row in rows:
            seq = row[0]
            if not _is_old(row, before_ms):
                yield from _closed(segment, signed_up_to)
                return
            if is_compressed(row[4]) or segment.facts + row[1] - row[0] + 1 > SEGMENT_FACTS:
                yield from _closed(segment, signed_up_to)
                segment, signed_up_to = _Segment(), 0
            if not is_compressed(row[4]):
                segment.add((row[0], row[1]))
                signed_up_to = len(segment.rows) if row[3] is not None else signed_up_to
    yield from _closed(segment, signed_up_to)


def _closed(segment: _Segment, signed_up_to: int) -> Iterator[list[_Run]]:
    if signed_up_to:
        yield [(first, last) for first, last in segment.rows[:signed_up_to]]


def _is_old(row: Row, before_ms: int) -> bool:
    newest = items_from_bytes(row[4])[-1]
    return wall_ms_of(read_header(header_of(newest)).hlc) < before_ms


def _compress(
    sql: Sql, log: tuple[int, int], runs: list[_Run], done: Compacted, is_dry_run: bool
) -> None:
    house, origin = log
    first, last = runs[0][0], runs[-1][1]
    with sql.transaction():
        sql.lock({house})
        rows = sql.rows(_RUNS, (house, origin, first - 1, last + 1, len(runs)))
        items = [item for row in rows for item in items_from_bytes(row[4])]
        packed = items_to_segment(items)
        before = sum(len(row[4]) + _ROW_BYTES for row in rows)
        if len(packed) + _ROW_BYTES >= before:
            return
        done.facts += len(items)
        done.bytes_before += before
        done.bytes_after += len(packed) + _ROW_BYTES
        if is_dry_run:
            return
        sql.run(
            "DELETE FROM fact_run WHERE house = ? AND origin = ? AND first_seq BETWEEN ? AND ?",
            (house, origin, first, last),
        )
        sql.run(
            "INSERT INTO fact_run VALUES (?, ?, ?, ?, ?, ?, ?)",
            (house, origin, first, last, rows[-1][2], rows[-1][3], packed),
        )
