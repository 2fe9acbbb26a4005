"""The door window: maps a `DoorView` to the screen, keys and scans to the presenter.

Nothing on it takes the focus and nothing on it is modal, so that a scan and a key always reach
the door, whatever was pressed before.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
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
from podium_desk.presentation.door_news import news
from podium_desk.presentation.door_page import DIGITS, ERASE
from podium_desk.presentation.door_surroundings import MOST_BANDS
from podium_desk.presentation.door_view import (
    DoorAction,
    DoorKind,
    DoorView,
    EveningView,
    Hears,
    Intent,
    Sound,
)
from podium_desk.ui.kit.announcing import announce
from podium_desk.ui.kit.appearance import other_theme, stepped
from podium_desk.ui.kit.camera import CameraReader, CameraState
from podium_desk.ui.kit.tokens import Appearance, worn
from podium_desk.ui.screens.door.evening import EveningPane
from podium_desk.ui.screens.door.ground import paint_border, paint_ground
from podium_desk.ui.screens.door.keys import KEYS, LANGUAGE_KEYS, STEPS, TEXT_KEYS
from podium_desk.ui.screens.door.letters import LettersPane
from podium_desk.ui.screens.door.look import ink
from podium_desk.ui.screens.door.pieces import (
    ActionButton,
    BandRow,
    CountPane,
    NoticePane,
    StripRow,
    TopRow,
)
from podium_desk.ui.screens.door.places import REFERENCE, Places, shows_evening
from podium_desk.ui.screens.door.preview import PreviewPane
from podium_desk.ui.screens.door.tiles import TilesPane
from podium_desk.ui.screens.door.verdict import VerdictPane

FADING_TICK_MS, QUIET_TICK_MS = 50, 500
__all__ = ["KEYS", "REFERENCE", "DoorWindow"]


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

    appearance_wanted = Signal(object)
    """How all windows should look from now on: a `tokens.Appearance`."""

    def __init__(self, presenter: DoorPresenter, play: Callable[[Sound], None] = silent) -> None:
        super().__init__()
        self._presenter = presenter
        self._play = play
        self._view: DoorView = presenter.view
        self._camera: CameraReader | None = None
        self._heard = presenter.view.serial
        self._may_close = False
        self._verdict = VerdictPane(self)
        self._preview = PreviewPane(self)
        self._preview.hide()
        self._buttons = [ActionButton(self), ActionButton(self)]
        self._places = Places(
            self, TopRow(self), ActionButton(self), [BandRow(self) for _ in range(MOST_BANDS)],
            self._verdict, TilesPane(self), LettersPane(self), EveningPane(self), self._buttons,
            CountPane(self), StripRow(self), self._preview, NoticePane(self),
        )  # fmt: skip
        for button in (*self._buttons, self._places.menu):
            button.clicked.connect(self._clicked)
        self._places.tiles.picked.connect(self._picked)
        self._places.letters.touched.connect(self._touched)
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

    @property
    def is_locked(self) -> bool:
        """Whether leaving takes a PIN."""
        return self._presenter.is_locked

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
        self._places.has_camera = True
        self._show_camera_state(camera.state)
        self._places.arrange(self._view)
        camera.start()

    def save_picture(self, path: Path, size: QSize = REFERENCE) -> None:
        """Write the screen as it is, at `size` pixels, as PNG; raises `OSError` when it cannot."""
        self.resize(size)
        if not self.grab().save(str(path), "PNG"):
            raise OSError(f"the picture {path} could not be written")

    def leave(self) -> None:
        """Close, whoever would have to be asked."""
        self._may_close = True
        self.close()

    # Qt's events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key, one intent; holding a key down does nothing more."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_F4, Qt.Key.Key_F9) and not event.modifiers():
            (self.holder_wanted if key == Qt.Key.Key_F4 else self.status_wanted).emit()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._with_ctrl(key)
        elif self._belongs_to_page(key, event):
            return
        elif key in KEYS and not event.isAutoRepeat():
            self._presenter.do(KEYS[key])
        else:
            super().keyPressEvent(event)

    def _with_ctrl(self, key: Qt.Key) -> None:
        """Language, theme, size of text, and undo as everywhere."""
        if key in LANGUAGE_KEYS:
            self.speak(LANGUAGE_KEYS[key])
        elif key is Qt.Key.Key_T:
            self.appearance_wanted.emit(other_theme(worn()))
        elif key in TEXT_KEYS:
            self.resize_text(TEXT_KEYS[key])
        elif key is Qt.Key.Key_Z:
            self._presenter.do(Intent.UNDO)

    def resize_text(self, steps: int) -> None:
        """Larger, smaller or with 0 usual text, also on the other pages of this window."""
        now = worn()
        self.appearance_wanted.emit(stepped(now, steps) if steps else Appearance(now.theme))

    def appearance_changed(self) -> None:
        """Other colours or another size: everything is put in its place again."""
        self._apply(self._view)
        self._places.arrange(self._view)

    def _belongs_to_page(self, key: Qt.Key, event: QKeyEvent) -> bool:
        """Whether the page on the screen takes this key as an answer."""
        hears = self._view.panel.hears
        if hears is Hears.COMMANDS:
            return False
        if key == Qt.Key.Key_Backspace:
            self._presenter.erase_letter()
        elif key in STEPS:
            self._presenter.move(STEPS[key])
        elif _is_answer(event.text(), hears):
            self._presenter.type_letter(event.text())
        else:
            return False
        return True

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A touch on the top line asks how this device stands; one on the count, the evening."""
        at = event.position().toPoint()
        if self._places.top.geometry().contains(at):
            self.status_wanted.emit()
        elif self._places.count.geometry().contains(at):
            self._presenter.do(Intent.EVENING, is_touched=True)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Everything scales with the screen."""
        self._places.arrange(self._view)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground, its edge and what is left of a green result's time."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        panel, scale = self._view.panel, self._places.scale
        paint_ground(painter, QRectF(self.rect()), panel.tone)
        below = QRectF(self.rect()).adjusted(0, self._places.bands_height(self._view), 0, 0)
        paint_border(painter, below, panel.tone, panel.border, scale)
        if self._view.fading:
            height = 10 * scale
            width = self.width() * self._view.fading
            painter.fillRect(QRectF(0, self.height() - height, width, height), ink(panel.tone))
        painter.end()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let go of the clock, the presenter and the camera; a locked door asks for the PIN."""
        if self.is_locked and not self._may_close:
            event.ignore()
            self._presenter.do(Intent.LEAVE)
            return
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
        places = self._places
        places.top.show_view(view)
        for row, band in zip(places.bands, view.bands, strict=False):
            row.show_band(band, tone)
        self._verdict.show_panel(view.panel, view.spoken)
        actions = (*view.panel.actions, None, None)
        for button, action in zip(self._buttons, actions, strict=False):
            button.show_action(action, tone, is_answer=action is not None and action is view.answer)
        is_menu = view.panel.kind is DoorKind.MENU
        menu = None if is_menu else DoorAction(Intent.MENU, view.menu_label, "F10")
        places.menu.show_action(menu, tone, is_answer=False)
        places.tiles.show_panel(view.panel)
        places.letters.show_panel(view.panel, self._presenter.words)
        places.evening.show_view(view.evening if shows_evening(view) else EveningView())
        places.count.show_view(view)
        places.strips.show_strips(view.strips, tone, self._presenter.words("door.last_results"))
        places.notice.show_notice(view.notice, tone)
        self._preview.show_tone(tone)
        self._timer.setInterval(QUIET_TICK_MS if view.fading is None else FADING_TICK_MS)
        if _is_elsewhere(view, before):
            places.arrange(view)
        self._announce(view, before)
        self.update()

    def _announce(self, view: DoorView, before: DoorView) -> None:
        """One sound and one spoken sentence for each result, however often it is drawn."""
        for sentence in news(view, before):
            announce(self, sentence)
        if view.serial != self._heard:
            self._heard = view.serial
            if view.panel.sound is not None and not view.is_muted:
                self._play(view.panel.sound)

    # From keys, buttons and camera to the presenter

    @Slot()
    def _tick(self) -> None:
        self._presenter.tick()

    @Slot()
    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, ActionButton) and button.action is not None:
            self._presenter.do(button.action.intent, is_touched=True)

    @Slot(int)
    def _picked(self, index: int) -> None:
        self._presenter.pick(index)

    @Slot(str)
    def _touched(self, letter: str) -> None:
        if letter == ERASE:
            self._presenter.erase_letter()
        else:
            self._presenter.type_letter(letter)

    @Slot(QImage)
    def _show_picture(self, image: QImage) -> None:
        self._preview.show_image(image)

    @Slot(str)
    def _show_camera_state(self, state: str) -> None:
        self._preview.show_state(self._presenter.words(f"door.camera_{CameraState(state).value}"))

    def speak(self, language: str) -> None:
        """Change language where its catalogue has the door's words."""
        words = Words(language)
        if "door.valid_word" not in words:
            return
        self._presenter.speak(words)
        if self._camera is not None:
            self._show_camera_state(self._camera.state)


def _is_answer(text: str, hears: Hears) -> bool:
    """Whether a key's text is a letter, or else a figure, + or -, for the page."""
    if len(text) != 1 or not text.isprintable():
        return False
    return hears is Hears.LETTERS or text in DIGITS or text in "+-"


def _is_elsewhere(view: DoorView, before: DoorView) -> bool:
    """Whether something has to move for this view."""
    has_rows = bool(view.evening.sections or view.evening.doors)
    had_rows = bool(before.evening.sections or before.evening.doors)
    return (
        view.panel != before.panel
        or len(view.bands) != len(before.bands)
        or has_rows != had_rows
        or view.notice != before.notice
    )
