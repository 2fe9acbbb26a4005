"""What the card terminal's own days came to since the last Z, kept as soon as it tells.

An end of day takes what it tells out of the terminal's next total, and may take it without telling.
So that it was asked stands on the disk before it is, and what it told is added up until our Z:
whoever turns back from a closing, or whose power is cut, loses nothing of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.late_dataclass import dataclass

if TYPE_CHECKING:
    from podium_desk.application.clock import DeviceClock
    from podium_desk.domain.ids import Origin
    from sync.store.port import Sql


@dataclass(frozen=True, slots=True)
class TerminalTotal:
    """Since the last Z; `cents` is None when a day was closed whose total nobody heard."""

    cents: int | None


class TerminalDays:
    """The days of one register's terminal. Runs on the replica's lane."""

    def __init__(self, sql: Sql, clock: DeviceClock) -> None:
        self._sql = sql
        self._clock = clock

    def begin(self, origin: Origin, after_z: int) -> int:
        """Keep that the terminal is asked to close its day; what it is known by."""
        with self._sql.transaction():
            ((newest,),) = self._sql.rows("SELECT COALESCE(MAX(asked), 0) FROM terminal_day")
            asked = int(newest) + 1
            self._sql.run(
                "INSERT INTO terminal_day VALUES (?, ?, ?, ?, NULL)",
                (asked, origin, after_z, self._clock.now_ms()),
            )
        return asked

    def told(self, asked: int, cents: int) -> None:
        """It closed its day, with this total."""
        with self._sql.transaction():
            self._sql.run("UPDATE terminal_day SET total_cents = ? WHERE asked = ?", (cents, asked))

    def not_closed(self, asked: int) -> None:
        """It closed nothing: it was busy, or not there."""
        with self._sql.transaction():
            self._sql.run("DELETE FROM terminal_day WHERE asked = ?", (asked,))

    def since(self, origin: Origin, after_z: int) -> TerminalTotal | None:
        """What it told since the Z with this number; None when it was not asked."""
        rows = self._sql.rows(
            "SELECT total_cents FROM terminal_day WHERE origin = ? AND after_z = ?",
            (origin, after_z),
        )
        totals = [total for (total,) in rows]
        if not totals:
            return None
        return TerminalTotal(None if None in totals else sum(totals))
