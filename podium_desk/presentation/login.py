"""Who are you? The tiles, the PIN and the badge; and a manager's PIN where a limit is reached."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from podium_desk.application.log_in import ClerkTile, LogIn
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.staff import PIN_DIGITS
from podium_desk.late_dataclass import dataclass

if TYPE_CHECKING:
    from podium_desk.application.clerks import Clerks
    from podium_desk.application.jobs import Jobs
    from podium_desk.application.order_desk import OrderDesk
    from podium_desk.application.till import Till
    from podium_desk.application.transfers import Transfers
    from podium_desk.i18n.words import Words


class TillDesk(Protocol):
    """What the till's screens ask of a counter; used on the replica's lane only."""

    @property
    def clerks(self) -> Clerks:
        """Log-in."""
        ...

    @property
    def till(self) -> Till:
        """Shifts, cash and reports."""
        ...

    @property
    def transfers(self) -> Transfers:
        """Money that came by the bank."""
        ...

    @property
    def orders(self) -> OrderDesk:
        """The orders that it pays."""
        ...


def _keep_nothing(_tiles: tuple[ClerkTile, ...]) -> None:
    """The next start does not know who works here before it has looked."""


def _nothing_more() -> None:
    """Nothing waits for who works here."""


def _kept(_: None) -> None:
    """Nobody waits for it."""


@dataclass(frozen=True, slots=True)
class TileView:
    """One person to choose."""

    number: int
    name: str
    role: str
    initials: str


@dataclass(frozen=True, slots=True)
class LoginView:
    """The log-in page. `chosen` is the name of who types a PIN, empty while tiles are shown."""

    is_shown: bool = False
    title: str = ""
    hint: str = ""
    tiles: tuple[TileView, ...] = ()
    chosen: str = ""
    digits: int = 0
    notice: str = ""
    is_busy: bool = False
    can_leave: bool = False


class LoginPresenter:
    """Holds the page's state; every method is called on the screen's thread."""

    def __init__(
        self,
        desk: Callable[[], TillDesk],
        jobs: Jobs,
        words_now: Callable[[], Words],
        report_fault: Callable[[Exception], None],
    ) -> None:
        self._desk = desk
        self._jobs = jobs
        self._words_now = words_now
        self._report_fault = report_fault
        self._keep: Callable[[tuple[ClerkTile, ...]], None] = _keep_nothing
        self._is_early = self._is_locking = False
        self._log_in: LogIn | None = None
        self._chosen: ClerkTile | None = None
        self._pin = ""
        self._notice = ""
        self._wait_s = 0
        self._is_busy = False
        self._may_be_scanned = self._is_held = False
        self._approved: Callable[[], None] | None = None
        self._listeners: list[Callable[[LoginView], None]] = []

    @property
    def words(self) -> Words:
        """The language that the page speaks now."""
        return self._words_now()

    @property
    def clerk(self) -> str:
        """The name of who works here now; empty for nobody."""
        known = self._log_in
        return "" if known is None or known.clerk is None else known.clerk.name

    @property
    def has_staff(self) -> bool:
        """Whether anybody can log in here at all."""
        return self._log_in is not None and bool(self._log_in.tiles)

    @property
    def view(self) -> LoginView:
        """The page now."""
        known, words = self._log_in, self.words
        if known is None or not (known.is_needed or self._approved is not None):
            return LoginView()
        is_approval = self._approved is not None
        tiles = [tile for tile in known.tiles if tile.is_manager or not is_approval]
        waits = words("login.wait", n=self._wait_s) if self._wait_s else ""
        return LoginView(
            is_shown=True,
            title=words("login.approve" if is_approval else "login.who"),
            hint=self._hint(),
            tiles=tuple(_tile(tile, words) for tile in tiles),
            chosen="" if self._chosen is None else self._chosen.name,
            digits=len(self._pin),
            notice=waits or self._notice,
            is_busy=self._is_busy,
            can_leave=is_approval or self._chosen is not None,
        )

    def listen(self, listener: Callable[[LoginView], None]) -> None:
        """Hear of each new view."""
        self._listeners.append(listener)

    def keep_by(self, keep: Callable[[tuple[ClerkTile, ...]], None]) -> None:
        """`keep` is told on the lane who can log in, for the next start."""
        self._keep = keep

    def expect(self, tiles: tuple[ClerkTile, ...]) -> None:
        """These could log in the last time: show them before the desk is open.

        What is typed waits on the lane behind the opening, and is judged there. The first `look`
        corrects what changed since.
        """
        self._is_early = True
        self._log_in = LogIn(tiles, None, is_needed=True)
        self._tell()

    def look(self, then: Callable[[], None] = _nothing_more) -> None:
        """Ask who works here; the page comes up by itself where somebody has to log in. `then`
        follows once it is known."""

        def came(log_in: LogIn) -> None:
            if not self._is_locking:
                self._came(log_in)
            then()

        self._jobs.submit(lambda: self._desk().clerks.look(), came, self._failed)

    def lock(self) -> None:
        """Nobody works here until somebody logs in; the basket stays as it is."""
        known = self._log_in
        if known is None or not known.tiles:
            self.look()
            return

        def lock_and_look() -> LogIn:
            clerks = self._desk().clerks
            clerks.lock()
            return clerks.look()

        self._forget()
        # It covers the counter before the next key, whatever the lane still has to do.
        self._is_locking = True
        self._log_in = LogIn(known.tiles, None, is_needed=True)
        self._jobs.submit(lock_and_look, self._locked, self._failed)
        self._tell()

    def ask_manager(self, approved: Callable[[], None]) -> None:
        """Show the page for a manager's PIN; `approved` follows once it was right."""
        self._forget()
        self._approved = approved
        self._tell()

    def for_manager(self, wanted: Callable[[], None]) -> None:
        """What only a manager may see: at once where one stands here, or where nobody logs in;
        else after a manager's PIN. Where that is not known yet it waits; nothing at a locked
        counter."""
        known = self._log_in
        if known is None or self._is_early:
            self.look(lambda: self.for_manager(wanted))
            return
        if known.is_needed:
            return
        if not known.tiles or (known.clerk is not None and known.clerk.is_manager):
            wanted()
            return

        def approved() -> None:
            self._jobs.submit(
                lambda: self._desk().clerks.use_word(), lambda _name: wanted(), self._failed
            )

        self.ask_manager(approved)

    def choose(self, number: int) -> None:
        """This person is going to type a PIN."""
        self._is_held = False
        tiles = () if self._log_in is None else self._log_in.tiles
        self._chosen = next((tile for tile in tiles if tile.number == number), None)
        self._pin = self._notice = ""
        self._tell()

    def choose_nth(self, place: int) -> None:
        """The n-th tile from 1: a digit key while tiles are shown."""
        tiles = self.view.tiles
        if 0 < place <= len(tiles):
            self.choose(tiles[place - 1].number)

    def digit(self, digit: int) -> None:
        """One digit: of the PIN, or of a tile. The fourth one logs in, as soon as it is known to
        be a person's."""
        may_be_scanned, self._may_be_scanned = self._may_be_scanned, False
        if self._is_busy or self._is_held:
            return
        if self._chosen is None:
            self.choose_nth(digit)
            return
        if self._wait_s:
            return
        self._pin += str(digit)
        self._notice = ""
        if len(self._pin) == PIN_DIGITS:
            self._is_held = may_be_scanned
            self._try_pin()
        self._tell()

    def before_digit(self) -> Callable[[], None] | None:
        """How the next digit is taken back, should a scanner have typed it; else `typed` follows.
        None while nothing is typed."""
        if self._is_busy or self._is_held:
            return None
        before = self._chosen, self._pin, self._notice
        self._may_be_scanned = True

        def take_back() -> None:
            self._may_be_scanned = self._is_held = False
            self._chosen, self._pin, self._notice = before
            self._tell()

        return take_back

    def typed(self) -> None:
        """A person typed the digit that `before_digit` was asked for: a whole PIN is tried."""
        is_held, self._is_held = self._is_held, False
        self._may_be_scanned = False
        if is_held:
            self._try_pin()
            self._tell()

    def erase(self) -> None:
        """Take one digit back."""
        if not self._is_busy:
            self._is_held = False
            self._pin = self._pin[:-1]
            self._tell()

    def leave(self) -> None:
        """Esc: back to the tiles; from a manager's question, back to what asked it."""
        if self._is_busy:
            return
        if self._chosen is None:
            self._approved = None
        self._is_held = False
        self._chosen = None
        self._pin = self._notice = ""
        self._wait_s = 0
        self._tell()

    def badge(self, code: str) -> None:
        """A badge was scanned: it logs in whoever wears it."""
        if self._is_busy or self._approved is not None or not self.view.is_shown:
            return
        self._is_busy = True
        self._jobs.submit(
            lambda: self._desk().clerks.log_in_by_badge(code), self._entered, self._failed
        )
        self._tell()

    def tick(self) -> None:
        """A second has gone by."""
        if self._wait_s:
            self._wait_s -= 1
            self._tell()

    def _try_pin(self) -> None:
        if self._chosen is not None and not self._is_held:
            self._try(self._chosen.number, self._pin)

    def _try(self, number: int, pin: str) -> None:
        self._is_busy = True
        if self._approved is None:
            self._jobs.submit(
                lambda: self._desk().clerks.log_in(number, pin), self._entered, self._failed
            )
        else:
            self._jobs.submit(
                lambda: self._desk().clerks.approve(number, pin), self._said_yes, self._failed
            )

    def _entered(self, outcome: ClerkTile | Refusal) -> None:
        self._is_busy = False
        if isinstance(outcome, Refusal):
            self._refused(outcome)
        else:
            self._forget()
            self.look()

    def _said_yes(self, outcome: str | Refusal) -> None:
        self._is_busy = False
        if isinstance(outcome, Refusal):
            self._refused(outcome)
            return
        approved = self._approved
        self._forget()
        self._tell()
        if approved is not None:
            approved()

    def _refused(self, refusal: Refusal) -> None:
        self._pin = ""
        if refusal.reason is RefusalReason.PIN_WAIT:
            self._wait_s = int(refusal.details["n"])
        self._notice = self.words(f"refusals.{refusal.reason.value}")
        self._tell()

    def _locked(self, log_in: LogIn) -> None:
        self._is_locking = False
        self._came(log_in)

    def _came(self, log_in: LogIn) -> None:
        self._is_early = False
        self._log_in = log_in
        if self._chosen is not None and self._chosen not in log_in.tiles:
            self._chosen, self._pin, self._is_held = None, "", False
        self._tell()
        self._jobs.submit(lambda: self._keep(log_in.tiles), _kept, self._report_fault)

    def _hint(self) -> str:
        if self._is_early and self._is_busy:
            return self.words("login.opening")
        return self.words("login.pin_hint" if self._chosen else "login.hint")

    def _forget(self) -> None:
        self._may_be_scanned = self._is_held = False
        self._chosen = self._approved = None
        self._pin = self._notice = ""
        self._wait_s = 0
        self._is_busy = False

    def _failed(self, error: Exception) -> None:
        self._is_busy = self._is_locking = False
        self._pin = ""
        self._report_fault(error)
        self._notice = self.words("counter.fault")
        self._tell()

    def _tell(self) -> None:
        view = self.view
        for listener in self._listeners:
            listener(view)


def _tile(tile: ClerkTile, words: Words) -> TileView:
    initials = "".join(part[0] for part in tile.name.split()[:2]).upper()
    return TileView(tile.number, tile.name, words(f"clerks.role_{tile.role}"), initials)
