"""What opening a counter's window needs besides its desk."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Protocol

from podium_desk.late_dataclass import dataclass
from podium_desk.ui.kit.tokens import USUAL, Appearance

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from hardware.scanning.typing_habits import TypingHabits
    from hardware.terminals.port import Terminal
    from podium_desk.application.jobs import Changes
    from podium_desk.application.late_customers import LateCustomers
    from podium_desk.application.lists_desk import ListsDesk
    from podium_desk.application.log_in import ClerkTile
    from podium_desk.application.uitpas import UitpasCounter
    from podium_desk.presentation.login import TillDesk
    from podium_desk.presentation.set_up import DeviceRoom
    from podium_desk.presentation.status_page import TellsStatus


def _stands_open() -> None:
    """The desk was open before its window."""


def _nothing() -> None:
    """There is nothing to do then."""


class ReadyPoint(Enum):
    """When a counter is ready for who waits for it."""

    PIN = "pin"
    """Somebody has logged in by PIN, and the hall answers a key."""
    HALL = "hall"
    """The list and a hall stand and answer a key, where nobody has to log in."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What is measured of a start."""

    until: ReadyPoint
    has_gaps: bool = False
    """Also the longest time in which the window stood still: its start is then no measure, for
    whoever looks every other millisecond takes a part of it."""


@dataclass(frozen=True, slots=True)
class CounterSetting:
    """What opening a counter needs besides its desk."""

    language: str
    clock: Callable[[], datetime]
    """The time now, aware."""
    new_token: Callable[[], str]
    report_fault: Callable[[BaseException], None]
    """Keeps an unexpected error for whoever repairs it."""
    watchdog_ms: int | None = None
    """Close by itself after so long; for runs without a person. None: never."""
    open_desk: Callable[[], None] = _stands_open
    """Opens the desk, as the first job on its lane once the window stands."""
    status_desk: TellsStatus | None = None
    """Tells how the device stands, and settles; None for a counter without that page."""
    clerk: str = ""
    shows_status: bool = False
    """Open with the status page."""
    till_desk: Callable[[], TillDesk] | None = None
    """The desk that the till's pages ask, on the lane; None for a counter without a till."""
    shows_till: bool = False
    """Open with the till's page."""
    expected_tiles: tuple[ClerkTile, ...] = ()
    """Who could log in the last time: that page stands at the first show. Empty for nobody."""
    keep_tiles: Callable[[tuple[ClerkTile, ...]], None] = lambda _: None
    """Keeps them for the next start; on the lane."""
    is_training: bool = False
    """Nothing here is real, and every page says so."""
    uitpas: UitpasCounter | None = None
    """Takes passes; None for a counter without."""
    qr_terminal: Callable[[], Terminal] | None = None
    """Bancontact Pay, through the store, opened with its first payment."""
    terminal: str = ""
    """The device address of the card terminal; empty for one that is not connected."""
    display: str = ""
    """The language of the customer's display; empty for a counter without one."""
    lists_desk: Callable[[], ListsDesk] | None = None
    """The desk that the lists of a performance ask, on the lane; None for a counter without."""
    appearance: Appearance = USUAL
    keep_appearance: Callable[[Appearance], None] = lambda _: None
    """Keeps how this counter was made to look, for its next start."""
    when_shown: tuple[Callable[[], None], ...] = ()
    """Runs on the desk's lane, piece by piece, once the list and a hall are painted: what nobody
    waits for."""
    measured: Measured | None = None
    """Type until then, tell how it went, and close; None where nothing is measured."""
    customers: LateCustomers | None = None
    """The customers of the house; None for a counter without."""
    open_terminal: Callable[[], Terminal] | None = None
    """Gives a card terminal that is no device of an address; None for the one at `terminal`."""

    devices: Callable[[], DeviceRoom] | None = None
    """Where devices are set up; None for a counter without."""
    habits: TypingHabits | None = None
    """How the scanner that types does it; None for a US layout."""
    pole: str = ""
    """The device address of the customer's display of two lines; empty for none."""
    scanners: tuple[str, ...] = ()
    """The device addresses of scanners with a line of their own, and of readers of chips."""
    when_settled: Callable[[], None] = _nothing
    """Runs on the screen's thread, behind all of that and what a window makes ahead."""

    layouts: Path | None = None
    """The folder of the house's layouts of papers; None for a counter that shows none."""

    @property
    def has_terminal(self) -> bool:
        """Whether a card terminal is connected."""
        return bool(self.terminal) or self.open_terminal is not None


class DeviceAtWork(Protocol):
    """The device that a window stands on."""

    @property
    def lane(self) -> object:
        """The replica's lane; a window needs a `ReplicaLane`, with a thread of its own."""

    def listen(self, listener: Callable[[Changes], None], /) -> None:
        """Hear of changes; called on whatever thread made them."""
