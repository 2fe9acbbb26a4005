"""The printers of the soak: an emulated one of each family behind TCP, and what may befall it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import field, replace
from enum import Enum
from functools import partial
from random import Random

from hardware.emulators.escpos_paper import EscPos
from hardware.emulators.fgl_paper import Fgl
from hardware.emulators.printer import EmulatedPrinter, Language, PrinterFaults
from hardware.emulators.star_paper import star_line, star_raster
from hardware.emulators.tcp_server import TcpPrinterServer
from hardware.emulators.zpl_paper import Zpl
from hardware.printing.port import PrinterState
from hardware.registry import open_printer
from podium_desk.application.printing import PrinterAt
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.print_soak.tray import ROWS, Tray

WIDTH_DOTS = 64
JOB_BYTES = (60, 700, 1600, 4000)
"""What the talk before a job comes to, and jobs with it: a cable is pulled somewhere below one."""
TALL_DOTS = 64
LEISURE_S = 20.0


class Trouble(Enum):
    """What befalls a printer during one job."""

    NONE = "none"
    PAPER_OUT = "paper was out before"
    PAPER_ENDS = "paper ended halfway and was refilled"
    PAPER_STAYS_OUT = "paper ended halfway and nobody came"
    COVER = "cover was open before"
    COVER_HALFWAY = "cover opened halfway and was closed"
    CABLE = "cable pulled"
    POWER = "printer lost its power"
    SILENT = "silent after printing"
    MUTE = "mute from the beginning"
    GARBAGE = "answered garbage"
    OFF = "switched off"


_PAPER = (
    Trouble.PAPER_OUT, Trouble.PAPER_ENDS, Trouble.PAPER_STAYS_OUT, Trouble.COVER_HALFWAY
)  # fmt: skip

LANGUAGES: dict[str, tuple[Callable[[EmulatedPrinter], Language], bool, str]] = {
    "escpos": (EscPos, True, ""),
    "escpos without process ids": (EscPos, False, ""),
    "star": (star_raster, True, ""),
    "starline": (star_line, True, ""),
    "fgl": (partial(Fgl, height_dots=TALL_DOTS), True, f"&height={TALL_DOTS}&dpi=200"),
    "zpl": (Zpl, True, "&cutter=yes"),
}
"""Each family: its language, whether it gives its best proof, and its part of the address."""


class SoakPrinter:
    """One emulated printer; its papers fall into the tray."""

    def __init__(self, family: str, tray: Tray, deadline_s: float) -> None:
        language, gives_proof, options = LANGUAGES[family]
        faults = PrinterFaults(gives_proof=gives_proof, buffer_bytes=4096)
        self.family = family
        self.paper = EmulatedPrinter(language, WIDTH_DOTS, faults, tray.fell)
        self.server = TcpPrinterServer(self.paper)
        self._timers: list[threading.Timer] = []
        self._is_closed = False
        self._deadline_s = deadline_s
        self._url = f"{self.server.url}?width={WIDTH_DOTS}{options}"
        self.meet()
        self.server.__enter__()

    def meet(self) -> None:
        """A program that has just started knows nothing of this printer."""
        self.at = PrinterAt(self._url, open_printer(self._url), self._deadline_s)

    def begin(self, trouble: Trouble, rng: Random) -> None:
        """Let this befall the next job."""
        faults = self.paper.faults
        if trouble in _PAPER:
            faults.rows_left = 0 if trouble is Trouble.PAPER_OUT else 1 + rng.randrange(ROWS + 8)
        elif trouble is Trouble.COVER:
            self.paper.set_cover(is_open=True)
        elif trouble is Trouble.CABLE:
            self.server.drop_after_bytes = 1 + rng.randrange(rng.choice(JOB_BYTES))
        elif trouble is Trouble.OFF:
            self.server.drop_after_bytes = 1
        elif trouble is Trouble.POWER:
            self._in(rng.random() * 0.02, self.server.cut_power)
        elif trouble is Trouble.SILENT:
            faults.mute_after_tickets = len(self.paper.tickets) + 1
        faults.is_mute = trouble is Trouble.MUTE
        faults.answers_garbage = trouble is Trouble.GARBAGE

    def heard(self, trouble: Trouble, state: PrinterState) -> None:
        """Somebody at the printer does what its state asks for."""
        if trouble is Trouble.COVER_HALFWAY and state is PrinterState.PAPER_OUT:
            self.paper.set_cover(is_open=True)
            self.paper.refill()
            self._in(0.002, partial(self.paper.set_cover, is_open=False))
        elif trouble is Trouble.PAPER_ENDS and state is PrinterState.PAPER_OUT:
            self.paper.refill()

    def mend(self) -> None:
        """Put all right again; what the printer still holds it prints now."""
        for timer in self._timers:
            timer.join()
        self._timers.clear()
        self.server.drop_after_bytes = None
        faults = self.paper.faults
        faults.is_mute = faults.answers_garbage = False
        faults.mute_after_tickets = None
        self.paper.refill()
        self.paper.set_cover(is_open=False)

    def at_leisure(self) -> PrinterAt:
        """The same printer for whoever has time: no job ends because this machine is slow."""
        return replace(self.at, deadline_s=LEISURE_S)

    def close(self) -> None:
        """Switch it off for good."""
        self.mend()
        if not self._is_closed:
            self._is_closed = True
            self.at.printer.close()
            self.server.__exit__(None, None, None)

    def _in(self, seconds: float, what: Callable[[], None]) -> None:
        timer = threading.Timer(seconds, what)
        self._timers.append(timer)
        timer.start()


@dataclass(slots=True)
class Luck:
    """How often what befalls, and what did."""

    chance: float
    befell: dict[str, int] = field(default_factory=dict)

    def draw(self, rng: Random) -> Trouble:
        """Draw what befalls the next job."""
        if rng.random() >= self.chance:
            return Trouble.NONE
        return rng.choice([trouble for trouble in Trouble if trouble is not Trouble.NONE])

    def note(self, what: str) -> None:
        """Count it."""
        self.befell[what] = self.befell.get(what, 0) + 1
