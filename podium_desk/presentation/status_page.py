"""The status page's presenter: asks how the device stands, and does what a person decides there.

Settling is here; handing a duty over and closing for good have rooms of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from podium_desk.application.settling import SettleRequest
from podium_desk.domain.incidents import Outcome
from podium_desk.domain.refusals import Refusal
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.closing import Closes, Closing, CodeShown, TakingShown
from podium_desk.presentation.device_status import DeviceStatusView, device_status
from podium_desk.presentation.hand_over import HandOver, HandsOver
from podium_desk.presentation.papers import KeepsPaper, PaperRoom
from podium_desk.presentation.question import Question

if TYPE_CHECKING:
    from podium_desk.application.device_overview import DeviceOverview
    from podium_desk.application.jobs import Jobs
    from podium_desk.i18n.words import Words
    from podium_desk.replica.settled import Settlement


class TellsStatus(HandsOver, Closes, KeepsPaper, Protocol):
    """What the page asks; every method runs on the replica's lane."""

    def overview(self) -> DeviceOverview:
        """How things stand."""
        ...

    def settle(self, request: SettleRequest) -> Settlement | Refusal:
        """Take an incident off the list."""
        ...


@dataclass(frozen=True, slots=True)
class StatusPageView:
    """What stands on the page. `status` is None until the first answer has come."""

    status: DeviceStatusView | None
    notice: str
    is_busy: bool
    done: str = ""
    """What was handed over just now, or why not."""
    closing: Question | None = None
    code: CodeShown | None = None
    taking: TakingShown | None = None


class StatusPresenter:
    """Holds the page's state; every method is called on the screen's thread."""

    def __init__(
        self,
        desk: TellsStatus,
        jobs: Jobs,
        words_now: Callable[[], Words],
        report_fault: Callable[[Exception], None],
    ) -> None:
        self._desk = desk
        self._jobs = jobs
        self._words_now = words_now
        self._report_fault = report_fault
        self._overview: DeviceOverview | None = None
        self._notice = ""
        self._is_settling = False
        self._is_asking = False
        self._done = ""
        self._listeners: list[Callable[[StatusPageView], None]] = []
        surround = (words_now, self._was_done, self._failed)
        self.hand_over = HandOver(desk, jobs, *surround)
        self.closing = Closing(desk, jobs, *surround)
        self.paper = PaperRoom(desk, jobs, *surround)

    @property
    def words(self) -> Words:
        """The language that the page speaks now."""
        return self._words_now()

    @property
    def view(self) -> StatusPageView:
        """The page now."""
        overview, asked = self._overview, self.hand_over.asked
        status = None if overview is None else (
            device_status(overview, self.words, asked, self.paper.missing)
        )  # fmt: skip
        is_busy = self._is_settling or self.hand_over.is_busy or self.closing.is_busy
        return StatusPageView(
            status, self._notice, is_busy, self._done,
            self.closing.question, self.closing.code, self.closing.taking,
        )  # fmt: skip

    def listen(self, listener: Callable[[StatusPageView], None]) -> None:
        """Hear of each new view."""
        self._listeners.append(listener)

    def refresh(self) -> None:
        """Ask how things stand; while an answer is awaited nothing is asked twice."""
        if self._is_asking:
            return
        self._is_asking = True
        self._jobs.submit(self._desk.overview, self._came, self._failed)

    def back(self) -> bool:
        """One step back on the page; False when only the page itself is left to close."""
        return self.closing.back() or self.hand_over.back()

    def left(self) -> None:
        """Nobody looks any more: nothing that was begun goes on."""
        self.closing.drop()
        self.hand_over.drop()
        self.paper.drop()
        self._done = ""

    def settle(self, incident: str, outcome: Outcome, by: str, note: str) -> None:
        """Somebody settled it so; nothing happens without a name, or twice at once."""
        if self._is_settling:
            return
        if not by.strip():
            self._say(self.words("device_status.by"))
            return
        self._is_settling, self._notice = True, ""
        request = SettleRequest(incident, outcome, by.strip(), note.strip())
        self._jobs.submit(lambda: self._desk.settle(request), self._settled, self._failed)
        self._tell()

    def _settled(self, outcome: Settlement | Refusal) -> None:
        self._is_settling = False
        if isinstance(outcome, Refusal):
            self._say(self.words(f"refusals.{outcome.reason.value}", **outcome.details))
        self.refresh()

    def _came(self, overview: DeviceOverview) -> None:
        self._is_asking = False
        self._overview = overview
        self._tell()

    def _failed(self, error: Exception) -> None:
        self._is_asking = self._is_settling = False
        self._report_fault(error)
        self._say(self.words("device_status.not_settled", why=str(error)))

    def _was_done(self, said: str) -> None:
        self._done = said
        self._tell()
        if said:
            self.refresh()

    def _say(self, notice: str) -> None:
        self._notice = notice
        self._tell()

    def _tell(self) -> None:
        view = self.view
        for listener in self._listeners:
            listener(view)
