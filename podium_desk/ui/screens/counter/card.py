"""The card page: calm, one amount, and only the keys that mean something at this stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.pay_state import CardStage
from podium_desk.ui.kit import icons
from podium_desk.ui.kit.buttons import ActionButton, look
from podium_desk.ui.kit.qr import QrPicture
from podium_desk.ui.kit.sizes import fix_size
from podium_desk.ui.kit.tokens import token

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.paying_view import CardPanel

_MARGIN = 32
_PICTURE_PIXELS = 260


@dataclass(frozen=True, slots=True)
class CardKeys:
    """The keys of the card page, each shown at its stages."""

    approved: ActionButton
    """The clerk says that the terminal said yes."""
    declined: ActionButton
    ask: ActionButton
    by_hand: ActionButton
    not_paid: ActionButton
    given_back: ActionButton
    stop: ActionButton

    @property
    def by_stage(self) -> dict[CardStage, tuple[ActionButton, ...]]:
        """The keys that a stage shows, the recommended one first."""
        return {
            CardStage.BEGINNING: (),
            CardStage.CLERK: (self.approved, self.declined, self.stop),
            CardStage.ASKED: (self.stop,),
            CardStage.STOPPING: (),
            CardStage.UNKNOWN: (self.ask, self.by_hand, self.not_paid),
            CardStage.REVERSING: (),
            CardStage.BY_CLERK: (self.given_back, self.stop),
        }

    @property
    def all(self) -> tuple[ActionButton, ...]:
        """Every key, in the order in which they stand."""
        return (
            self.approved, self.ask, self.by_hand, self.given_back, self.declined, self.not_paid,
            self.stop,
        )  # fmt: skip


class CardPage(QFrame):
    """One card payment, at whatever stage it is."""

    def __init__(self, keys: CardKeys) -> None:
        super().__init__()
        look(self, "card")
        self._keys = keys
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for primary in (keys.approved, keys.ask, keys.given_back):
            look(primary, "primary")
        self._icon, self._title, self._amount = QLabel(), QLabel(), QLabel()
        self._ask, self._doubt, self._waited = QLabel(), QLabel(), QLabel()
        self.picture = QrPicture(_PICTURE_PIXELS)
        self.picture.hide()
        look(self._title, "title")
        look(self._amount, "charge")
        look(self._ask, "pieces")
        look(self._doubt, "muted")
        look(self._waited, "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(10)
        column.addStretch(1)
        labels = (self._icon, self._title, self._amount, self._ask, self._doubt, self._waited)
        for label in labels:
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(label in (self._ask, self._doubt))
            column.addWidget(label)
            if label is self._amount:
                column.addWidget(self.picture, 4)
        fix_size(self._waited, height=28)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(12)
        for key in keys.all:
            row.addWidget(key, 2 if key.property("look") == "primary" else 1)
        column.addLayout(row)

    def show_panel(self, panel: CardPanel, words: Words, *, is_selling: bool) -> None:
        """Show the amount, how far it is, and the keys of this stage."""
        is_open = panel.stage is CardStage.UNKNOWN
        name = "triangle-alert" if is_open else "credit-card"
        color = "ui.warning_text" if is_open else "ui.primary"
        self.picture.setVisible(bool(panel.picture))
        if panel.picture:
            self.picture.show_text(panel.picture)
            self.picture.setAccessibleName(panel.ask)
        self._icon.setVisible(not panel.picture)
        self._icon.setPixmap(icons.pixmap(name, token(color), 72))
        self._title.setText(panel.title)
        self._amount.setText(panel.amount)
        self._amount.setAccessibleName(panel.amount)
        self._ask.setText(words("counter.booking") if is_selling else panel.ask)
        self._doubt.setText(panel.doubt)
        self._waited.setText(panel.waited)
        self.setAccessibleName(f"{panel.title}: {panel.amount}. {panel.ask}")
        shown = {
            key
            for key in self._keys.by_stage[panel.stage]
            if key is not self._keys.ask or panel.can_ask
        }
        # What goes, goes first: for a moment too many keys side by side would widen the window.
        for key in sorted(self._keys.all, key=shown.__contains__):
            key.setVisible(key in shown)
            key.setEnabled(not is_selling)
