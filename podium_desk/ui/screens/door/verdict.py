"""The verdict itself: an icon, a word and its lines, as large as the screen allows."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.door_view import DoorKind, Panel
from podium_desk.ui.screens.door.fitting import (
    LINE_HEIGHT,
    SMALLEST_PX,
    PlacedText,
    Setting,
    Wish,
    set_text,
)
from podium_desk.ui.screens.door.look import (
    BOLD,
    REGULAR,
    SEMIBOLD,
    accent,
    draw_icon,
    ink,
    readable,
)
from podium_desk.ui.screens.door.piece import Piece


@dataclass(frozen=True, slots=True)
class _Measures:
    """Sizes on a screen of 1280 by 800: largest and least of the word, then of the bold line."""

    icon_px: float
    gap_px: float
    word_px: tuple[float, float]
    headline_px: tuple[float, float]


_VERDICT = _Measures(300, 64, (116, 84), (50, 38))
_QUESTION = _Measures(110, 36, (64, 46), (46, 34))
_NUMBER = _Measures(200, 56, (190, 104), (46, 34))


class VerdictPane(Piece):
    """The icon, the word and the lines: what is read from two metres."""

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
        side = self._icon_side()
        _, above = self._icon_room()
        top = self._measures().gap_px * self.scale if above else (self.height() - side) / 2
        draw_icon(painter, self._panel.icon, accent(self._panel.tone), QRectF(0, top, side, side))
        painter.setPen(ink(self._panel.tone))
        for text in self.placed():
            text.setting.draw(painter, text.where.x(), text.where.y(), text.where.width())

    def _icon_room(self) -> tuple[float, float]:
        """What the icon takes to the left of the texts, and above them, in pixels."""
        side, gap = self._icon_side(), self._measures().gap_px * self.scale
        is_tall = self.height() > self.width()
        return (0.0, side + 2 * gap) if is_tall else (side + gap, 0.0)

    def _icon_side(self) -> float:
        """As large as is wanted, and no higher than the pane."""
        return min(self._measures().icon_px * self.scale, float(self.height()))

    def _measures(self) -> _Measures:
        if self._panel is None or self._panel.is_verdict:
            return _VERDICT
        return _NUMBER if self._panel.kind is DoorKind.GROUP else _QUESTION

    def _settings(self, panel: Panel, width: float, height: float) -> list[Setting]:
        scale, sizes = self.scale, self._measures()
        line_px = readable(34) * scale
        wishes = [
            Wish(panel.word, sizes.word_px[0] * scale, sizes.word_px[1] * scale, BOLD),
            Wish(panel.headline, sizes.headline_px[0] * scale, sizes.headline_px[1] * scale,
                 SEMIBOLD),
            *(Wish(line, line_px, 28 * scale, REGULAR) for line in panel.lines),
        ]  # fmt: skip
        settings = [set_text(wish, width) for wish in wishes if wish.text]
        room = height - sum(self._gaps(len(settings)))
        tall = sum(setting.height for setting in settings)
        if tall <= room:
            return settings
        return _shrunk(settings, room)

    def _gaps(self, count: int) -> list[float]:
        """The air below each text: more below the word."""
        gaps = [24 * self.scale, 16 * self.scale, 9 * self.scale, 9 * self.scale]
        if self._panel is not None and not self._panel.is_verdict:
            gaps = [gap / 2 for gap in gaps]
        return [*gaps[: count - 1], *[0.0] * count][:count]


def _shrunk(settings: list[Setting], room: float) -> list[Setting]:
    """The settings in less height: the large ones give, nothing goes below what can be read."""
    least = sum(len(one.lines) for one in settings) * SMALLEST_PX * LINE_HEIGHT
    give = sum(setting.height for setting in settings) - least
    share = max(0.0, (room - least) / give) if give > 0 else 0.0
    return [
        Setting(one.lines, SMALLEST_PX + (one.px - SMALLEST_PX) * share, one.weight)
        for one in settings
    ]
