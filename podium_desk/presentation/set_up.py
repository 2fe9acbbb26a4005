"""Which devices a counter or door works with: found, tried by one button, and kept.

Nothing has to be typed. A printer prints a page that a person compares with its picture; a scanner
scans one code that says how it types; a reader of chips reads a card; a camera shows what it sees.
Only what was tried and looked right is kept.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote

from hardware.proven import WEDGE, was_seen
from podium_desk.late_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from hardware.finding import FoundDevice
    from podium_desk.application.jobs import Jobs
    from podium_desk.i18n.words import Words


class Kind(StrEnum):
    """The kinds of devices, in the order of the page."""

    PRINTER = "printer"
    SCANNER = "scanner"
    CHIP = "chip"
    CAMERA = "camera"


@dataclass(frozen=True, slots=True)
class Kept:
    """What the settings name now; `scanners` has readers of chips too."""

    printer: str = ""
    scanners: tuple[str, ...] = ()
    camera: str = ""
    scanner_keys: str = ""

    def has(self, url: str) -> bool:
        """Whether this device is among them, also with options of its own behind it."""
        kept = (self.printer, self.camera, *self.scanners)
        return any(one == url or one.startswith(f"{url}?") for one in kept)


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a trial page: ``printed``, ``unproven``, ``unknown`` or why it was not."""

    outcome: str
    why: str = ""


class DeviceRoom(Protocol):
    """What the page asks; all of it on a lane that is not the replica's."""

    def found(self) -> tuple[FoundDevice, ...]:
        """What is there."""
        ...

    def kept(self) -> Kept:
        """What the settings name."""
        ...

    def print_trial(self, url: str) -> Tried:
        """Print a trial page there."""
        ...

    def trial_picture(self, url: str) -> bytes:
        """The page as it should look, as PNG."""
        ...

    def keep(self, kept: Kept) -> None:
        """Write the settings."""
        ...


@dataclass(frozen=True, slots=True)
class Offer:
    """One device to choose: its button's words, and what stands under them."""

    kind: Kind
    name: str
    detail: str
    url: str
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """The device that is being tried: what is asked of the person, and the picture to compare.

    `url` is its address, empty for a scanner that types. `can_keep` once something was seen of it.
    """

    kind: Kind
    url: str
    question: str
    picture: bytes = b""
    can_keep: bool = False
    has_other: bool = False
    """"No" tries it in another way."""


@dataclass(frozen=True, slots=True)
class SetUpView:
    """The page: what is found, what is tried, and a sentence about what was done."""

    offers: tuple[Offer, ...] = ()
    trial: Trial | None = None
    notice: str = ""
    is_busy: bool = False


OTHER_PAPERS = ("", "?width=384", "?width=512&dpi=180", "?width=576&proof=none")
"""How a printer is tried when the page looked wrong: 80 mm, 58 mm, 180 dpi, one that is mute."""


class SetUp:
    """Holds the page's state; every method is called on the screen's thread."""

    def __init__(
        self, room: DeviceRoom, jobs: Jobs, words: Words, failed: Callable[[Exception], None]
    ) -> None:
        self._room, self._jobs, self._words, self._failed = room, jobs, words, failed
        self._kept = Kept()
        self._found: tuple[FoundDevice, ...] = ()
        self._paper = 0
        self._learnt = ""
        self._listeners: list[Callable[[SetUpView], None]] = []
        self.view = SetUpView()

    def listen(self, listener: Callable[[SetUpView], None]) -> None:
        """Tell `listener` each new view."""
        self._listeners.append(listener)

    def look(self) -> None:
        """Look what is there; takes as long as the network is asked."""

        def came(told: tuple[tuple[FoundDevice, ...], Kept]) -> None:
            self._found, self._kept = told
            self._show(is_busy=False, notice="")

        self._show(is_busy=True, notice=self._words("set_up.looking"))
        self._jobs.submit(lambda: (self._room.found(), self._room.kept()), came, self._did_fail)

    def choose(self, offer: Offer) -> None:
        """Try this one."""
        self._paper = 0
        if offer.kind is Kind.PRINTER:
            self._print(offer.url)
        else:
            question = self._words(f"set_up.try_{offer.kind.value}")
            self._show(trial=Trial(offer.kind, offer.url, question), notice="")

    def set_up_typing(self) -> None:
        """Try the scanner that types, whichever it is."""
        self._show(trial=Trial(Kind.SCANNER, "", self._words("set_up.try_scanner")), notice="")

    def seen(self, says: str, *, is_good: bool, learnt: str = "") -> None:
        """Something was scanned, laid down or seen while a device is tried; `learnt` is how a
        scanner types."""
        trial = self.view.trial
        if trial is None:
            return
        self._learnt = learnt
        unseen = self._unseen(trial.url or WEDGE) if is_good else ""
        question = f"{says} {unseen}".strip()
        self._show(trial=replace(trial, question=question, can_keep=is_good))

    def _unseen(self, url: str) -> str:
        """That nobody saw this driver work on the real device; empty where somebody did."""
        return "" if was_seen(url) else self._words("set_up.never_seen")

    def yes(self) -> None:
        """It looks right: keep it."""
        trial = self.view.trial
        if trial is None or not trial.can_keep:
            return
        kept = self._with(trial)

        def done(_: None) -> None:
            self._kept = kept
            self._show(trial=None, is_busy=False, notice=self._words("set_up.kept"))

        self._show(is_busy=True)
        self._jobs.submit(lambda: self._room.keep(kept), done, self._did_fail)

    def no(self) -> None:
        """It looks wrong: a printer is tried for another paper, then left."""
        trial = self.view.trial
        if trial is None:
            return
        if trial.has_other:
            self._paper += 1
            self._print(trial.url.partition("?")[0])
        else:
            self._show(trial=None, notice=self._words(f"set_up.wrong_{trial.kind.value}"))

    def leave(self) -> None:
        """Try nothing more."""
        self._show(trial=None, notice="")

    def forget(self, offer: Offer) -> None:
        """Work without this one from now on."""
        kept = self._kept
        gone = {one for one in (kept.printer, kept.camera, *kept.scanners)
                if one == offer.url or one.startswith(f"{offer.url}?")}  # fmt: skip
        left = replace(
            kept,
            printer="" if kept.printer in gone else kept.printer,
            camera="" if kept.camera in gone else kept.camera,
            scanners=tuple(one for one in kept.scanners if one not in gone),
        )

        def done(_: None) -> None:
            self._kept = left
            self._show(is_busy=False, notice=self._words("set_up.forgotten"))

        self._jobs.submit(lambda: self._room.keep(left), done, self._did_fail)

    def _print(self, url: str) -> None:
        address = f"{url}{OTHER_PAPERS[self._paper]}" if "system://" not in url else url

        def came(told: tuple[Tried, bytes]) -> None:
            self._printed(address, *told)

        self._show(trial=None, is_busy=True, notice=self._words("set_up.printing"))
        self._jobs.submit(
            lambda: (self._room.print_trial(address), self._room.trial_picture(address)),
            came, self._did_fail,
        )  # fmt: skip

    def _printed(self, url: str, tried: Tried, picture: bytes) -> None:
        if tried.why:
            notice = self._words("set_up.not_printed", why=tried.why)
            self._show(is_busy=False, notice=notice)
            return
        unseen = self._unseen(url)
        proof = self._words(f"set_up.proof_{tried.outcome}")
        question = " ".join(filter(None, (self._words("set_up.looks_right"), proof, unseen)))
        has_other = self._paper + 1 < len(OTHER_PAPERS) and "system://" not in url
        trial = Trial(Kind.PRINTER, url, question, picture, can_keep=True, has_other=has_other)
        self._show(trial=trial, is_busy=False, notice="")

    def _with(self, trial: Trial) -> Kept:
        kept = self._kept
        match trial.kind:
            case Kind.PRINTER:
                return replace(kept, printer=trial.url)
            case Kind.CAMERA:
                return replace(kept, camera=trial.url)
            case _ if not trial.url:
                return replace(kept, scanner_keys=self._learnt)
            case _:
                others = tuple(one for one in kept.scanners if one != trial.url)
                return replace(kept, scanners=(*others, trial.url))

    def _did_fail(self, error: Exception) -> None:
        self._show(is_busy=False, notice=self._words("set_up.fault"))
        self._failed(error)

    def _show(self, **changed: object) -> None:
        view = replace(self.view, offers=self._offers(), **changed)  # type: ignore[arg-type]
        self.view = view
        for listener in self._listeners:
            listener(view)

    def _offers(self) -> tuple[Offer, ...]:
        known = {kind.value: kind for kind in Kind}
        offers = [
            Offer(known[one.kind.value], one.name, self._detail(one), one.url,
                  self._kept.has(one.url))
            for one in self._found
        ]  # fmt: skip
        urls = {one.url for one in offers}
        return (*offers, *(one for one in self._gone() if one.url not in urls))

    def _detail(self, one: FoundDevice) -> str:
        place = unquote(one.url)
        return place if one.is_sure else self._words("set_up.perhaps", url=place)

    def _gone(self) -> tuple[Offer, ...]:
        """What the settings name and is not found now."""
        kept, says = self._kept, self._words("set_up.not_found")
        named = [(Kind.PRINTER, kept.printer), (Kind.CAMERA, kept.camera)]
        named += [(Kind.CHIP if url.startswith("chip:") else Kind.SCANNER, url)
                  for url in kept.scanners]  # fmt: skip
        found = [one.url for one in self._found]
        return tuple(
            Offer(kind, url.partition("?")[0], says, url.partition("?")[0], True)
            for kind, url in named
            if url and not any(url == one or url.startswith(f"{one}?") for one in found)
        )
