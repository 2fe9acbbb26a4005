"""The attendance on the screen: who came, when, through which door, and who did not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.application.attending import AttendanceTold, attendance_csv
from podium_desk.presentation.attendance_words import (
    arrivals_picture,
    attendance_rows,
    attendance_summary,
)
from podium_desk.presentation.lists_view import Deed, DeedView, ListContent

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.domain.refusals import Refusal
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.lists import ListTable


class AttendanceList:
    """The attendance of a performance, counted anew each time it is opened, and by its key."""

    def __init__(self, table: ListTable, write: Callable[[str, str], None]) -> None:
        """`write` keeps a text in a file of this name, where a person wants it."""
        self._table = table
        self._write = write
        self._told: AttendanceTold | None = None

    def begin(self) -> None:
        """Count."""
        self._told = None
        self._count()

    def content(self, words: Words) -> ListContent:
        """The sums with the arrivals as a picture."""
        told = self._told
        deeds = (
            DeedView(Deed.MAIN, words("attendance.again")),
            DeedView(Deed.WRITE, words("lists.write"), told is not None),
        )
        if told is None:
            return ListContent(deeds=deeds)
        return ListContent(
            attendance_rows(told, words), attendance_summary(told, words), "", deeds,
            arrivals_picture(told, words),
        )  # fmt: skip

    def ask(self, deed: Deed, _row: int) -> None:
        """Count anew, or keep it in a file."""
        if deed is Deed.MAIN:
            self._count()
        elif deed is Deed.WRITE and self._told is not None:
            text = attendance_csv(self._told, self._table.words.language)
            self._write(f"{self._table.number}.csv", text)

    def _count(self) -> None:
        number = self._table.number
        self._table.run(lambda desk: desk.attending.told(number), self._came)

    def _came(self, told: AttendanceTold | Refusal) -> None:
        if isinstance(told, AttendanceTold):
            self._told = told
        else:
            self._table.refuse(told)
