"""What stands around the verdict: top line, bands, buttons, count, last results, notices."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from podium_desk.presentation.door_view import (
    Band,
    DoorAction,
    DoorView,
    Strip,
    Tone,
)
from podium_desk.ui.screens.door.fitting import (
    Setting,
    Wish,
    set_text,
    shorten,
    wide_of,
)
from podium_desk.ui.screens.door.look import (
    BOLD,
    REGULAR,
    SEMIBOLD,
    draw_icon,
    font,
    ground,
    ink,
    readable,
    surface,
    thin,
    training_colours,
)
from podium_desk.ui.screens.door.piece import Piece

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter
TOP_PX = 23
_CHIP_PX, _ICON = 21, 1.3
"""What stands in a chip of the top line; its icon is as many times that."""
GREW_MS = 400
COUNT_EDGE_PX = 16
"""Room to the right of the count, for the light when it grows."""


class ActionButton(QAbstractButton):
    """A useful action and its key, drawn as a key cap."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.scale = 1.0
        self._is_answer = False
        self._tone = Tone.WAITING
        self.action: DoorAction | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_action(self, action: DoorAction | None, tone: Tone, is_answer: bool) -> None:
        """Show this action, or nothing; filled where it is the answer to a question."""
        self.action, self._tone, self._is_answer = action, tone, is_answer
        self.setVisible(action is not None)
        if action is not None:
            self.setText(action.label)
            self.setAccessibleName(f"{action.label} ({action.key})")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for its words, its key and their air."""
        text = QFontMetricsF(self._font()).horizontalAdvance(self.text())
        return QSize(round(text + self._key_width() + 92 * self.scale), round(96 * self.scale))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The action's words to the left, its key to the right."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body, paper = ink(self._tone), ground(self._tone)
        line = 3 * self.scale
        box = QRectF(self.rect()).adjusted(line, line, -line, -line)
        fill = body if self._is_answer else thin(body, 0.0)
        if self.isDown():
            fill = thin(body, 0.75 if self._is_answer else 0.15)
        painter.setPen(QPen(body, line))
        painter.setBrush(fill)
        painter.drawRoundedRect(box, 14 * self.scale, 14 * self.scale)
        self._draw_words(painter, box, paper if self._is_answer else body)
        painter.end()

    def _draw_words(self, painter: QPainter, box: QRectF, colour: QColor) -> None:
        painter.setPen(colour)
        painter.setFont(self._font())
        pad, key_width = 28 * self.scale, self._key_width()
        painter.drawText(box.adjusted(pad, 0, -pad - key_width, 0), int(_LEFT), self.text())
        cap_height = 1.9 * readable(24) * self.scale
        cap = QRectF(
            box.right() - pad * 0.85 - key_width,
            box.center().y() - cap_height / 2,
            key_width,
            cap_height,
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(thin(colour, 0.75), 2 * self.scale))
        painter.drawRoundedRect(cap, 8 * self.scale, 8 * self.scale)
        painter.setPen(colour)
        painter.setFont(font(readable(24) * self.scale, SEMIBOLD))
        painter.drawText(cap, int(_CENTRE), self.action.key if self.action else "")

    def _font(self) -> QFont:
        return font(readable(31) * self.scale, SEMIBOLD)

    def _key_width(self) -> float:
        key = self.action.key if self.action else ""
        metrics = QFontMetricsF(font(readable(24) * self.scale, SEMIBOLD))
        return max(46 * self.scale, metrics.horizontalAdvance(key) + 26 * self.scale)


class CountPane(Piece):
    """How many are in, of how many: large figures of one width and a thin bar."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view: DoorView | None = None
        self._grew = QTimer(self)
        self._grew.setSingleShot(True)
        self._grew.setInterval(GREW_MS)
        self._grew.timeout.connect(self.update)

    def show_view(self, view: DoorView) -> None:
        """Show this view's count; when it grew, it is lit for a moment (ux.md 4)."""
        before = self._view
        is_counted = before is not None and before.expected > 0
        if before is not None and is_counted and view.inside > before.inside:
            self._grew.start()
        self._view = view
        self.setAccessibleName(f"{view.inside_label} {view.count_text}")
        self.update()

    def draw(self, painter: QPainter) -> None:
        """The label, the figures, the bar; all flush right."""
        if self._view is None:
            return
        view, scale = self._view, self.scale
        width = self.width() - COUNT_EDGE_PX * scale
        colour = ink(view.panel.tone)
        if self._grew.isActive():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(thin(colour, 0.2))
            painter.drawRoundedRect(QRectF(self.rect()), 14 * scale, 14 * scale)
        painter.setPen(colour)
        painter.setFont(font(readable(26) * scale, REGULAR))
        high = max(32.0, 1.2 * readable(26)) * scale
        painter.drawText(QRectF(0, 0, width, high), int(_RIGHT), view.inside_label)
        figures = set_text(Wish(view.count_text, 72 * scale, 20 * scale, BOLD, 1), width)
        painter.setFont(figures.font())
        below = QRectF(0, high, width, 108 * scale - high)
        painter.drawText(below, int(_RIGHT | Qt.TextFlag.TextDontClip), view.count_text)
        self._draw_bar(painter, colour, figures.width())

    def _draw_bar(self, painter: QPainter, colour: QColor, wide: float) -> None:
        if self._view is None or self._view.expected <= 0:
            return
        scale = self.scale
        share = min(1.0, self._view.inside / self._view.expected)
        bar = QRectF(self.width() - COUNT_EDGE_PX * scale - wide, 112 * scale, wide, 7 * scale)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(thin(colour, 0.22))
        painter.drawRoundedRect(bar, 3.5 * scale, 3.5 * scale)
        painter.setBrush(colour)
        bar.setWidth(max(7 * scale, wide * share) if share else 0.0)
        painter.drawRoundedRect(bar, 3.5 * scale, 3.5 * scale)


class StripRow(Piece):
    """The last results, small: icon, seat, how long ago; what does not fit is left off."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._strips: tuple[Strip, ...] = ()
        self._tone = Tone.WAITING

    def show_strips(self, strips: tuple[Strip, ...], tone: Tone, title: str) -> None:
        """Show these, newest first."""
        self._strips, self._tone = strips, tone
        said = ", ".join(f"{strip.label} {strip.ago}" for strip in strips)
        self.setAccessibleName(f"{title}: {said}" if said else title)
        self.update()

    def draw(self, painter: QPainter) -> None:
        """One chip after another from the left."""
        x = 0.0
        for strip in self._strips:
            width = self._width(strip)
            if x + width > self.width():
                return
            self._draw_chip(painter, strip, QRectF(x, 0, width, self.height()))
            x += width + 12 * self.scale

    def _width(self, strip: Strip) -> float:
        label = wide_of(strip.label, readable(20) * self.scale, SEMIBOLD)
        ago = wide_of(strip.ago, readable(18) * self.scale, REGULAR)
        return label + ago + self.height() + 40 * self.scale

    def _draw_chip(self, painter: QPainter, strip: Strip, box: QRectF) -> None:
        scale, colour = self.scale, ink(self._tone)
        is_waiting = self._tone is Tone.WAITING
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(surface() if is_waiting else thin(colour, 0.12))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        side = box.height() - 10 * scale
        badge = QRectF(box.x() + 5 * scale, box.y() + 5 * scale, side, side)
        icon_colour = colour
        if is_waiting:
            painter.setBrush(ground(strip.tone))
            painter.drawEllipse(badge)
            icon_colour = ink(strip.tone)
        inset = side * 0.18
        draw_icon(painter, strip.icon, icon_colour, badge.adjusted(inset, inset, -inset, -inset))
        text = box.adjusted(box.height() + 4 * scale, 0, -18 * scale, 0)
        painter.setPen(colour)
        painter.setFont(font(readable(20) * scale, SEMIBOLD))
        painter.drawText(text, int(_LEFT), strip.label)
        painter.setFont(font(readable(18) * scale, REGULAR))
        painter.drawText(text, int(_RIGHT), strip.ago)


class BandRow(Piece):
    """One thing to know of this door, across the whole width."""

    HEIGHT_PX, SHARED_HEIGHT_PX = 76, 56

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._band = Band("", "")
        self._tone = Tone.WAITING

    def show_band(self, band: Band, tone: Tone) -> None:
        """Show this band; on an amber screen it is dark, so that it stays a band."""
        self._band, self._tone = band, tone
        self.setAccessibleName(band.text)
        self.update()

    def draw(self, painter: QPainter) -> None:
        """The icon and one line."""
        scale = self.scale
        paper, colour = ground(Tone.CHECK), ink(Tone.CHECK)
        if self._band.is_training:
            paper, colour = training_colours()
        elif self._tone is Tone.CHECK:
            paper, colour = colour, paper
        painter.fillRect(self.rect(), paper)
        icon_px = 40 * scale
        middle = self.height() / 2
        draw_icon(
            painter,
            self._band.icon,
            colour,
            QRectF(60 * scale, middle - icon_px / 2, icon_px, icon_px),
        )
        painter.setPen(colour)
        room = self.width() - 180 * scale
        setting = set_text(Wish(self._band.text, readable(33) * scale, 15, BOLD, 1), room)
        setting.draw(painter, 122 * scale, middle - setting.height / 2, room)


class TopRow(Piece):
    """House, hall, time and title to the left; door, direction and connection to the right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view: DoorView | None = None

    def show_view(self, view: DoorView) -> None:
        """Show this view's surroundings."""
        self._view = view
        parts = [view.top_line, view.state_line]
        parts += [view.exit_label] if view.is_exit else []
        parts += [view.muted_label] if view.is_muted else []
        self.setAccessibleName(", ".join(parts))
        self.update()

    def is_in_two(self, room: float) -> bool:
        """Whether the title takes a line and the door another: with large text, and where the
        title, from which a wrong evening is seen before the first scan, would be cut."""
        return readable(TOP_PX) > 1.2 * TOP_PX or self._wide() > room

    def _wide(self) -> float:
        """What all of it takes beside each other."""
        if self._view is None:
            return 0
        view, px, gap = self._view, readable(TOP_PX) * self.scale, 20 * self.scale
        parts = [wide_of(view.top_line, px, SEMIBOLD), wide_of(view.state_line, px, SEMIBOLD)]
        chip_px = readable(_CHIP_PX) * self.scale
        if view.is_muted:
            parts.append(wide_of(view.muted_label, chip_px, SEMIBOLD) + _ICON * chip_px)
        if view.is_exit:
            parts.append(wide_of(view.exit_label, chip_px, BOLD) + 32 * self.scale)
        return sum(parts) + gap * len(parts)

    def draw(self, painter: QPainter) -> None:
        """The right side first; the title gets the room that is left."""
        if self._view is None:
            return
        view, px = self._view, readable(TOP_PX) * self.scale
        colour = ink(view.panel.tone)
        whole = QRectF(self.rect())
        above, right, is_in_two = whole, whole, self.is_in_two(whole.width())
        if is_in_two:
            half = whole.height() / 2
            above, right = whole.adjusted(0, 0, 0, -half), whole.adjusted(0, half, 0, 0)
        painter.setPen(colour)
        painter.setFont(font(px, SEMIBOLD))
        told = shorten(view.state_line, px, SEMIBOLD, right.width())
        painter.drawText(right, int(_LEFT if is_in_two else _RIGHT), told)
        state = wide_of(told, px, SEMIBOLD)
        chips = QRectF(right)
        chips.setRight(right.right() - (0 if is_in_two else state + 20 * self.scale))
        if view.is_muted:
            chips.setRight(self._draw_mute(painter, view, chips))
        if view.is_exit:
            chips.setRight(self._draw_chip(painter, view, chips))
        painter.setPen(colour)
        painter.setFont(font(px, SEMIBOLD))
        room = above.width() if is_in_two else chips.width() - 8 * self.scale
        left = shorten(view.top_line, px, SEMIBOLD, room)
        painter.drawText(above, int(_LEFT), left)

    def _draw_mute(self, painter: QPainter, view: DoorView, room: QRectF) -> float:
        """The crossed loudspeaker and its word, for as long as the door is silent."""
        colour = ink(view.panel.tone)
        px = readable(_CHIP_PX) * self.scale
        wide = wide_of(view.muted_label, px, SEMIBOLD)
        painter.setPen(colour)
        painter.setFont(font(px, SEMIBOLD))
        painter.drawText(room, int(_RIGHT), view.muted_label)
        side = _ICON * px
        x = room.right() - wide - side - 8 * self.scale
        where = QRectF(x, room.center().y() - side / 2, side, side)
        draw_icon(painter, "volume-x", colour, where)
        return where.x() - 20 * self.scale

    def _draw_chip(self, painter: QPainter, view: DoorView, room: QRectF) -> float:
        setting = Setting((view.exit_label,), readable(_CHIP_PX) * self.scale, BOLD)
        width = setting.width() + 32 * self.scale
        height = min(1.9 * setting.px, room.height())
        chip = QRectF(room.right() - width, room.center().y() - height / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink(view.panel.tone))
        painter.drawRoundedRect(chip, height / 2, height / 2)
        painter.setPen(ground(view.panel.tone))
        painter.setFont(setting.font())
        painter.drawText(chip, int(_CENTRE), view.exit_label)
        return chip.x() - 20 * self.scale


class NoticePane(Piece):
    """One passing sentence: what a key did, or what it asks."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = ""
        self._tone = Tone.WAITING
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_notice(self, text: str, tone: Tone) -> None:
        """Show this sentence, or nothing."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.update()

    def draw(self, painter: QPainter) -> None:
        """A pill in the ink's colour, flush left."""
        pad = 26 * self.scale
        setting = set_text(
            Wish(self._text, readable(26) * self.scale, 15, SEMIBOLD, 1), self.width() - 2 * pad
        )
        pill = QRectF(0, 0, setting.width() + 2 * pad, self.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink(self._tone))
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        painter.setPen(ground(self._tone))
        setting.draw(painter, pad, (self.height() - setting.height) / 2, setting.width() + 1)
