"""The status page over an empty window, with a desk that does what a test says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from podium_desk.application.closing import Closed, NotTaken
from podium_desk.application.counter import Connection
from podium_desk.application.device_overview import DeviceOverview, OtherDevice, PlacesNow
from podium_desk.application.duties import Candidate, Duty, DutyNow, Foreseen
from podium_desk.application.incident_list import (
    ListedIncident,
    ListedPaper,
    ListedSettlement,
)
from podium_desk.application.jobs import ImmediateJobs
from podium_desk.application.paper_now import PaperNow
from podium_desk.application.print_queue import Settled
from podium_desk.domain.ids import HouseId, OrderId, PerformanceId, TicketId, origin_of
from podium_desk.domain.incidents import Incident, IncidentKind, Outcome
from podium_desk.domain.paper_stock import PaperStock
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.text import Text
from podium_desk.i18n.words import Words
from podium_desk.presentation.status_page import StatusPresenter
from podium_desk.replica.printed_papers import NamedPaper
from podium_desk.replica.settled import Settlement
from podium_desk.ui.screens.status.look import Theme
from podium_desk.ui.screens.status.page import StatusPage

NOW = datetime(2026, 11, 27, 18, 30, tzinfo=UTC)
NOW_MS = int(NOW.timestamp() * 1000)
START = datetime(2026, 11, 27, 20, 0, tzinfo=UTC)
TWICE = Incident(
    IncidentKind.DOUBLE_ADMISSION, HouseId(1), "2.0.3.0:5.0.9", NOW_MS, PerformanceId(1),
    TicketId(origin_of(2, 0), 3, 0), 5, 1800,
    {"zone": "Parterre", "row": "G", "number": "12", "gate": "Deur 2", "first_gate": "Deur 1",
     "first_ms": NOW_MS - 360_000},
)  # fmt: skip
LISTED = ListedIncident(
    TWICE, "Deur 2", "CC De Sluis", Text.of("nl", "Wachten"), START, "Europe/Brussels"
)
CALM = DeviceOverview(
    device=2, name="Kassa 1", role="counter", house_name="CC De Sluis",
    timezone="Europe/Brussels", now=NOW, connection=Connection.ONLINE, fault=None,
    last_contact_ms=NOW_MS - 2000, unsent=0, clock_error_ms=40, incarnation=0, head=9, confirmed=9,
    is_keeper=True, keeper_name="Kassa 1",
    places=(PlacesNow(PerformanceId(1), Text.of("nl", "Wachten"), START, 16, 700, 20, 84),),
    stranded=0,
    others=(OtherDevice(5, "Deur 2", "door", False, NOW_MS - 90_000, None, -7_200_000, 3, 0, "1"),),
    printer="ready", printing=0, disk_free_bytes=50_000_000_000, incidents=(), settled=(),
)  # fmt: skip
HERE = Candidate(2, "Kassa 1", True, True, False, None)
NEAR = Candidate(3, "Kassa 2", False, False, True, NOW_MS)
DUTIES = (
    DutyNow(Duty.KEEPER, (HERE, NEAR)),
    DutyNow(Duty.HOLDER, (HERE, NEAR), ((Text.of("nl", "Wachten"), START),)),
)


def asked_papers(count: int) -> DeviceOverview:
    """A calm desk whose mute printer was given so many tickets, and their receipt."""
    order = OrderId(origin_of(2, 0), 7)
    papers = [
        ListedPaper(
            NamedPaper(
                f"{line:08d}", NOW_MS, f"2.0.3.{line}", order, HouseId(1), PerformanceId(1),
                TicketId(origin_of(2, 0), 3, line), "Parterre", "G", str(12 + line),
            ),
            Text.of("nl", "Wachten"), START,
        )
        for line in range(count)
    ]  # fmt: skip
    receipt = ListedPaper(NamedPaper("00000999", NOW_MS, "receipt", order))
    return replace(CALM, paper=PaperNow(count + 1), unproven=(*papers, receipt))


class DeskOfTests:
    def __init__(self) -> None:
        self.now = CALM
        self.named: list[tuple[Duty, int]] = []
        self.codes: tuple[str, ...] = ()
        self.taken: list[tuple[str, ...]] = []
        self.settled: list[tuple[str, Outcome, str, str]] = []
        self.refuses = False
        self.looked_for: list[tuple[tuple[str, ...], tuple[str, ...]]] = []

    def overview(self) -> DeviceOverview:
        return self.now

    def settle(self, request):
        if self.refuses:
            return Refusal(RefusalReason.UNKNOWN_INCIDENT, {"incident": request.incident})
        self.settled.append((request.incident, request.outcome, request.by, request.note))
        settlement = Settlement(
            request.incident, 1, NOW_MS, request.outcome.value, request.by, request.note, 1800, 5
        )
        told = ListedSettlement(settlement, "Kassa 1", "Europe/Brussels")
        self.now = replace(self.now, incidents=(), settled=(told,))
        return settlement

    def settle_papers(self, came_out, missing):
        self.looked_for.append((came_out, missing))
        left = self.now.paper.unproven - len(came_out) - len(missing)
        asked = self.now.unproven[len(came_out) + len(missing) :]
        paper = replace(self.now.paper, unproven=left)
        self.now = replace(self.now, paper=paper, unproven=asked)
        return Settled(len(came_out), len(missing))

    def new_roll(self):
        stock = self.now.paper.stock
        self.now = replace(
            self.now, paper=replace(self.now.paper, stock=PaperStock(stock.unit, stock.put_in))
        )
        return self.now.paper.stock

    def foresee(self, duty, device):
        return Foreseen(duty, NEAR, (HERE,), 12 if duty is Duty.KEEPER else 0, 0)

    def hand_over(self, duty, device):
        self.named.append((duty, device))

    def to_close(self):
        return Closed(2, "Kassa 1", 16, 84)

    def close_out(self):
        return self.codes

    def take_closing(self, texts):
        self.taken.append(texts)
        missing = tuple(range(len(texts) + 1, 3))
        return NotTaken("closing_not_whole", missing) if missing else (self.to_close(),)


class Stage:
    def __init__(self, qtbot, language: str = "nl", clerk: str = "An", theme=Theme.LIGHT) -> None:
        self.desk, self.faults = DeskOfTests(), []
        self.presenter = StatusPresenter(
            self.desk, ImmediateJobs(), lambda: Words(language), self.faults.append
        )
        self.host = QWidget()
        self.host.resize(1366, 768)
        self.page = StatusPage(self.host, self.presenter, clerk, theme)
        qtbot.addWidget(self.host)
        self.host.show()

    def button(self, name: str) -> QPushButton:
        found = self.page.findChild(QPushButton, name)
        assert found is not None
        return found

    def named(self, name: str) -> QPushButton:
        """The button in sight that a screen reader calls so."""
        (found,) = (
            button
            for button in self.page.findChildren(QPushButton)
            if button.isVisible() and button.accessibleName() == name
        )
        return found

    def key(self, *keys: Qt.Key) -> None:
        """Keys go to whatever has the focus, as from a keyboard."""
        for key in keys:
            QTest.keyClick(self.host.focusWidget() or self.page, key)

    def tab_to(self, name: str) -> None:
        """Tab until this button has the focus."""
        for _ in range(60):
            focus = self.host.focusWidget()
            if focus is not None and focus.accessibleName() == name:
                return
            self.key(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never came to {name}")

    def told(self, place: int) -> str:
        return self.page.sections[place].accessibleDescription()
