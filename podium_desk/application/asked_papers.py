"""Papers that a clerk asks for, on the counter's printer or as A4 for a printer of the office."""

from __future__ import annotations

from collections.abc import Callable

from podium_desk.application.paper_lists import seats_print
from podium_desk.application.papers import Papers
from podium_desk.application.print_queue import PrintQueue
from podium_desk.application.workplace import Workplace
from podium_desk.documents.content import Content
from podium_desk.documents.order_summary import summary_content, summary_title
from podium_desk.documents.seat_list import SeatListPrint, seat_list_content, seat_list_title
from podium_desk.domain.ids import OrderId, PerformanceId
from podium_desk.i18n.words import Words


class AskedPapers:
    """The summary of an order and the list of places. Runs on the replica's lane."""

    def __init__(
        self,
        work: Workplace,
        queue: PrintQueue,
        papers: Papers,
        wake: Callable[[], None],
    ) -> None:
        """`papers` says what stands on them; `wake` tells the printer that there is work."""
        self._work = work
        self._queue = queue
        self._papers = papers
        self._wake = wake

    @property
    def has_printer(self) -> bool:
        """Whether papers come out here."""
        return bool(self._work.printer_address)

    def print_summary(self, order: OrderId) -> bool:
        """Print what an order is; False where there is no printer."""
        if self.has_printer:
            with self._work.replica.sql.transaction():
                self._queue.queue_summary(order)
            self._wake()
        return self.has_printer

    def summary_pdf(self, order: OrderId) -> bytes:
        """The same on sheets of A4, in the customer's language. `KeyError` for an order that this
        replica does not know."""
        words = Words(self._papers.language_of(order))
        printed = self._papers.summary(order, words.language)
        content = summary_content(printed, words)
        return self._pdf("order-summary", content, summary_title(printed, words), words)

    def seats(self, performance: PerformanceId, language: str) -> SeatListPrint:
        """Who sits where; `KeyError` for a performance of another house."""
        return seats_print(self._work, performance, language)

    def print_seats(self, performance: PerformanceId) -> bool:
        """Print the list of places; False where there is no printer."""
        if self.has_printer:
            with self._work.replica.sql.transaction():
                self._queue.queue_seats(self._work.origin, performance)
            self._wake()
        return self.has_printer

    def seats_pdf(self, printed: SeatListPrint, language: str) -> bytes:
        """That list on sheets of A4."""
        words = Words(language)
        content = seat_list_content(printed, words)
        return self._pdf("seat-list", content, seat_list_title(printed, words), words)

    def _pdf(self, layout: str, content: Content, title: str, words: Words) -> bytes:
        # What draws a PDF is loaded with the first one.
        from podium_desk.documents.office_sheets import office_pdf

        paper = self._work.layouts.paper(layout, content)
        return office_pdf(paper, title, words.language)
