"""By which words a performance is found: title, hall, house, genre, date and time."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from podium_desk.domain.customers import folded
from podium_desk.late_dataclass import dataclass

if TYPE_CHECKING:
    from podium_desk.application.counter import PerformanceRow
    from podium_desk.domain.ids import PerformanceId


@dataclass(frozen=True, slots=True)
class _Indexed:
    row: PerformanceRow
    found_by: str

    def is_worded_as(self, row: PerformanceRow) -> bool:
        """Whether only its numbers may be others; texts that did not change are the same object."""
        return (
            row.title is self.row.title
            and row.hall is self.row.hall
            and row.start == self.row.start
            and (row.house_name, row.genre) == (self.row.house_name, self.row.genre)
        )


class PerformanceIndex:
    """The performances of a list and what each is found by; small letters, without accents."""

    def __init__(self, rows: tuple[PerformanceRow, ...] = ()) -> None:
        self._rows = rows
        self._indexed: dict[PerformanceId, _Indexed] = {
            row.id: _Indexed(row, _found_by(row)) for row in rows
        }

    def renewed(self, rows: tuple[PerformanceRow, ...]) -> PerformanceIndex:
        """That of these rows; only what is new among them is worded."""
        if rows is self._rows:
            return self
        renewed = PerformanceIndex()
        renewed._rows = rows
        renewed._indexed = {row.id: self._again(row) for row in rows}
        return renewed

    def _again(self, row: PerformanceRow) -> _Indexed:
        known = self._indexed.get(row.id)
        if known is not None and known.row is row:
            return known
        is_known = known is not None and known.is_worded_as(row)
        return _Indexed(row, known.found_by if known is not None and is_known else _found_by(row))

    def find(self, text: str) -> tuple[PerformanceRow, ...]:
        """Those in which each word of `text` stands, in the order of the list."""
        return self.find_any(tuple((word,) for word in folded(text).split()))

    def find_any(self, wanted: tuple[tuple[str, ...], ...]) -> tuple[PerformanceRow, ...]:
        """Those in which one of each of these stands, in the order of the list. A day is
        `` 18/11/2026``, a time `` 20:05``, a weekday `` #0`` from Monday on."""
        return tuple(
            one.row
            for one in self._indexed.values()
            if all(any(word in one.found_by for word in words) for words in wanted)
        )


def _found_by(row: PerformanceRow) -> str:
    start = row.start
    # By hand: `strftime` takes longer than all the rest, thousands of times.
    day = f"{start.day:02}/{start.month:02}/{start.year} {start.day}/{start.month}"
    dates = f"{day} {start.hour:02}:{start.minute:02} #{start.weekday()}"
    titles = " ".join(row.title.words.values())
    halls = " ".join(row.hall.words.values())
    # The same titles, halls and houses come back on many days.
    words = " ".join(map(_folded, (titles, halls, row.house_name, row.genre)))
    return f"{words} {dates} {row.id}"


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return folded(text)
