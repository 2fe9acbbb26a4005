"""The card of paper on the status page: did it all come out, and a new roll was put in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.one_deed import OneDeed

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.jobs import Jobs
    from podium_desk.application.paper_now import PaperNow
    from podium_desk.domain.paper_stock import PaperStock
    from podium_desk.i18n.words import Words


class KeepsPaper(Protocol):
    """What is asked of the device; every method runs on the replica's lane."""

    def confirm_papers(self) -> int:
        """A person saw every paper that no printer confirmed; how many."""
        ...

    def new_roll(self) -> PaperStock | None:
        """Another roll as the one before was put in; None where nobody ever counted one."""
        ...


@dataclass(frozen=True, slots=True)
class PaperCard:
    """Two lines, each with its button; an empty line is not shown."""

    title: str
    unproven: str
    confirm: str
    left: str
    new_roll: str


def paper_card(paper: PaperNow, words: Words) -> PaperCard | None:
    """The card; None when nothing is asked and nothing is counted."""
    if not paper.unproven and paper.stock is None:
        return None
    stock = paper.stock
    left = "" if stock is None else words("device_status.paper_left", n=stock.papers_left)
    return PaperCard(
        words("device_status.paper"),
        words("device_status.paper_unproven", n=paper.unproven) if paper.unproven else "",
        words("device_status.paper_confirm"),
        left,
        words("device_status.paper_new_roll"),
    )


class PaperRoom:
    """What a person does with that card; called on the screen's thread."""

    def __init__(
        self,
        desk: KeepsPaper,
        jobs: Jobs,
        words_now: Callable[[], Words],
        told: Callable[[str], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """`told` shows the page anew with what was done."""
        self._desk = desk
        self._words_now = words_now
        self._told = told
        self._deed = OneDeed(jobs, lambda: None, failed)

    def confirm(self) -> None:
        """All those papers are there."""
        self._deed.submit(self._desk.confirm_papers, self._was_confirmed)

    def new_roll(self) -> None:
        """Somebody put a new roll in."""
        self._deed.submit(self._desk.new_roll, self._was_put_in)

    def _was_confirmed(self, count: int) -> None:
        self._told(self._words_now()("device_status.paper_confirmed", n=count))

    def _was_put_in(self, stock: PaperStock | None) -> None:
        if stock is not None:
            self._told(self._words_now()("device_status.paper_left", n=stock.papers_left))
