"""One counter of the tour: a real data folder, its program, and what stands around it."""

from __future__ import annotations

import secrets
import shutil
from functools import partial

from podium_desk.application.customer_files import CustomerFiles
from podium_desk.application.desk import Desk
from podium_desk.application.lane import ReplicaLane
from podium_desk.application.late_customers import LateCustomers
from podium_desk.proving.stage import Stage
from podium_desk.proving.tour.surroundings import StandingTerminal
from podium_desk.ui.shell.counter import CounterSetting, CounterShell
from podium_desk.ui.shell.hands import Hands
from podium_desk.uitpas_network import start_uitpas


class Kassa:
    """Open it, work with its `hands`, pull its plug, close it."""

    def __init__(self, stage: Stage, name: str, terminal: StandingTerminal) -> None:
        self._stage = stage
        self._name = name
        self._terminal = terminal
        self.faults: list[BaseException] = []
        self.open()

    def open(self) -> None:
        """Start the program on the data that is there, with its line and its window."""
        self.device = device = self._stage.open(self._name)
        self.desk: Desk = device.desk()
        desk = self.desk
        uitpas = start_uitpas(device)
        files = CustomerFiles(device.work, device.folder.given)
        setting = CounterSetting(
            device.settings.language, device.work.clock.now, lambda: secrets.token_hex(8),
            self.faults.append, till_desk=lambda: desk, uitpas=uitpas, display="nl",
            lists_desk=lambda: desk, customers=LateCustomers(lambda: (desk.customers, files)),
            open_terminal=lambda: self._terminal,
        )  # fmt: skip
        self.shell = CounterShell(desk, self.lane, setting)
        device.listen(self.shell.notify)
        device.start_line()
        shell = self.shell
        self.hands = Hands(shell.window, self.lane, lambda: shell.presenter.is_under_way)
        self.shell.open()
        self.hands.until(lambda: self.shell.display is not None, "no display for the customer")
        # Offscreen the newest window has the keyboard, also one that wants none.
        self.shell.window.activateWindow()
        self.hands.settle()

    @property
    def lane(self) -> ReplicaLane:
        """The thread of its replica."""
        lane = self.device.lane
        assert isinstance(lane, ReplicaLane), "the stage gives each device a lane of its own"
        return lane

    def pull_the_plug(self) -> None:
        """The computer goes off in the middle of whatever it does: what is on its disk stays."""
        folder = self.device.folder.path
        after = folder.with_name(f"{folder.name}-as-it-was")
        self.lane(partial(shutil.copytree, folder, after))
        self.close()
        shutil.rmtree(folder)
        after.rename(folder)

    def close(self) -> None:
        """End the program."""
        self.shell.window.close()
        self.shell.close()
        self.shell.destroy()
        self._stage.close_device(self._name)
