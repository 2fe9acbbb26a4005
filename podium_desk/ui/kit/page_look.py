"""The style sheet of pages that lie over a screen: light for a desk, dark for a dark hall."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from podium_desk.ui.kit.theme import enlarged
from podium_desk.ui.kit.tokens import Appearance, token, worn
from podium_desk.ui.kit.tokens import Theme as Theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_DRESSED = "pageTheme"
_NAMES = (
    "canvas", "surface", "ink", "muted", "primary", "on_primary", "control_border", "focus_ring",
    "ok_text", "warning_text", "danger_text", "hairline", "pressed",
)  # fmt: skip


def ink(theme: Theme | None, name: str = "ink") -> str:
    """A colour of this theme by its name; without one, of the theme that is worn."""
    return token(f"ui.{name}" if theme is None else f"{theme.value}.{name}")


def dress_page(page: QWidget, theme: Theme | None = None) -> None:
    """Give a page its style: of this theme, or of the one that is worn, then and later."""
    page.setProperty(_DRESSED, "" if theme is None else theme.value)
    page.setStyleSheet(page_sheet(theme))


def renew_page(widget: QWidget) -> None:
    """Dress a page as things are worn now; any other widget stays as it is."""
    theme = widget.property(_DRESSED)
    if isinstance(theme, str):
        widget.setStyleSheet(page_sheet(Theme(theme) if theme else None))


def page_sheet(theme: Theme | None) -> str:
    """The style sheet of a page, with text as large as it is now."""
    return _page_sheet(Appearance(theme or worn().theme, worn().text_percent))


@lru_cache(maxsize=4)
def _page_sheet(appearance: Appearance) -> str:
    colours = {name: ink(appearance.theme, name) for name in _NAMES}
    names = ("offline", "on_offline", "warning", "on_warning", "training", "on_training")
    band = {name: token(f"band.{name}") for name in names}
    return enlarged(_SHEET.format(**colours, **band), appearance)


_SHEET = """
QWidget#statusPage, QWidget#statusBody, QWidget#page, QWidget#pageBody {{ background: {canvas}; }}
QLabel {{ color: {ink}; background: transparent; font-size: 17px; }}
QLabel[look="muted"] {{ color: {muted}; font-size: 15px; }}
QLabel[look="title"] {{ font-size: 24px; font-weight: 700; }}
QLabel[look="heading"] {{ font-size: 19px; font-weight: 700; }}
QLabel[look="value"] {{ font-weight: 600; }}
QLabel[look="amount"] {{ font-size: 22px; font-weight: 700; }}
QLabel[look="figure"] {{ font-size: 20px; font-weight: 600; }}
QLabel[look="figureCertain"] {{ font-size: 20px; font-weight: 700; color: {ok_text}; }}
QLabel[mood="caution"] {{ color: {warning_text}; font-weight: 600; }}
QLabel[mood="trouble"] {{ color: {danger_text}; font-weight: 600; }}
QFrame#headline {{ background: {surface}; border: none; border-bottom: 1px solid {hairline}; }}
QFrame#headline[mood="caution"] {{ background: {warning}; }}
QFrame#headline[mood="caution"] QLabel {{ color: {on_warning}; }}
QFrame#headline[mood="offline"] {{ background: {offline}; }}
QFrame#headline[mood="offline"] QLabel {{ color: {on_offline}; }}
QFrame#headline QLabel {{ font-size: 19px; font-weight: 600; }}
QFrame[look="card"] {{ background: {surface}; border: 1px solid {hairline}; border-radius: 10px; }}
QFrame[look="card"]:focus {{ border: 3px solid {focus_ring}; }}
QFrame[look="rule"] {{ background: {hairline}; border: none; max-height: 1px; min-height: 1px; }}
QPushButton {{
    background: {surface}; color: {ink}; border: 2px solid {control_border};
    border-radius: 8px; padding: 0 18px; font-size: 17px; font-weight: 600; min-height: 48px;
}}
QPushButton:hover {{ border-color: {primary}; }}
QPushButton:pressed {{ background: {pressed}; }}
QPushButton:disabled {{ color: {control_border}; border-color: {hairline}; }}
QPushButton:focus {{ border: 3px solid {focus_ring}; }}
QPushButton[look="primary"] {{
    background: {primary}; color: {on_primary}; border: 2px solid {primary};
}}
QPushButton[look="primary"]:focus {{ border: 3px solid {focus_ring}; }}
QPushButton[look="primary"]:disabled {{ color: {muted}; background: {pressed}; border-color:
    {pressed}; }}
QLineEdit {{
    background: {surface}; color: {ink}; border: 2px solid {control_border}; border-radius: 8px;
    padding: 0 12px; font-size: 17px; min-height: 44px;
}}
QLineEdit:focus {{ border: 3px solid {focus_ring}; }}
QLabel[look="total"] {{ font-size: 44px; font-weight: 700; }}
QLabel[look="big"] {{ font-size: 30px; font-weight: 700; }}
QLabel[tone="good"] {{ color: {ok_text}; }}
QLabel[tone="bad"] {{ color: {danger_text}; }}
QLabel#notice {{ color: {danger_text}; font-weight: 600; min-height: 26px; }}
QLabel#training {{
    background: {training}; color: {on_training}; font-weight: 700; padding: 8px 24px;
}}
QLabel#initials {{
    background: {primary}; color: {on_primary}; border-radius: 28px; font-size: 22px;
    font-weight: 700;
}}
QPushButton[look="tile"] {{
    border: 2px solid {hairline}; border-radius: 12px; min-height: 96px; text-align: left;
    padding: 0 18px;
}}
QPushButton[look="tile"]:hover {{ border-color: {primary}; }}
QPushButton[look="tile"]:focus {{ border: 3px solid {focus_ring}; }}
QPushButton[look="choice"] {{ text-align: left; min-height: 40px; }}
QPushButton[look="choiceDense"] {{ text-align: left; min-height: 26px; }}
QPushButton[look="choice"]:checked, QPushButton[look="choiceDense"]:checked {{
    border: 4px solid {primary};
}}
QPushButton[look="small"] {{ font-size: 15px; min-height: 40px; padding: 0 12px; }}
QCheckBox {{ color: {ink}; font-size: 17px; spacing: 10px; min-height: 40px; }}
QCheckBox::indicator {{ width: 22px; height: 22px; }}
QCheckBox:focus {{ border: 2px solid {focus_ring}; border-radius: 6px; }}
QScrollArea {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar::handle:vertical {{
    background: {control_border}; border-radius: 5px; min-height: 48px;
}}
QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical {{ height: 0; }}
"""
