"""The card of paper on the status page: which papers came out, and a new roll was put in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.amounts import day_and_time
from podium_desk.presentation.one_deed import OneDeed
from podium_desk.presentation.paper_names import other_paper_name, seat_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.device_overview import DeviceOverview
    from podium_desk.application.incident_list import ListedPaper
    from podium_desk.application.jobs import Jobs
    from podium_desk.application.print_queue import Settled
    from podium_desk.domain.paper_stock import PaperStock
    from podium_desk.i18n.words import Words

KEYS_MAX = 9


class KeepsPaper(Protocol):
    """What is asked of the device; every method runs on the replica's lane."""

    def settle_papers(self, came_out: tuple[str, ...], missing: tuple[str, ...]) -> Settled:
        """A person looked for these papers that no printer confirmed, by their jobs; what is
        missing is printed again."""
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
    """What its button does: all came out, or so many are printed again."""
    papers: tuple[AskedPaper, ...]
    later: str
    """That there are more than are listed; empty when there are not."""
    left: str
    new_roll: str


@dataclass(frozen=True, slots=True)
class AskedPaper:
    """A paper that a person looks for. `key` is the digit that says that it is not there, empty
    after the ninth."""

    job: str
    key: str
    name: str
    came_out: bool


def paper_card(overview: DeviceOverview, missing: frozenset[str], words: Words) -> PaperCard | None:
    """The card; None when nothing is asked and nothing is counted. `missing` are the jobs whose
    papers a person did not find."""
    paper = overview.paper
    if not paper.unproven and paper.stock is None:
        return None
    stock = paper.stock
    asked = tuple(
        _asked(place, listed, missing, words)
        for place, listed in enumerate(overview.unproven, start=1)
    )
    lacking, later = sum(not one.came_out for one in asked), paper.unproven - len(asked)
    left = "" if stock is None else words("device_status.paper_left", n=stock.papers_left)
    return PaperCard(
        words("device_status.paper"),
        words("device_status.paper_unproven", n=paper.unproven) if paper.unproven else "",
        words("device_status.paper_again", n=lacking)
        if lacking
        else words("device_status.paper_confirm"),
        asked,
        words("device_status.paper_later", n=later) if later > 0 else "",
        left,
        words("device_status.paper_new_roll"),
    )


def _asked(place: int, listed: ListedPaper, missing: frozenset[str], words: Words) -> AskedPaper:
    paper = listed.paper
    if paper.ticket is None:
        name = other_paper_name(paper.what, str(paper.order), words)
    else:
        name = seat_name(paper.zone, paper.row, paper.number, str(paper.ticket), words)
    parts = [name[:1].upper() + name[1:]]
    if listed.title is not None and listed.start is not None:
        parts += [listed.title.in_language(words.language)]
        parts += [day_and_time(listed.start, words.language)]
    key = str(place) if place <= KEYS_MAX else ""
    return AskedPaper(paper.job, key, " · ".join(parts), paper.job not in missing)


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
        self.missing: frozenset[str] = frozenset()
        """The jobs of which a person said that they are not there, until it is confirmed."""

    def drop(self) -> None:
        """Nobody looks any more."""
        self.missing = frozenset()

    def turn(self, job: str) -> None:
        """That paper is not there after all, or is."""
        self.missing ^= {job}
        self._told("")

    def confirm(self, asked: tuple[AskedPaper, ...]) -> None:
        """Somebody looked for all of these: print again what is not there."""
        came_out = tuple(one.job for one in asked if one.came_out)
        missing = tuple(one.job for one in asked if not one.came_out)
        self._deed.submit(lambda: self._desk.settle_papers(came_out, missing), self._was_confirmed)

    def new_roll(self) -> None:
        """Somebody put a new roll in."""
        self._deed.submit(self._desk.new_roll, self._was_put_in)

    def _was_confirmed(self, settled: Settled) -> None:
        words = self._words_now()
        self.drop()
        said = [words("device_status.paper_confirmed", n=settled.seen)] if settled.seen else []
        if settled.again:
            said.append(words("device_status.paper_printed_again", n=settled.again))
        self._told(" · ".join(said))

    def _was_put_in(self, stock: PaperStock | None) -> None:
        if stock is not None:
            self._told(self._words_now()("device_status.paper_left", n=stock.papers_left))
