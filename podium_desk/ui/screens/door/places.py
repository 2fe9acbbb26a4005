"""Where everything of the door's screen stands, at any size, upright or lying, in large text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.door_view import DoorKind, DoorView
from podium_desk.ui.screens.door.evening import EveningPane
from podium_desk.ui.screens.door.letters import LettersPane
from podium_desk.ui.screens.door.look import readable
from podium_desk.ui.screens.door.piece import Piece
from podium_desk.ui.screens.door.pieces import (
    COUNT_EDGE_PX,
    TOP_PX,
    ActionButton,
    BandRow,
    CountPane,
    NoticePane,
    StripRow,
    TopRow,
)
from podium_desk.ui.screens.door.preview import PreviewPane
from podium_desk.ui.screens.door.tiles import TilesPane
from podium_desk.ui.screens.door.verdict import VerdictPane

REFERENCE = QSize(1280, 800)
_SHARE_OVER_TILES = {DoorKind.MENU: 0.2, DoorKind.GROUP: 0.62}
"""How much of the middle is for the words over some pages' tiles."""
MENU_SCALE = 0.68
"""The menu's button is a small one."""


@dataclass(slots=True)
class Places:
    """The parts of the screen, and where they stand."""

    window: QWidget
    top: TopRow
    menu: ActionButton
    bands: Sequence[BandRow]
    verdict: VerdictPane
    tiles: TilesPane
    letters: LettersPane
    evening: EveningPane
    buttons: Sequence[ActionButton]
    count: CountPane
    strips: StripRow
    preview: PreviewPane
    notice: NoticePane
    has_camera: bool = False
    """Its picture is shown, but where letters are touched."""

    @property
    def scale(self) -> float:
        """This screen's size beside that of the drawing."""
        reference = REFERENCE.transposed() if self._is_tall() else REFERENCE
        size = self.window.size()
        return min(size.width() / reference.width(), size.height() / reference.height())

    def bands_height(self, view: DoorView) -> int:
        """What the bands take from the top."""
        return len(view.bands) * self._band_height(view)

    def arrange(self, view: DoorView) -> None:
        """Put every part in its place for this view."""
        scale, whole = self.scale, self.window.size()
        margin = round(60 * scale)
        width, top = whole.width() - 2 * margin, self.bands_height(view)
        scaled: tuple[Piece | ActionButton | TilesPane | LettersPane, ...] = (
            self.top, self.verdict, self.count, self.strips, self.preview, self.notice, self.tiles,
            self.letters, self.evening, *self.bands, *self.buttons,
        )  # fmt: skip
        for piece in scaled:
            piece.scale = scale
        self._arrange_bands(view)
        head = self._arrange_top(margin, top + round(40 * scale), width)
        strips_y = self._arrange_strips(view, margin, width)
        foot_y = strips_y - round((272 if self._is_tall() else 146) * scale)
        self._arrange_foot(margin, foot_y, scale)
        self._arrange_middle(view, head, foot_y - round(20 * scale) - head)

    def _arrange_strips(self, view: DoorView, margin: int, width: int) -> int:
        """The last results at the foot, or what was just done; gives where they begin.

        A question has the whole foot for its answers: no results, and what is said to it stands at
        the top, so that nothing under a finger moves.
        """
        scale, whole = self.scale, self.window.height()
        is_shown = view.panel.is_verdict and not view.notice and not _is_crowded(view)
        self.strips.setVisible(is_shown)
        strip = round(44 * (readable(20) / 20 if is_shown else 1.0) * scale)
        high = round(52 * readable(26) / 26 * scale)
        if view.notice and view.panel.is_verdict:
            strip = max(strip, high)
        y = whole - round(52 * scale) - strip
        self.strips.setGeometry(margin, y, width, strip)
        notice_y = y + strip - high if view.panel.is_verdict else self.top.y()
        self.notice.setGeometry(margin, notice_y, width, high)
        self.notice.raise_()
        return y if view.panel.is_verdict else y + round(72 * scale)

    def _is_tall(self) -> bool:
        """A tablet held upright: what stands side by side goes below each other."""
        return self.window.height() > self.window.width()

    def _band_height(self, view: DoorView) -> int:
        """One is broad; more of them share their height, so that the verdict keeps its room."""
        is_one = len(view.bands) == 1
        return round((BandRow.HEIGHT_PX if is_one else BandRow.SHARED_HEIGHT_PX) * self.scale)

    def _arrange_bands(self, view: DoorView) -> None:
        height = self._band_height(view)
        for index, row in enumerate(self.bands):
            row.setGeometry(0, index * height, self.window.width(), height)
            row.setVisible(index < len(view.bands))

    def _arrange_top(self, margin: int, y: int, width: int) -> int:
        """The top line and the menu's button; gives where the middle begins."""
        scale = self.scale
        self.menu.scale = MENU_SCALE * scale
        wanted = self.menu.sizeHint()
        self.menu.setGeometry(
            margin + width - wanted.width(), y - round(6 * scale), wanted.width(), wanted.height()
        )
        room = width - wanted.width() - round(20 * scale)
        lines = 1.3 if self.top.is_in_two(room) else 1.0
        high = round(2.1 * readable(TOP_PX) * lines * scale)
        self.top.setGeometry(margin, y, room, high)
        return y + max(high, wanted.height()) + round(4 * scale)

    def _arrange_foot(self, margin: int, y: int, scale: float) -> None:
        whole = self.window.width()
        count_width = round(400 * scale)
        count_x = whole - margin - count_width
        edge = round(COUNT_EDGE_PX * scale)
        self.count.setGeometry(count_x, y, count_width + edge, round(122 * scale))
        x, gap, room = margin, round(20 * scale), count_x - margin
        if self._is_tall():
            y, room = y + round(126 * scale), whole - 2 * margin
        shown = [button for button in self.buttons if button.action is not None]
        wanted = sum(button.sizeHint().width() + gap for button in shown)
        for button in shown:
            button.scale = scale * min(1.0, room / wanted)
            wide = button.sizeHint().width()
            button.setGeometry(x, y + round(14 * scale), wide, round(96 * scale))
            x += wide + gap

    def _arrange_middle(self, view: DoorView, y: int, height: int) -> None:
        scale = self.scale
        left, margin = round(84 * scale), round(60 * scale)
        width = self.window.width() - left - margin
        share = _share_of_texts(view)
        self.preview.setVisible(self.has_camera and not view.panel.keyboard)
        if self.has_camera and not view.panel.keyboard:
            width -= self._arrange_preview(y, height, scale)
            if self._is_tall() and share < 1.0:
                # Upright the picture stands beside a verdict's icon; anything else goes below it.
                taken = round((64 + 180 + 34 + 12) * scale)
                y, height = y + taken, height - taken
        texts = round(height * share)
        self.verdict.setGeometry(left, y, width, texts)
        below, rest = y + texts + round(12 * scale), height - texts - round(12 * scale)
        if view.panel.keyboard and view.panel.tiles:
            tall = round(rest * (0.42 if self._is_tall() else 0.3))
            self.tiles.setGeometry(margin, below, width + left - margin, tall)
            below, rest = below + tall + round(12 * scale), rest - tall - round(12 * scale)
        else:
            self.tiles.setGeometry(margin, below, width + left - margin, rest)
        self.letters.setGeometry(margin, below, width + left - margin, rest)
        self.evening.setGeometry(left, below, width, rest)
        self.tiles.arrange()
        self.letters.arrange()

    def _arrange_preview(self, y: int, height: int, scale: float) -> int:
        """The camera's picture to the right of the verdict, or above it; gives what it takes."""
        wide, tall = round(320 * scale), round((180 + 34) * scale)
        x = self.window.width() - round(60 * scale) - wide
        down = 64 * scale if self._is_tall() else (height - tall) / 2
        self.preview.setGeometry(x, y + round(down), wide, tall)
        return 0 if self._is_tall() else wide + round(32 * scale)


def _is_crowded(view: DoorView) -> bool:
    """Whether large text leaves a verdict no room for what was before it."""
    return readable(20) > 26 and view.panel.kind is not DoorKind.WAITING


def _share_of_texts(view: DoorView) -> float:
    """How much of the middle is for the words; the rest is for what stands below them."""
    panel = view.panel
    if panel.keyboard:
        return 0.3
    if panel.tiles:
        return _SHARE_OVER_TILES.get(panel.kind, 0.5)
    if shows_evening(view):
        return 0.42 if panel.kind is DoorKind.EVENING else 0.56
    return 1.0


def shows_evening(view: DoorView) -> bool:
    """Whether the rows of the evening stand below the words: in large text on their page only."""
    has_rows = bool(view.evening.sections or view.evening.doors)
    return has_rows and (view.panel.kind is DoorKind.EVENING or readable(20) <= 26)
