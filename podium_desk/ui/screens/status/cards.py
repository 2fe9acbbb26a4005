"""The cards of the status page: sections of rows, and places per performance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from podium_desk.presentation.mood import Mood
from podium_desk.ui.kit import icons
from podium_desk.ui.kit.buttons import look
from podium_desk.ui.screens.status.look import Theme, ink
from podium_desk.ui.screens.status.paragraphs import clear

if TYPE_CHECKING:
    from podium_desk.presentation.device_rows import StatusRow, StatusSection
    from podium_desk.presentation.device_status import DeviceStatusView, PlacesRow

_ICON_PIXELS = 26
_MARGIN = 18
_SIGNS = {Mood.CAUTION: "▲", Mood.TROUBLE: "■"}
"""A shape beside the colour, for who does not tell colours apart; the words say it to the ear."""


class Card(QFrame):
    """A rounded box with an icon and a heading; Tab goes from one to the next and reads it."""

    def __init__(self, theme: Theme | None, icon_name: str = "") -> None:
        super().__init__()
        look(self, "card")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._theme = theme
        self._icon, self.heading = QLabel(), QLabel()
        look(self.heading, "heading")
        self._shown_icon = ""
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._icon)
        head.addWidget(self.heading, 1)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(_MARGIN, 14, _MARGIN, 16)
        self.column.setSpacing(10)
        self.column.addLayout(head)
        # Shown once it stands in the card: before, it would be a window of its own.
        self.show_icon(icon_name)

    def show_icon(self, name: str) -> None:
        """Show this drawing before the heading."""
        if name and name != self._shown_icon:
            self._shown_icon = name
            colour = ink(self._theme, "primary")
            self._icon.setPixmap(icons.pixmap(name, colour, _ICON_PIXELS))
        self._icon.setVisible(bool(name))


class SectionCard(Card):
    """A section as rows; what did not change is not touched."""

    def __init__(self, theme: Theme | None) -> None:
        super().__init__(theme)
        self._shown: StatusSection | None = None
        self._rows: list[_Row] = []

    def show_section(self, section: StatusSection) -> None:
        """Show these rows."""
        if section == self._shown:
            return
        self._shown = section
        self.show_icon(section.icon)
        self.heading.setText(section.title)
        while len(self._rows) < len(section.rows):
            self._rows.append(_Row())
            self.column.addWidget(self._rows[-1])
        for place, shown in enumerate(self._rows):
            row = section.rows[place] if place < len(section.rows) else None
            shown.show_row(row)
        self.setAccessibleName(section.title)
        self.setAccessibleDescription(
            " ".join(f"{row.name}: {row.value}. {row.note}".strip() for row in section.rows)
        )


class _Row(QWidget):
    """A name with its value, and a quieter line below."""

    def __init__(self) -> None:
        super().__init__()
        self._name, self._value, self._note = QLabel(), QLabel(), QLabel()
        look(self._value, "value")
        look(self._note, "muted")
        self._note.setWordWrap(True)
        for label in (self._name, self._value, self._note):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._value.setWordWrap(True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        grid.addWidget(self._name, 0, 0)
        grid.addWidget(self._value, 0, 1)
        grid.addWidget(self._note, 1, 0, 1, 2)
        grid.setColumnStretch(1, 1)

    def show_row(self, row: StatusRow | None) -> None:
        """Show this row, or nothing."""
        self.setVisible(row is not None)
        if row is None:
            return
        self._name.setText(row.name)
        sign = _SIGNS.get(row.mood, "")
        self._value.setText(f"{sign} {row.value}" if sign else row.value)
        self._note.setText(row.note)
        self._note.setVisible(bool(row.note))
        mood = row.mood.value if row.mood in (Mood.CAUTION, Mood.TROUBLE) else ""
        if self._value.property("mood") != mood:
            self._value.setProperty("mood", mood)
            self._value.style().unpolish(self._value)
            self._value.style().polish(self._value)


class PlacesCard(Card):
    """Places per performance: certain, to be asked, not now, sold."""

    def __init__(self, theme: Theme | None) -> None:
        super().__init__(theme, "armchair")
        self._shown: tuple[object, ...] = ()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        self._note = QLabel()
        look(self._note, "muted")
        self.column.addLayout(self._grid)
        self.column.addWidget(self._note)

    def show_places(self, status: DeviceStatusView) -> None:
        """Show these performances."""
        self.heading.setText(status.places_title)
        self._note.setText(status.places_note)
        self._note.setVisible(bool(status.places_note))
        shown = (status.places, status.places_heads)
        if shown == self._shown:
            return
        self._shown = shown
        self.setAccessibleName(status.places_title)
        self.setAccessibleDescription(" ".join(row.spoken for row in status.places))
        clear(self._grid)
        if status.places:
            for column, word in enumerate(status.places_heads, start=1):
                self._grid.addWidget(_label(word, "muted", is_number=True), 0, column)
        for place, row in enumerate(status.places, start=1):
            self._add(place, row)

    def _add(self, line: int, row: PlacesRow) -> None:
        title = QWidget()
        column = QVBoxLayout(title)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(0)
        name = _label(row.title, "value")
        name.setWordWrap(True)
        column.addWidget(name)
        column.addWidget(_label(row.when, "muted"))
        self._grid.addWidget(title, line, 0)
        for at, (count, style) in enumerate(
            ((row.certain, "figureCertain"), (row.to_ask, "figure"), (row.not_now, "figure"),
             (row.sold, "figure")), start=1,
        ):  # fmt: skip
            self._grid.addWidget(_label(str(count), style, is_number=True), line, at)


def _label(text: str, style: str, *, is_number: bool = False) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    look(label, style)
    if is_number:
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return label
