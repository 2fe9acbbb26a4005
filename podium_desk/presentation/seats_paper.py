"""Who sits where, looked at on the screen, printed, or kept as sheets of A4."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.presentation.lists_view import Deed, DeedView, ListContent, ListRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.lists_desk import ListsDesk
    from podium_desk.documents.seat_list import SeatListPlace, SeatListPrint
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.lists import ListTable


class SeatsPaper:
    """The list of a performance's places, made anew each time it is opened, printed or kept."""

    def __init__(self, table: ListTable, write: Callable[[str, bytes], None]) -> None:
        """`write` keeps a file of this name, where a person wants it."""
        self._table = table
        self._write = write
        self._shown: SeatListPrint | None = None

    def begin(self) -> None:
        """Look who sits where."""
        self._shown = None
        number, language = self._table.number, self._table.words.language

        def look(desk: ListsDesk) -> SeatListPrint | Refusal:
            try:
                return desk.asked_papers.seats(number, language)
            except KeyError:
                # Of another house: its tickets are not all known here.
                return Refusal(RefusalReason.UNKNOWN_PERFORMANCE, {"performance": int(number)})

        self._table.run(look, self._came)

    def content(self, words: Words) -> ListContent:
        """The places in the order of the hall."""
        shown = self._shown
        is_there = shown is not None
        deeds = (
            DeedView(Deed.PRINT, words("lists.seats_print"), is_there),
            DeedView(Deed.WRITE, words("lists.seats_write"), is_there),
        )
        if shown is None:
            return ListContent(deeds=deeds)
        came = sum(place.is_in for place in shown.places)
        summary = words("lists.seats_summary", n=len(shown.places), came=came)
        rows = tuple(_row(place, words) for place in shown.places)
        return ListContent(rows, summary, summary, deeds)

    def ask(self, deed: Deed, _row: int) -> None:
        """Print it here, or keep it for a printer of the office."""
        table, shown = self._table, self._shown
        if deed is Deed.PRINT:
            number = table.number
            table.run(lambda desk: desk.asked_papers.print_seats(number), self._was_printed)
        elif deed is Deed.WRITE and shown is not None:
            name, language = f"{table.number}.pdf", table.words.language
            table.run(
                lambda desk: desk.asked_papers.seats_pdf(shown, language),
                lambda pdf: self._write(name, pdf),
            )

    def _came(self, outcome: SeatListPrint | Refusal) -> None:
        if isinstance(outcome, Refusal):
            self._table.refuse(outcome)
        else:
            self._shown = outcome

    def _was_printed(self, is_printed: bool) -> None:
        words = self._table.words
        self._table.say(words("lists.seats_printed" if is_printed else "lists.seats_no_printer"))


def _row(place: SeatListPlace, words: Words) -> ListRow:
    """A seat with its row; of an unnumbered section its zone."""
    title = " ".join(filter(None, (place.group, place.seat)))
    side = words("lists.seats_in") if place.is_in else ""
    return ListRow(title, " · ".join(filter(None, (place.tariff, place.short_code))), side)
