"""Plays the evening deed by deed, and holds it against what was added up on paper."""

from __future__ import annotations

import contextlib
import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

from podium_desk.central.bootstrap import open_central
from podium_desk.central.staff import ClerkChange, Staff
from podium_desk.central.uitpas.events import event_of
from podium_desk.config import DataFolder, Settings
from podium_desk.domain.ids import HouseId
from podium_desk.domain.staff import StaffRole
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.stage import Stage, build_stage
from podium_desk.proving.tour.album import Album
from podium_desk.proving.tour.checks import daybook_differs, page_of, totals_differ, z_differs
from podium_desk.proving.tour.coming_back import (
    CLOSING,
    FLOAT_CENTS,
    TAKEN_OUT_CENTS,
    WITH_THE_LINE_AGAIN,
    close_the_day,
)
from podium_desk.proving.tour.cut_off import CUT_OFF
from podium_desk.proving.tour.kassa import Kassa
from podium_desk.proving.tour.ledger import Ledger
from podium_desk.proving.tour.opening import OPENING, WITH_A_LINE
from podium_desk.proving.tour.others import (
    OTHER,
    OTHERS_CENTS,
    OTHERS_TICKETS,
    sell_at_the_other_counter,
)
from podium_desk.proving.tour.scene import Deed, Scene
from podium_desk.proving.tour.surroundings import StandingTerminal, new_printer
from podium_desk.proving.uitpas_scene import take_passes, uitpas_simulator
from podium_desk.proving.wires import Wires
from podium_desk.replica.till_log import TillLog
from podium_desk.ui.kit.theme import dress
from podium_desk.ui.shell.tour import TourFault, application

KASSA = "kassa1"
HOUSE = HouseId(1)
SELLER_PIN, MANAGER_PIN = "2580", "1470"
REFUND_LIMIT_CENTS = 2500


@dataclass(slots=True)
class Evening:
    """One counter of the demo cluster for one evening, with a line that can be cut."""

    stage: Stage
    wires: Wires
    scene: Scene
    ledger: Ledger
    say: Callable[[str], None]

    def play(self) -> None:
        """From the log-in to the closed drawer; raises `TourFault` where something differs."""
        self._sell()
        album, scene = self.scene.album, self.scene
        album.begin("The day is closed", "The drawer is counted blind, then the Z is written.")
        self._do(CLOSING)
        counted = FLOAT_CENTS + self.ledger.cash_cents - TAKEN_OUT_CENTS
        printed = len(scene.paper.tickets)
        close_the_day(scene, _euro(counted))
        scene.hands.until(lambda: len(scene.paper.tickets) > printed, "no Z was printed")
        album.paper(scene.paper.tickets[-1], "z-report", "The Z as it came out of the printer.")
        faults = self._faults(counted)
        if faults:
            raise TourFault("; ".join(faults))
        album.write(self._sums(counted))

    def _sell(self) -> None:
        album = self.scene.album
        album.begin("Opening", "Who works here, and what lies in the drawer.")
        self._do(OPENING)
        album.begin("With a line", "Ten sales, each as short as it can be.")
        self._do(WITH_A_LINE)
        self._knows_the_passes()
        self.wires.cut(KASSA)
        album.begin(
            "Without a line",
            "The cable is pulled. Twenty deeds follow, and the computer goes off in one of them.",
        )
        self._do(CUT_OFF)
        sell_at_the_other_counter(self.stage)
        self.wires.heal(KASSA)
        album.begin(
            "The line is back", "It came by itself, and all that was done went to the others."
        )
        self._do(WITH_THE_LINE_AGAIN)

    def _sums(self, counted_cents: int) -> list[tuple[str, str]]:
        """What the page tells of the evening."""
        ledger = self.ledger
        told = {
            f"sold, {ledger.tickets} tickets": ledger.sold_cents,
            f"taken back, {ledger.refunded_tickets} tickets": -ledger.refunded_cents,
            "a gift voucher, no turnover yet": ledger.advances_cents,
            **{_MEANS[name]: cents for name, cents in sorted(ledger.means.items())},
            "rounding to 5 cents": ledger.rounding_cents,
            "in the drawer, counted and expected": counted_cents,
        }
        return [(word, f"€ {_euro(cents)}") for word, cents in told.items()]

    def _faults(self, counted_cents: int) -> list[str]:
        """All that the evening left, against the paper."""
        stage, ledger, kassa = self.stage, self.ledger, self.scene.kassa.device
        names = (OTHER, "deur1")
        devices = {KASSA: kassa} | {n: stage.devices.get(n) or stage.open(n) for n in names}
        # Twice: what the last one brings, the first one hears in the second round.
        for device in (*devices.values(), *devices.values()):
            device.lane(partial(device.line.once, device.work))
        faults = z_differs(kassa, ledger, counted_cents)
        pages = {
            "the counter's daybook": kassa.lane(partial(page_of, kassa.work.replica, HOUSE, stage))
        }
        with closing(open_central(stage.store.folder, stage.now_ms)) as central:
            pages["the store's daybook"] = page_of(central.replica, HOUSE, stage)
        for name, page in pages.items():
            faults += daybook_differs(name, page, ledger, -TAKEN_OUT_CENTS, OTHERS_CENTS)
        wanted = {
            "tickets": ledger.house_tickets + OTHERS_TICKETS, "refunded": ledger.house_refunded,
            "sold_cents": ledger.house_cents + OTHERS_CENTS,
            "paid_cents": sum(ledger.means.values()) + OTHERS_CENTS,
        }  # fmt: skip
        return faults + totals_differ(stage, HOUSE, devices, wanted)

    def _knows_the_passes(self) -> None:
        """Wait until the counter has fetched what a pass costs tonight: it does so by itself."""
        device, hands = self.scene.kassa.device, self.scene.hands
        count = "SELECT COUNT(*) FROM uitpas_static"
        sql = device.work.replica.sql
        hands.until(lambda: device.lane(lambda: sql.row(count)) != (0,), "no price of a pass came")

    def _do(self, deeds: tuple[Deed, ...]) -> None:
        for deed in deeds:
            self.say(deed.asks)
            self.scene.album.note(deed.asks)
            strokes = deed.run(self.scene)
            if strokes > deed.strokes:
                raise TourFault(f"'{deed.asks}' took {strokes} interactions")
            if not deed.owed.is_balanced:
                raise TourFault(f"'{deed.asks}' does not add up on paper")
            self.ledger.note(deed.owed)
            self._compare(deed.asks)

    def _compare(self, after: str) -> None:
        """The register's book as it stands in its log, against the one on paper."""
        device = self.scene.kassa.device
        book = device.lane(lambda: TillLog(device.work.replica).book(device.work.origin))
        report = book.report(HOUSE, "", None)
        booked = {
            "sold": report.sold_cents, "refunded": report.refunded_cents,
            "tickets": report.tickets, "refunded tickets": report.refunded_tickets,
            "rounding": report.rounding_cents, "advances": report.advances_cents,
        } | {one.means: one.net_cents for one in report.means if one.net_cents}  # fmt: skip
        if booked != self.ledger.sums():
            raise TourFault(f"after '{after}': booked {booked}, on paper {self.ledger.sums()}")


_MEANS = {
    "card": "by card", "card_by_hand": "by card, confirmed by hand", "cash": "in cash",
    "invoice": "on invoice", "voucher": "by gift voucher",
}  # fmt: skip


def _euro(cents: int) -> str:
    euro, rest = divmod(abs(cents), 100)
    return f"{'−' if cents < 0 else ''}{euro},{rest:02d}"


@contextlib.contextmanager
def an_evening(album: Album, say: Callable[[str], None]) -> Iterator[Evening]:
    """The demo cluster with its staff, a printer, a terminal, and a line that can be cut."""
    dress(application(["podium-desk"]))
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="podium-tour-")))
        stage = build_stage(folder, "nl", lambda _: None)
        stack.callback(stage.close)
        wires = stack.enter_context(Wires())
        printer = stack.enter_context(new_printer())
        _hire(stage)
        port = wires.line(KASSA, "store", stage.store.port)
        path = DataFolder(folder / KASSA).settings
        Settings.read(path).keep(path, printer=printer.url, store_url=f"http://127.0.0.1:{port}")
        performance = _tonight(stage)
        told = stack.enter_context(uitpas_simulator(performance))
        take_passes(stage, HOUSE, told)
        terminal = StandingTerminal()
        kassa = Kassa(stage, KASSA, terminal)
        scene = Scene(kassa, terminal, printer.paper, album)
        try:
            yield Evening(stage, wires, scene, Ledger(), say)
        finally:
            kassa.close()
        if kassa.faults:
            raise kassa.faults[0]


def _tonight(stage: Stage) -> str:
    """UiTPAS's name for tonight's performance."""
    with closing(open_central(stage.store.folder, stage.now_ms)) as central:
        now = central.now()
        mine = [one for one in central.catalogue.performances().values() if one.house == HOUSE]
        return event_of(min((one for one in mine if one.start > now), key=lambda one: one.start))


def _hire(stage: Stage) -> None:
    with closing(open_central(stage.store.folder, stage.now_ms)) as central:
        staff = Staff(central, central.catalogue.houses()[HOUSE], secrets.token_bytes)
        limit = REFUND_LIMIT_CENTS
        an = ClerkChange("An Claes", StaffRole.SELLER, SELLER_PIN, refund_limit_cents=limit)
        staff.add(replace(an, may_override=True))
        staff.add(ClerkChange("Fatima El Amrani", StaffRole.MANAGER, MANAGER_PIN))
