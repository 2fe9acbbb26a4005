"""The card of paper: which papers came out that no printer confirmed, and what is on the roll."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout

from podium_desk.ui.screens.status.cards import Card
from podium_desk.ui.screens.status.paragraphs import clear, paragraph

if TYPE_CHECKING:
    from podium_desk.presentation.papers import AskedPaper, PaperCard
    from podium_desk.ui.screens.status.look import Theme

_ROW_PIXELS = 48


class PapersCard(Card):
    """Each asked paper with a tick, which its key or a touch takes away; and the roll."""

    confirmed = Signal(tuple)
    """The papers as they stand on the screen: what came later was not looked for."""
    turned = Signal(str)
    rolled = Signal()

    def __init__(self, theme: Theme | None) -> None:
        super().__init__(theme, "printer")
        self._unproven, self._left = paragraph("", "muted"), paragraph("", "muted")
        self._later = paragraph("", "muted")
        self.confirm, self.new_roll = QPushButton(), QPushButton()
        self.confirm.setObjectName("paper confirm")
        self.new_roll.setObjectName("paper roll")
        self.confirm.clicked.connect(self._confirm)
        self.new_roll.clicked.connect(self.rolled)
        self._asked: tuple[AskedPaper, ...] = ()
        self.rows: list[QCheckBox] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self.column.addWidget(self._unproven)
        self.column.addWidget(self.confirm)
        self.column.addLayout(self._list)
        for widget in (self._later, self._left, self.new_roll):
            self.column.addWidget(widget)

    @property
    def asks(self) -> bool:
        """Whether somebody should look for papers."""
        return bool(self._asked)

    def show_card(self, card: PaperCard | None) -> None:
        """Show it, or nothing."""
        self.setVisible(card is not None)
        if card is None:
            self._show_papers(())
            return
        self.heading.setText(card.title)
        self._show_papers(card.papers)
        lines = (
            (self._unproven, card.unproven, self.confirm, card.confirm),
            (self._left, card.left, self.new_roll, card.new_roll),
        )
        for label, sentence, button, words in lines:
            label.setText(sentence)
            button.setText(words)
            button.setAccessibleName(words)
            label.setVisible(bool(sentence))
            button.setVisible(bool(sentence))
        self._later.setText(card.later)
        self._later.setVisible(bool(card.later))
        self.setAccessibleName(card.title)
        self.setAccessibleDescription(f"{card.unproven} {card.left}".strip())

    def press(self, digit: int) -> None:
        """The digit of a paper that is not there, or is after all."""
        for asked in self._asked:
            if asked.key == str(digit):
                self.turned.emit(asked.job)

    def _show_papers(self, asked: tuple[AskedPaper, ...]) -> None:
        """The same papers keep their rows, and so the keyboard stays where it is."""
        named = [(one.job, one.key, one.name) for one in asked]
        if named != [(one.job, one.key, one.name) for one in self._asked]:
            clear(self._list)
            self.rows = [self._row(one) for one in asked]
        self._asked = asked
        for row, one in zip(self.rows, asked, strict=True):
            row.setChecked(one.came_out)

    def _row(self, asked: AskedPaper) -> QCheckBox:
        row = QCheckBox(f"{asked.key}   {asked.name}" if asked.key else asked.name)
        row.setObjectName(f"paper {asked.job}")
        row.setAccessibleName(asked.name)
        row.setMinimumHeight(_ROW_PIXELS)
        row.clicked.connect(partial(self._turn, asked.job))
        self._list.addWidget(row)
        return row

    def _turn(self, job: str, _checked: bool = False) -> None:
        self.turned.emit(job)

    def _confirm(self) -> None:
        self.confirmed.emit(self._asked)
