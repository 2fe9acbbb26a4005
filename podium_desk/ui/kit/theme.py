"""The house style as one Qt style sheet, made from the tokens (ux.md section 12)."""

from __future__ import annotations

import re
from functools import lru_cache

from PySide6.QtWidgets import QApplication

from podium_desk.resources import resource_path
from podium_desk.ui.kit.tokens import Appearance, Theme, font, load_fonts, token, worn

BODY_PIXELS = 17


_COLOURS = (
    "canvas", "surface", "ink", "muted", "primary", "on_primary", "primary_pressed",
    "on_primary_pressed", "primary_hover", "control_border", "focus_ring", "focus_ring_on_primary",
    "ok_text", "danger_text", "warning_text", "hairline", "pressed", "strip", "on_strip",
    "good_ground", "short_ground",
)  # fmt: skip
_BANDS = ("offline", "on_offline", "warning", "on_warning", "training", "on_training")
_LENGTH = re.compile(r"\b((?:font-size|min-height|width|height): )(\d+)px")
_LENGTHS_OF_TEXT = 12
"""Shorter ones are lines and gaps, which stay as they are when text grows."""


def dress(application: QApplication) -> None:
    """Give the application its type and style; once, before the first window."""
    load_fonts()
    sheet = style_sheet(worn())
    # Qt goes over every widget for it, also when nothing changes.
    if application.styleSheet() != sheet:
        application.setFont(font(BODY_PIXELS))
        application.setStyleSheet(sheet)


@lru_cache(maxsize=4)
def style_sheet(appearance: Appearance) -> str:
    """The style sheet of every staff screen; widgets choose a look by the property `look`."""
    colours = {name: token(f"ui.{name}") for name in _COLOURS}
    band = {name: token(f"band.{name}") for name in _BANDS}
    # A style sheet gives a picture no colour: the light one is a file with its colour in it.
    is_dark = appearance.theme is Theme.DARK
    place = (
        ("theme", "chevron-down-light.svg") if is_dark else ("icons", "lucide", "chevron-down.svg")
    )
    chevron = resource_path(*place).as_posix()
    sheet = _SHEET.format(chevron=chevron, ground=token("seat.ground"), **colours, **band)
    return enlarged(sheet, appearance)


def enlarged(sheet: str, appearance: Appearance) -> str:
    """A style sheet with its text, and what has text in it, as large as text is."""

    def grown(found: re.Match[str]) -> str:
        length = int(found[2])
        if length >= _LENGTHS_OF_TEXT:
            length = round(length * appearance.text_percent / 100)
        return f"{found[1]}{length}px"

    return _LENGTH.sub(grown, sheet)


_SHEET = """
QWidget#screen {{ background: {canvas}; }}
QLabel {{ color: {ink}; background: transparent; }}
QLabel[look="muted"] {{ color: {muted}; font-size: 15px; }}
QLabel[look="caution"] {{ color: {warning_text}; font-size: 15px; font-weight: 600; }}
QLabel[look="heading"] {{ font-size: 20px; font-weight: 600; }}
QLabel[look="title"] {{ font-size: 22px; font-weight: 700; }}
QLabel[look="total"] {{ font-size: 36px; font-weight: 700; }}
QLabel[look="amount"] {{ font-size: 52px; font-weight: 700; }}
QLabel[look="change"] {{ font-size: 72px; font-weight: 700; color: {ok_text}; }}
QLabel[look="missing"] {{ font-size: 72px; font-weight: 700; color: {warning_text}; }}
QLabel[look="changeLong"] {{ font-size: 56px; font-weight: 700; color: {ok_text}; }}
QLabel[look="missingLong"] {{ font-size: 56px; font-weight: 700; color: {warning_text}; }}
QLabel[look="changeDense"] {{ font-size: 40px; font-weight: 700; color: {ok_text}; }}
QLabel[look="missingDense"] {{ font-size: 40px; font-weight: 700; color: {warning_text}; }}
QLabel[look="changeWord"] {{ font-size: 22px; font-weight: 600; color: {ok_text}; }}
QLabel[look="missingWord"] {{ font-size: 22px; font-weight: 600; color: {warning_text}; }}
QLabel[look="pieces"] {{ font-size: 20px; }}
QLabel[look="keycap"] {{
    background: {canvas}; border: 1px solid {control_border}; border-bottom-width: 2px;
    border-radius: 6px; padding: 1px 8px; font-size: 15px; font-weight: 700;
}}
QLabel[look="charge"] {{ font-size: 84px; font-weight: 700; }}
QLabel[look="standing_ok_text"] {{ font-size: 20px; font-weight: 600; color: {ok_text}; }}
QLabel[look="standing_danger_text"] {{ font-size: 20px; font-weight: 600; color: {danger_text}; }}
QLabel[look="standing_warning_text"] {{
    font-size: 20px; font-weight: 600; color: {warning_text};
}}
QFrame#strip {{ background: {strip}; }}
QFrame#strip QLabel {{ color: {on_strip}; }}
QLabel#place {{ font-size: 19px; font-weight: 600; }}
QLabel#band {{ padding: 8px 20px; font-size: 17px; font-weight: 600; }}
QLabel#band[mood="offline"] {{ background: {offline}; color: {on_offline}; }}
QLabel#band[mood="exchange"] {{ background: {offline}; color: {on_offline}; }}
QLabel#band[mood="caution"] {{ background: {warning}; color: {on_warning}; }}
QLabel#band[mood="training"] {{ background: {training}; color: {on_training}; }}
QLabel#band[mood="trouble"] {{ background: {danger_text}; color: {on_primary}; }}
QFrame[look="card"] {{
    background: {surface}; border: 1px solid {hairline}; border-radius: 8px;
}}
QFrame[look="hall"] {{ background: {ground}; border-radius: 8px; }}
QFrame[look="change"] {{ background: {good_ground}; border-radius: 8px; }}
QFrame[look="missing"] {{ background: {short_ground}; border-radius: 8px; }}
QFrame[look="good"] {{
    background: {good_ground}; border: 1px solid {ok_text}; border-radius: 8px;
}}
QFrame[look="good"] QLabel[look="heading"] {{ color: {ok_text}; }}
QFrame[look="calm"] {{
    background: {canvas}; border: 1px solid {control_border}; border-radius: 8px;
}}
QFrame[look="warn"] {{ background: {warning}; border: 1px solid {warning_text};
    border-radius: 8px; }}
QFrame[look="warn"] QLabel {{ color: {on_warning}; }}
QFrame#palette {{ border: 2px solid {control_border}; }}
QFrame#line {{ border: none; border-bottom: 1px solid {pressed}; border-radius: 0; }}
QFrame#rule {{ background: {hairline}; max-height: 1px; min-height: 1px; }}
QListView {{ background: transparent; border: none; outline: none; }}
QListWidget#column {{
    background: {surface}; border: 1px solid {hairline}; border-radius: 8px; padding: 4px;
}}
QListWidget#column:focus {{ border: 3px solid {focus_ring}; padding: 2px; }}
QListWidget#column::item:selected:!active {{ background: {pressed}; color: {ink}; }}
QListWidget::item {{ padding: 7px 8px; border-radius: 6px; color: {ink}; }}
QListWidget::item:selected {{ background: {primary}; color: {on_primary}; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
QPushButton {{
    background: {surface}; color: {ink}; border: 2px solid {control_border};
    border-radius: 8px; padding: 0 14px; font-size: 19px; font-weight: 600;
}}
QPushButton:hover {{ background: {canvas}; }}
QPushButton:pressed {{ background: {pressed}; }}
QPushButton:disabled {{ color: {control_border}; border-color: {hairline}; }}
QPushButton:focus {{ border: 3px solid {focus_ring}; }}
QFrame#strip QPushButton {{ background: {strip}; color: {on_strip}; }}
QFrame#strip QPushButton:hover {{ border-color: {on_strip}; }}
QFrame#strip QPushButton:focus {{ border: 3px solid {focus_ring_on_primary}; }}
QPushButton[look="primary"] {{
    background: {primary}; color: {on_primary}; border: 2px solid {primary};
}}
QPushButton[look="primary"]:hover {{ background: {primary_hover}; }}
QPushButton[look="primary"]:pressed {{
    background: {primary_pressed}; color: {on_primary_pressed};
}}
QPushButton[look="primary"]:focus {{ border: 3px solid {focus_ring_on_primary}; }}
QPushButton[look="primary"]:disabled {{
    background: {pressed}; color: {control_border}; border-color: {pressed};
}}
QPushButton[look="chosen"] {{ border: 4px solid {primary}; }}
QPushButton[look="tool"] {{
    border: 1px solid {control_border}; padding: 0 8px; font-size: 15px; border-radius: 6px;
}}
QPushButton[look="tool"]:focus {{ border: 3px solid {focus_ring}; }}
QPushButton[look="bare"] {{ border: 3px solid transparent; background: transparent; padding: 0; }}
QPushButton[look="bare"]:hover {{ background: {pressed}; }}
QPushButton[look="bare"]:focus {{ border: 3px solid {focus_ring}; }}
QLineEdit {{
    background: {surface}; color: {ink}; border: 2px solid {control_border};
    border-radius: 8px; padding: 0 12px 0 8px; font-size: 17px;
    selection-background-color: {primary};
}}
QLineEdit:focus {{ border: 3px solid {focus_ring}; }}
QLabel#amountField {{
    background: {surface}; border: 2px solid {control_border}; border-radius: 8px;
    padding: 0 14px; font-size: 28px; font-weight: 600;
}}
QLabel#amountField[look="hint"] {{ font-size: 15px; color: {muted}; }}
QLabel#amountField:focus {{ border: 3px solid {focus_ring}; }}
QComboBox {{
    background: {surface}; color: {ink}; border: 1px solid {control_border};
    border-radius: 6px; padding: 0 6px 0 8px; font-size: 15px; min-height: 30px;
}}
QComboBox:focus {{ border: 3px solid {focus_ring}; padding: 0 4px 0 6px; }}
QComboBox::drop-down {{ border: none; width: 26px; }}
QComboBox::down-arrow {{ image: url({chevron}); width: 18px; height: 18px; }}
QComboBox QAbstractItemView {{
    background: {surface}; color: {ink}; border: 1px solid {control_border};
    selection-background-color: {primary}; selection-color: {on_primary}; font-size: 15px;
}}
QToolTip {{
    background: {strip}; color: {on_strip}; border: none; padding: 6px 10px; font-size: 15px;
}}
QScrollBar:vertical {{ background: transparent; width: 8px; margin: 0; }}
QScrollBar::handle:vertical {{
    background: {control_border}; border-radius: 4px; min-height: 32px;
}}
QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical {{ height: 0; }}
"""
