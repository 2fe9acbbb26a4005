"""The page that sets up devices: what was found, each with a button to try it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from hardware.scanning.scanner_setup import SAMPLE, Verdict, judge
from podium_desk.presentation.scan_words import NEEDED, scan_words
from podium_desk.presentation.set_up import Kind, Offer, SetUp, SetUpView, Trial
from podium_desk.ui.kit.buttons import look
from podium_desk.ui.kit.page_look import dress_page
from podium_desk.ui.kit.qr import QrPicture
from podium_desk.ui.screens.setup.typing_ear import TypingEar

if TYPE_CHECKING:
    from hardware.scanning.scanner_setup import Stroke
    from podium_desk.i18n.words import Words

_KEY_PIXELS = 56
_PICTURE_PIXELS = 430


class SetUpPage(QWidget):
    """Shows what is found at the left and what is tried at the right.

    `trying` says which device is tried now, None when none is: whoever drives readers and cameras
    then listens to it.
    """

    trying = Signal(object)
    closed = Signal()

    def __init__(self, set_up: SetUp, words: Words) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        dress_page(self)
        self._set_up, self._words = set_up, words
        self.setWindowTitle(f"Podium Desk · {words('set_up.title')}")
        self.notice, self.question, self.picture = QLabel(), QLabel(), QLabel()
        self.code = QrPicture(_PICTURE_PIXELS)
        self.code.show_text(SAMPLE)
        self.code.setAccessibleName(words("set_up.try_scanner"))
        self.yes = self._key("yes", set_up.yes)
        self.no = self._key("no", set_up.no)
        self.stop = self._key("stop", set_up.leave)
        self.again = self._key("again", set_up.look)
        self.typing = self._key("typing", set_up.set_up_typing)
        self._ear = TypingEar()
        self._ear.typed.connect(self._typed)
        self._shown: tuple[Offer, ...] | None = None
        self._trial: Trial | None = None
        self._build()
        set_up.listen(self.show_view)
        self.show_view(set_up.view)

    def show_view(self, view: SetUpView) -> None:
        """Show this view."""
        self.notice.setText(view.notice)
        self.notice.setVisible(bool(view.notice))
        if view.offers != self._shown:
            self._show_offers(view.offers)
        for button in self._list.findChildren(QPushButton):
            button.setEnabled(not view.is_busy)
        self.again.setEnabled(not view.is_busy)
        self._show_trial(view.trial)

    def show_picture(self, picture: QPixmap) -> None:
        """What the camera sees, or the paper as it should be."""
        size = self._right.size()
        room = size.boundedTo(picture.size()).expandedTo(size / 2)
        self.picture.setPixmap(picture.scaled(
            room.width(), room.height() * 2 // 3, Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        ))  # fmt: skip

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window goes: nothing is tried any more."""
        self._listen(None)
        self.closed.emit()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter says yes, Esc goes one step back and out."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._set_up.yes()
        elif event.key() == Qt.Key.Key_Escape:
            if self._trial is None:
                self.close()
            else:
                self._set_up.leave()

    def _show_trial(self, trial: Trial | None) -> None:
        self._right.setVisible(trial is not None)
        before, self._trial = self._trial, trial
        kind_before = None if before is None else (before.kind, before.url)
        kind_now = None if trial is None else (trial.kind, trial.url)
        if kind_before != kind_now:
            self._listen(trial)
        if trial is None:
            return
        self.question.setText(trial.question)
        self.setAccessibleDescription(trial.question)
        self.code.setVisible(trial.kind is Kind.SCANNER)
        self.picture.setVisible(trial.kind in (Kind.PRINTER, Kind.CAMERA))
        self.yes.setEnabled(trial.can_keep)
        if trial.picture and (before is None or before.picture != trial.picture):
            paper = QPixmap()
            paper.loadFromData(trial.picture)
            self.show_picture(paper)

    def _listen(self, trial: Trial | None) -> None:
        application = QApplication.instance()
        assert application is not None, "a page needs an application"
        application.removeEventFilter(self._ear)
        if trial is not None and trial.kind is Kind.SCANNER and not trial.url:
            application.installEventFilter(self._ear)
        self.picture.clear()
        self.trying.emit(trial)

    @Slot(list)
    def _typed(self, strokes: list[Stroke]) -> None:
        found = judge(strokes, NEEDED)
        learnt = found.habits.to_text()
        says = scan_words(found, self._words)
        self._set_up.seen(says, is_good=found.verdict is Verdict.GOOD, learnt=learnt)

    def _show_offers(self, offers: tuple[Offer, ...]) -> None:
        self._shown = offers
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = None if item is None else item.widget()
            if widget is not None and widget is not self.typing:
                widget.deleteLater()
        for kind in Kind:
            heading = QLabel(self._words(f"set_up.{kind.value}"))
            look(heading, "heading")
            self._rows.addWidget(heading)
            of_kind = [one for one in offers if one.kind is kind]
            for one in of_kind:
                self._rows.addWidget(self._row(one))
            if not of_kind:
                nothing = QLabel(self._words("set_up.none"))
                look(nothing, "muted")
                self._rows.addWidget(nothing)
            if kind is Kind.SCANNER:
                self._rows.addWidget(self.typing)
        self._rows.addStretch(1)

    def _row(self, offer: Offer) -> QWidget:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        used = f" · {self._words('set_up.in_use')}" if offer.is_kept else ""
        choose = QPushButton(f"{offer.name}{used}\n{offer.detail}")
        choose.setMinimumHeight(_KEY_PIXELS)
        choose.setStyleSheet("text-align: left; padding-left: 14px")
        choose.setAccessibleName(f"{self._words(f'set_up.{offer.kind.value}')}: {offer.name}{used}")
        choose.clicked.connect(lambda: self._set_up.choose(offer))
        across.addWidget(choose, 1)
        if offer.is_kept:
            forget = QPushButton(self._words("set_up.forget"))
            forget.setMinimumHeight(_KEY_PIXELS)
            forget.setAccessibleName(f"{self._words('set_up.forget')}: {offer.name}")
            forget.clicked.connect(lambda: self._set_up.forget(offer))
            across.addWidget(forget)
        return row

    def _key(self, name: str, pressed: object) -> QPushButton:
        button = QPushButton(self._words(f"set_up.{name}"))
        button.setObjectName(name)
        button.setMinimumHeight(_KEY_PIXELS)
        button.setAccessibleName(self._words(f"set_up.{name}"))
        button.clicked.connect(pressed)
        return button

    def _build(self) -> None:
        title = QLabel(self._words("set_up.title"))
        look(title, "title")
        for label in (self.question, self.notice):
            label.setWordWrap(True)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._list = QWidget()
        self._list.setObjectName("pageBody")
        self._rows = QVBoxLayout(self._list)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._list)
        across = QHBoxLayout()
        across.addWidget(scroll, 1)
        across.addWidget(self._trial_side(), 1)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self.again)
        column = QVBoxLayout(self)
        column.addLayout(head)
        column.addWidget(self.notice)
        column.addLayout(across, 1)
        self.resize(1280, 800)

    def _trial_side(self) -> QWidget:
        self._right = QWidget()
        side = QVBoxLayout(self._right)
        side.addWidget(self.question)
        side.addWidget(self.code, 1)
        side.addWidget(self.picture, 1)
        keys = QHBoxLayout()
        for key in (self.yes, self.no, self.stop):
            keys.addWidget(key)
        side.addLayout(keys)
        return self._right
