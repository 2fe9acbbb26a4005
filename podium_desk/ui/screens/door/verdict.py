"""The verdict itself: an icon, a word and its lines, as large as the screen allows."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.door_view import Panel
from podium_desk.ui.screens.door.fitting import LINE_HEIGHT, SMALLEST_PX, Setting, Wish, set_text
from podium_desk.ui.screens.door.look import BOLD, REGULAR, SEMIBOLD, accent, draw_icon, ink
from podium_desk.ui.screens.door.piece import Piece


@dataclass(frozen=True, slots=True)
class PlacedText:
    """One text of the verdict with the place it got."""

    setting: Setting
    where: QRectF


class VerdictPane(Piece):
    """The icon, the word and the lines: what is read from two metres."""

    ICON_PX, GAP_PX = 300, 64

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._panel: Panel | None = None

    def show_panel(self, panel: Panel, spoken: str) -> None:
        """Show this verdict."""
        self._panel = panel
        self.setAccessibleName(spoken)
        self.update()

    def placed(self) -> tuple[PlacedText, ...]:
        """Every text with its size and place, stacked beside the icon; below it on a tall pane."""
        if self._panel is None:
            return ()
        left, above = self._icon_room()
        width, height = self.width() - left, self.height() - above
        settings = self._settings(self._panel, width, height)
        gaps = self._gaps(len(settings))
        total = sum(setting.height for setting in settings) + sum(gaps)
        y = above + max(0.0, (height - total) / (4 if above else 2))
        placed = []
        for setting, gap in zip(settings, gaps, strict=True):
            placed.append(PlacedText(setting, QRectF(left, y, width, setting.height)))
            y += setting.height + gap
        return tuple(placed)

    def draw(self, painter: QPainter) -> None:
        """The icon, the texts."""
        if self._panel is None:
            return
        side = self.ICON_PX * self.scale
        _, above = self._icon_room()
        top = self.GAP_PX * self.scale if above else (self.height() - side) / 2
        draw_icon(painter, self._panel.icon, accent(self._panel.tone), QRectF(0, top, side, side))
        painter.setPen(ink(self._panel.tone))
        for text in self.placed():
            text.setting.draw(painter, text.where.x(), text.where.y(), text.where.width())

    def _icon_room(self) -> tuple[float, float]:
        """What the icon takes to the left of the texts, and above them, in pixels."""
        side, gap = self.ICON_PX * self.scale, self.GAP_PX * self.scale
        is_tall = self.height() > self.width()
        return (0.0, side + 2 * gap) if is_tall else (side + gap, 0.0)

    def _settings(self, panel: Panel, width: float, height: float) -> list[Setting]:
        scale = self.scale
        wishes = [
            Wish(panel.word, 116 * scale, 84 * scale, BOLD),
            Wish(panel.headline, 50 * scale, 38 * scale, SEMIBOLD),
            *(Wish(line, 34 * scale, 28 * scale, REGULAR) for line in panel.lines),
        ]
        settings = [set_text(wish, width) for wish in wishes if wish.text]
        room = height - sum(self._gaps(len(settings)))
        tall = sum(setting.height for setting in settings)
        if tall <= room:
            return settings
        return _shrunk(settings, room)

    def _gaps(self, count: int) -> list[float]:
        """The air below each text: more below the word."""
        gaps = [24 * self.scale, 16 * self.scale, 9 * self.scale, 9 * self.scale]
        return [*gaps[: count - 1], 0.0][:count]


def _shrunk(settings: list[Setting], room: float) -> list[Setting]:
    """The settings in less height: the large ones give, nothing goes below what can be read."""
    least = sum(len(one.lines) for one in settings) * SMALLEST_PX * LINE_HEIGHT
    give = sum(setting.height for setting in settings) - least
    share = max(0.0, (room - least) / give) if give > 0 else 0.0
    return [
        Setting(one.lines, SMALLEST_PX + (one.px - SMALLEST_PX) * share, one.weight)
        for one in settings
    ]
