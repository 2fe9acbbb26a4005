"""What a deed of the tour has at hand, and how a deed is written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field

from hardware.emulators.printer import EmulatedPrinter
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.tour.album import Album
from podium_desk.proving.tour.kassa import Kassa
from podium_desk.proving.tour.ledger import Owed
from podium_desk.proving.tour.surroundings import StandingTerminal
from podium_desk.replica.vouchers import vouchers_of
from podium_desk.ui.shell.hands import Hands

DONE = "Klaar"


@dataclass(slots=True)
class Scene:
    """The counter, and what stands around it."""

    kassa: Kassa
    terminal: StandingTerminal
    paper: EmulatedPrinter
    album: Album
    kept: dict[str, str] = field(default_factory=dict)
    """Codes of tickets, and numbers of vouchers, that customers hold in their hands."""
    facts: int = 0
    """How many facts stood in the log when the counter last said that something was done."""

    @property
    def hands(self) -> Hands:
        """The clerk's; other ones after each start of the program."""
        return self.kassa.hands

    def look(self, name: str, caption: str) -> None:
        """Take a picture of what the clerk sees now."""
        self.hands.rest()
        self.album.window(self.hands.window, name, caption)

    def look_at_the_display(self, name: str, caption: str) -> None:
        """Take a picture of what the customer sees now."""
        display = self.kassa.shell.display
        assert display is not None, "it opens with the counter"
        self.album.window(display, name, caption)

    def newest_ticket(self) -> str:
        """The code on a ticket of the newest sale, as a scanner reads it from its paper."""
        kassa = self.kassa

        def code() -> str:
            done = kassa.desk.last_sale()
            assert done is not None, "something was sold"
            return kassa.desk.selling.codes(done.order)[done.tickets[-1].id]

        return kassa.lane(code)

    def voucher_number(self) -> str:
        """The number on the newest gift voucher, as its paper has it."""
        work = self.kassa.device.work
        return self.kassa.lane(lambda: vouchers_of(work.replica.sql, work.house)[-1].number)

    def pass_number(self) -> str:
        """The number on the newest pass of the house, as its paper has it."""
        sql = self.kassa.device.work.replica.sql
        row = self.kassa.lane(lambda: sql.row("SELECT number FROM house_pass ORDER BY at_ms DESC"))
        assert row is not None, "a pass was sold"
        return str(row[0])

    def until_said(self, words: str) -> None:
        """Wait until the counter says so and has nothing in its basket any more; it says "done"
        of the sale before for a while, so something new must stand in its log too."""
        hands = self.hands

        def is_said() -> bool:
            is_new = words != DONE or self._facts() > self.facts
            return is_new and hands.sees(words) and not hands.sees("Code (C)")

        hands.until(is_said, f"not '{words}'")
        self.facts = self._facts()

    def _facts(self) -> int:
        """How many facts stand in the counter's log."""
        work = self.kassa.device.work
        return self.kassa.lane(lambda: work.replica.log.head(work.house, work.origin)[0])


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that happens at the counter.

    `asks` is what the customer or the clerk wants, in a sentence. `play` is the keys, or how it is
    done where there is more to it. `says` is what the counter says when it is done; empty when
    `play` waited for it. `strokes` is how many interactions it may take at most.
    """

    asks: str
    play: str | Callable[[Scene], None]
    owed: Owed = field(default_factory=Owed)
    says: str = DONE
    strokes: int = 99

    def run(self, scene: Scene) -> int:
        """Do it, wait for what the counter says, and give the number of interactions."""
        before = scene.hands.strokes
        hands = scene.hands
        if isinstance(self.play, str):
            hands.press(self.play)
        else:
            self.play(scene)
        if self.says:
            scene.until_said(self.says)
        return (scene.hands.strokes - before) if scene.hands is hands else scene.hands.strokes
