"""The door window: maps a `DoorView` to the screen, keys and scans to the presenter.

Nothing on it takes the focus and nothing on it is modal, so that a scan and a key always reach
the door, whatever was pressed before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QCloseEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from podium_desk.domain.closing_code import read_part
from podium_desk.i18n.words import Words
from podium_desk.presentation.door import DoorPresenter
from podium_desk.presentation.door_view import DoorKind, DoorView, Intent, Sound
from podium_desk.ui.kit.camera import CameraReader, CameraState
from podium_desk.ui.screens.door.ground import paint_border, paint_ground
from podium_desk.ui.screens.door.look import ink
from podium_desk.ui.screens.door.pieces import (
    ActionButton,
    BandRow,
    CountPane,
    NoticePane,
    StripRow,
    TopRow,
)
from podium_desk.ui.screens.door.preview import PreviewPane
from podium_desk.ui.screens.door.verdict import VerdictPane

REFERENCE = QSize(1280, 800)
FADING_TICK_MS, QUIET_TICK_MS = 50, 500
MOST_BANDS = 3

KEYS: Mapping[Qt.Key, Intent] = {
    Qt.Key.Key_Z: Intent.UNDO,
    Qt.Key.Key_X: Intent.DIRECTION,
    Qt.Key.Key_M: Intent.MUTE,
    Qt.Key.Key_Return: Intent.ACCEPT,
    Qt.Key.Key_Enter: Intent.ACCEPT,
    Qt.Key.Key_K: Intent.TO_COUNTER,
    Qt.Key.Key_F8: Intent.LET_IN,
    Qt.Key.Key_Space: Intent.NEXT,
    Qt.Key.Key_F1: Intent.HELP,
    Qt.Key.Key_F3: Intent.TYPE,
    Qt.Key.Key_Escape: Intent.BACK,
}
LANGUAGE_KEYS: Mapping[Qt.Key, str] = {
    Qt.Key.Key_1: "nl",
    Qt.Key.Key_Ampersand: "nl",
    Qt.Key.Key_2: "fr",
    Qt.Key.Key_Eacute: "fr",
    Qt.Key.Key_3: "de",
    Qt.Key.Key_QuoteDbl: "de",
    Qt.Key.Key_4: "en",
    Qt.Key.Key_Apostrophe: "en",
}
"""With Ctrl; the top row of an AZERTY keyboard gives signs where others give digits."""


def silent(sound: Sound) -> None:
    """A door without a loudspeaker."""


class DoorWindow(QWidget):
    """One door on a full screen.

    `play` makes the one sound of a verdict; the window asks for none while muted.
    """

    status_wanted = Signal()
    holder_wanted = Signal()
    """Somebody wants to say which device decides."""
    closing_scanned = Signal(str)
    """A part of another device's closing code: no ticket, and not for the presenter."""

    def __init__(self, presenter: DoorPresenter, play: Callable[[Sound], None] = silent) -> None:
        super().__init__()
        self._presenter = presenter
        self._play = play
        self._view: DoorView = presenter.view
        self._camera: CameraReader | None = None
        self._heard = presenter.view.serial
        self._top = TopRow(self)
        self._bands = [BandRow(self) for _ in range(MOST_BANDS)]
        self._verdict = VerdictPane(self)
        self._buttons = [ActionButton(self), ActionButton(self)]
        self._count = CountPane(self)
        self._strips = StripRow(self)
        self._preview = PreviewPane(self)
        self._preview.hide()
        self._notice = NoticePane(self)
        for button in self._buttons:
            button.clicked.connect(self._clicked)
        self._timer = QTimer(self)
        self._timer.setInterval(QUIET_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(640, 400)
        self.resize(REFERENCE)
        self._unsubscribe: Callable[[], None] | None = presenter.subscribe(self._apply)
        presenter.refresh()
        self._timer.start()

    @property
    def view(self) -> DoorView:
        """What is on the screen now."""
        return self._view

    @property
    def verdict(self) -> VerdictPane:
        """The part that is read from afar."""
        return self._verdict

    @Slot(str)
    def scan(self, text: str) -> None:
        """A code from a hand scanner or a camera."""
        if read_part(text) is None:
            self._presenter.scan(text)
        else:
            self.closing_scanned.emit(text)

    @property
    def camera_says(self) -> str:
        """How the camera does, in words; empty without one."""
        return self._preview.accessibleName()

    @property
    def camera_state(self) -> CameraState | None:
        """How the camera does; None without one."""
        return None if self._camera is None else self._camera.state

    def watch(self, camera: CameraReader) -> None:
        """Scan what this camera sees and show its picture small; the window stops it at its end."""
        self._camera = camera
        camera.scanned.connect(self.scan)
        camera.pictured.connect(self._show_picture)
        camera.state_changed.connect(self._show_camera_state)
        self._preview.show()
        self._show_camera_state(camera.state)
        self._arrange()
        camera.start()

    def save_picture(self, path: Path, size: QSize = REFERENCE) -> None:
        """Write the screen as it is, at `size` pixels, as PNG; raises `OSError` when it cannot."""
        self.resize(size)
        if not self.grab().save(str(path), "PNG"):
            raise OSError(f"the picture {path} could not be written")

    # Qt's events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key, one intent; holding a key down does nothing more."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_F4, Qt.Key.Key_F9):
            (self.holder_wanted if key == Qt.Key.Key_F4 else self.status_wanted).emit()
            return
        is_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if is_ctrl and key in LANGUAGE_KEYS:
            self._speak(LANGUAGE_KEYS[key])
        elif self._view.panel.kind is DoorKind.TYPING and not is_ctrl and self._typed(event):
            return
        elif key in KEYS and not event.isAutoRepeat() and (not is_ctrl or key is Qt.Key.Key_Z):
            self._presenter.do(KEYS[key])
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A touch on the top line asks how this device stands."""
        if self._top.geometry().contains(event.position().toPoint()):
            self.status_wanted.emit()

    def _typed(self, event: QKeyEvent) -> bool:
        """Whether this key belongs to the code that is being typed by hand."""
        if event.key() == Qt.Key.Key_Backspace:
            self._presenter.erase_letter()
            return True
        is_letter = len(event.text()) == 1 and event.text().isprintable()
        if is_letter:
            self._presenter.type_letter(event.text())
        return is_letter

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Everything scales with the screen."""
        self._arrange()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground, its edge and what is left of a green result's time."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        panel, scale = self._view.panel, self._scale()
        paint_ground(painter, QRectF(self.rect()), panel.tone)
        below = QRectF(self.rect()).adjusted(0, self._bands_height(), 0, 0)
        paint_border(painter, below, panel.tone, panel.border, scale)
        if self._view.fading:
            height = 10 * scale
            width = self.width() * self._view.fading
            painter.fillRect(QRectF(0, self.height() - height, width, height), ink(panel.tone))
        painter.end()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let go of the clock, the presenter and the camera."""
        self._timer.stop()
        if self._unsubscribe is not None:
            # A window in a cycle of references could be freed by whichever thread collects it.
            self._unsubscribe()
            self._unsubscribe = None
        if self._camera is not None:
            self._camera.stop()
        event.accept()

    # From view to widgets

    def _apply(self, view: DoorView) -> None:
        before, self._view = self._view, view
        tone = view.panel.tone
        self.setWindowTitle(f"{self._presenter.words('door.window_title')} — {view.top_line}")
        self.setAccessibleName(view.spoken)
        self._top.show_view(view)
        for row, band in zip(self._bands, view.bands, strict=False):
            row.show_band(band, tone)
        self._verdict.show_panel(view.panel, view.spoken)
        actions = (*view.panel.actions, None, None)
        for button, action in zip(self._buttons, actions, strict=False):
            button.show_action(action, tone, is_answer=action is view.answer)
        self._count.show_view(view)
        self._strips.setVisible(not view.notice)
        self._strips.show_strips(view.strips, tone, self._presenter.words("door.last_results"))
        self._notice.show_notice(view.notice, tone)
        self._preview.show_tone(tone)
        self._timer.setInterval(QUIET_TICK_MS if view.fading is None else FADING_TICK_MS)
        if view.panel != before.panel or len(view.bands) != len(before.bands) or view.notice:
            self._arrange()
        self._announce(view)
        self.update()

    def _announce(self, view: DoorView) -> None:
        """One sound and one spoken sentence for each result, however often it is drawn."""
        if view.serial == self._heard:
            return
        self._heard = view.serial
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, view.spoken))
        if view.panel.sound is not None and not view.is_muted:
            self._play(view.panel.sound)

    # Where everything stands

    def _scale(self) -> float:
        reference = REFERENCE.transposed() if self._is_tall() else REFERENCE
        return min(self.width() / reference.width(), self.height() / reference.height())

    def _is_tall(self) -> bool:
        """A tablet held upright: what stands side by side goes below each other."""
        return self.height() > self.width()

    def _bands_height(self) -> int:
        return len(self._view.bands) * self._band_height()

    def _band_height(self) -> int:
        """One is broad; more of them share their height, so that the verdict keeps its room."""
        is_one = len(self._view.bands) == 1
        return round((BandRow.HEIGHT_PX if is_one else BandRow.SHARED_HEIGHT_PX) * self._scale())

    def _arrange(self) -> None:
        scale = self._scale()
        margin = round(60 * scale)
        width, top = self.width() - 2 * margin, self._bands_height()
        pieces = (self._top, self._verdict, self._count, self._strips, self._preview, self._notice)
        for piece in (*pieces, *self._bands):
            piece.scale = scale
        for button in self._buttons:
            button.scale = scale
        self._arrange_bands()
        self._top.setGeometry(margin, top + round(44 * scale), width, round(48 * scale))
        strips_y = self.height() - round(96 * scale)
        self._strips.setGeometry(margin, strips_y, width, round(44 * scale))
        self._notice.setGeometry(margin, strips_y - round(4 * scale), width, round(52 * scale))
        foot_y = strips_y - round((272 if self._is_tall() else 146) * scale)
        self._arrange_foot(margin, foot_y, scale)
        head = top + round(100 * scale)
        self._arrange_middle(head, foot_y - round(24 * scale) - head, scale)

    def _arrange_bands(self) -> None:
        height = self._band_height()
        for index, row in enumerate(self._bands):
            row.setGeometry(0, index * height, self.width(), height)
            row.setVisible(index < len(self._view.bands))

    def _arrange_foot(self, margin: int, y: int, scale: float) -> None:
        count_width = round(400 * scale)
        count_x = self.width() - margin - count_width
        self._count.setGeometry(count_x, y, count_width, round(122 * scale))
        x, gap, room = margin, round(20 * scale), count_x - margin
        if self._is_tall():
            y, room = y + round(126 * scale), self.width() - 2 * margin
        shown = [button for button in self._buttons if button.action is not None]
        wanted = sum(button.sizeHint().width() + gap for button in shown)
        for button in shown:
            button.scale = scale * min(1.0, room / wanted)
            wide = button.sizeHint().width()
            button.setGeometry(x, y + round(14 * scale), wide, round(96 * scale))
            x += wide + gap

    def _arrange_middle(self, y: int, height: int, scale: float) -> None:
        left, margin = round(84 * scale), round(60 * scale)
        width = self.width() - left - margin
        if self._preview.isVisibleTo(self):
            preview, tall = round(320 * scale), round((180 + 34) * scale)
            x = self.width() - margin - preview
            down = 64 * scale if self._is_tall() else (height - tall) / 2
            self._preview.setGeometry(x, y + round(down), preview, tall)
            width -= 0 if self._is_tall() else preview + round(32 * scale)
        self._verdict.setGeometry(left, y, width, height)

    # From keys, buttons and camera to the presenter

    @Slot()
    def _tick(self) -> None:
        self._presenter.tick()

    @Slot()
    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, ActionButton) and button.action is not None:
            self._presenter.do(button.action.intent)

    @Slot(QImage)
    def _show_picture(self, image: QImage) -> None:
        self._preview.show_image(image)

    @Slot(str)
    def _show_camera_state(self, state: str) -> None:
        self._preview.show_state(self._presenter.words(f"door.camera_{CameraState(state).value}"))

    def _speak(self, language: str) -> None:
        """Change language where its catalogue has the door's words."""
        words = Words(language)
        if "door.valid_word" not in words:
            return
        self._presenter.speak(words)
        if self._camera is not None:
            self._show_camera_state(self._camera.state)
