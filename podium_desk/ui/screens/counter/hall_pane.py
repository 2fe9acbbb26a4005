"""The middle: what is on, the hall with its zoom keys, and the sections without numbers.

A hall without seats is its sections; in a mixed hall they stand in a row below the seats.

The seat map is loaded with the first hall, after the window stands: a clerk sees the counter a
tenth of a second sooner (packaging.md section 3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from podium_desk.ui.kit import icons
from podium_desk.ui.kit.buttons import look
from podium_desk.ui.kit.elided import ElidedLabel
from podium_desk.ui.kit.sizes import fix_size
from podium_desk.ui.kit.tokens import worn

if TYPE_CHECKING:
    from podium_desk.domain.ids import Unit
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.hall import HallPicture, SectionCard
    from podium_desk.ui.kit.actions import Action, ActionTable
    from podium_desk.ui.screens.counter.seat_list import SeatList
    from podium_desk.ui.screens.seatmap.legend import Legend
    from podium_desk.ui.screens.seatmap.model import SeatModel
    from podium_desk.ui.screens.seatmap.view import SeatMap

_LARGE, _SMALL = (360, 72), (160, 44)
"""The size of a section's button alone, and below the seats."""
_LIST_KEY = ("seat_list", "list")
_ZOOM_KEYS = (("zoom_in", "zoom-in"), ("zoom_out", "zoom-out"), ("zoom_fit", "maximize"))
_LISTS_KEY = ("lists", "users")
_KEY_TEXT = "keyText"


_BESIDE = QBoxLayout.Direction.LeftToRight
_BESIDE_PERCENT_MAX = 150


class HallPane(QFrame):
    """Shows one hall; `place_chosen` tells a unit that was clicked."""

    place_chosen = Signal(int)
    wanted = Signal()
    """It is to be seen: it has the keyboard now."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        look(self, "hall")
        self._words = words
        self._hall: tuple[SeatModel, SeatMap, Legend] | None = None
        self._seat_list: SeatList | None = None
        self._picture: HallPicture | None = None
        self._is_list = False
        self._sections = _SectionList(self, QVBoxLayout(), _LARGE)
        self._sections_below = _SectionList(self, QHBoxLayout(), _SMALL)
        self._sections_below.hide()
        self._empty = QLabel()
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title, self._subtitle = ElidedLabel(), ElidedLabel()
        look(self._title, "title")
        look(self._subtitle, "muted")
        self._zoom_row = QHBoxLayout()
        self._zoom_row.setSpacing(6)
        self._zoom_buttons: dict[str, QPushButton] = {}
        self._foot = QHBoxLayout()
        self._stack = self.shown = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._sections)
        self._lay_out()

    @property
    def seat_map(self) -> SeatMap:
        """The map of a hall with numbered seats."""
        return (self._hall or self._load_hall())[1]

    def make_ready(self) -> None:
        """Make what a hall with seats stands on before there is one, while nobody waits for it."""
        if self._hall is None:
            self._load_hall()
            self.show_hall(self._picture, self._words)

    def add_zoom_keys(self, table: ActionTable) -> None:
        """Buttons for the zoom actions of the window's table, and for the performance's lists."""
        for action_id, icon_name in (_LIST_KEY, *_ZOOM_KEYS, _LISTS_KEY):
            button = _tool_button(table[action_id], icon_name)
            self._zoom_buttons[table[action_id].words_key] = button
            self._zoom_row.addWidget(button)

    @property
    def list_key(self) -> QWidget:
        """The key that shows the hall as a list."""
        return next(iter(self._zoom_buttons.values()))

    def show_hall(self, picture: HallPicture | None, words: Words) -> None:
        """Show this hall, or what to do when there is none."""
        self._words, self._picture = words, picture
        self._title.show_text(picture.title if picture else words("counter.hall"))
        self._subtitle.show_text(picture.subtitle if picture else "")
        self.setAccessibleName(picture.title if picture else words("counter.hall"))
        self._empty.setText(
            words("counter.hall_none" if picture is None else "counter.hall_no_places")
        )
        self._sections.show_sections(picture.sections if picture else ())
        self._sections.setAccessibleName(words("counter.hall"))
        page: QWidget = self._empty
        has_seats = picture is not None and bool(picture.plan.seats)
        if has_seats or self._hall is not None:
            model, seat_map, legend = self._hall or self._load_hall()
            model.show(picture)
            seat_map.setAccessibleName(words("counter.hall"))
            legend.show_hall(picture, words)
        has_both = has_seats and picture is not None and bool(picture.sections)
        self._sections_below.show_sections(picture.sections if has_both and picture else ())
        self._sections_below.setAccessibleName(words("counter.sections"))
        self._sections_below.setVisible(has_both)
        if has_seats and picture is not None:
            page = self._list_of(picture) if self._is_list else self.seat_map
        elif picture is not None and picture.sections:
            page = self._sections
        had_keyboard = page is not self._page() and self._page().hasFocus()
        self._stack.setCurrentWidget(page)
        if had_keyboard:
            self.take_keyboard()
        for key, button in self._zoom_buttons.items():
            is_lists = button.objectName() == _LISTS_KEY[0]
            button.setVisible(has_seats or (is_lists and picture is not None))
            button.setAccessibleName(f"{words(key)} ({button.property(_KEY_TEXT)})")
            button.setToolTip(words(key))

    def appearance_changed(self) -> None:
        """The keys stand below a name in large text."""
        is_large = worn().text_percent > _BESIDE_PERCENT_MAX
        direction = QBoxLayout.Direction.TopToBottom if is_large else _BESIDE
        self._head.setDirection(direction)

    def zoom_in(self) -> None:
        """Come closer to the hall."""
        self.seat_map.zoom_in()

    def zoom_out(self) -> None:
        """Step back from the hall."""
        self.seat_map.zoom_out()

    def fit(self) -> None:
        """Show the whole hall."""
        self.seat_map.fit()

    def toggle_list(self) -> None:
        """The seats as a list instead of the map, or the map again; both are at the same seat."""
        picture = self._picture
        if picture is None or not picture.plan.seats:
            return
        seat_map, is_list = self.seat_map, self._is_list
        self._is_list = not is_list
        if is_list and self._seat_list is not None:
            unit = self._seat_list.current_unit()
            if unit is not None:
                seat_map.setCurrentIndex(seat_map.model().index(unit, 0))
        self.show_hall(picture, self._words)
        if self._seat_list is not None and not is_list:
            self._seat_list.go_to(seat_map.currentIndex().row())
        self.take_keyboard()

    def _list_of(self, picture: HallPicture) -> SeatList:
        if self._seat_list is None:
            # Loaded when it is first wanted.
            from podium_desk.ui.screens.counter.seat_list import SeatList

            self._seat_list = SeatList()
            self._seat_list.seat_chosen.connect(self.place_chosen)
            self._stack.addWidget(self._seat_list)
            QWidget.setTabOrder(self.seat_map, self._seat_list)
        self._seat_list.show_hall(picture, self._words)
        return self._seat_list

    def take_keyboard(self) -> None:
        """Give the keyboard to the hall."""
        self.wanted.emit()
        self._page().setFocus(Qt.FocusReason.OtherFocusReason)

    def focused_section(self) -> str:
        """The section whose button has the keyboard; empty when none has."""
        return self._sections.focused() or self._sections_below.focused()

    def _load_hall(self) -> tuple[SeatModel, SeatMap, Legend]:
        from podium_desk.presentation.hall import spoken, tooltip
        from podium_desk.ui.screens.seatmap.legend import Legend
        from podium_desk.ui.screens.seatmap.model import SeatModel
        from podium_desk.ui.screens.seatmap.view import SeatMap

        model = SeatModel(
            lambda picture, unit: spoken(picture, unit, self._words),
            lambda picture, unit: tooltip(picture, unit, self._words),
            self,
        )
        seat_map, legend = SeatMap(model), Legend()
        seat_map.seat_chosen.connect(self.place_chosen)
        self._stack.addWidget(seat_map)
        # It is made late, and stands with its keys for who goes from part to part.
        for last in list(self._zoom_buttons.values())[-1:]:
            QWidget.setTabOrder(last, seat_map)
        self._foot.addWidget(legend)
        self._hall = (model, seat_map, legend)
        return self._hall

    def _page(self) -> QWidget:
        return self._stack.currentWidget() or self._empty

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._title)
        names.addWidget(self._subtitle)
        head = self._head = QHBoxLayout()
        head.setContentsMargins(16, 0, 16, 0)
        head.addLayout(names, 1)
        head.addLayout(self._zoom_row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 12)
        column.setSpacing(8)
        column.addLayout(head)
        self.appearance_changed()
        column.addWidget(self._stack, 1)
        column.addWidget(self._sections_below)
        self._foot.setContentsMargins(12, 0, 12, 0)
        column.addLayout(self._foot)


class _SectionList(QWidget):
    """A button for each unnumbered section; pressing it adds one place, a digit so many."""

    def __init__(self, pane: HallPane, row: QBoxLayout, size: tuple[int, int]) -> None:
        """`row` is how the buttons stand, `size` their least width and height in pixels."""
        super().__init__()
        self._pane = pane
        self._size = size
        self._buttons: list[QPushButton] = []
        self._next: list[Unit | None] = []
        self._names: list[str] = []
        self._column = row
        self.setLayout(row)
        self._column.setSpacing(12)
        self._column.addStretch(1)
        self._column.addStretch(1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_sections(self, sections: tuple[SectionCard, ...]) -> None:
        while len(self._buttons) < len(sections):
            self._add_button(len(self._buttons))
        self._next = [section.next_free for section in sections]
        self._names = [section.name for section in sections]
        for position, button in enumerate(self._buttons):
            button.setVisible(position < len(sections))
            if position < len(sections):
                button.setText(sections[position].text)
                button.setAccessibleName(sections[position].text)
                button.setEnabled(sections[position].next_free is not None)

    def focused(self) -> str:
        """The section whose button has the keyboard."""
        pairs = zip(self._names, self._buttons, strict=False)
        return next((name for name, button in pairs if button.hasFocus()), "")

    def _add_button(self, position: int) -> None:
        button = QPushButton()
        button.setMinimumSize(*self._size)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self._choose(position))
        self._buttons.append(button)
        self._column.insertWidget(position + 1, button, 0, Qt.AlignmentFlag.AlignCenter)

    def _choose(self, position: int) -> None:
        unit = self._next[position]
        if unit is not None:
            self._pane.place_chosen.emit(unit)


def _tool_button(action: Action, icon_name: str) -> QPushButton:
    button = QPushButton()
    look(button, "tool")
    button.setObjectName(action.id)
    button.setProperty(_KEY_TEXT, action.key_text)
    icons.put_icon(button, icon_name, "ui.ink")
    fix_size(button, 36, 36)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(action.run)
    return button
