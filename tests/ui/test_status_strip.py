"""The status strip tells how things stand, whole, from the moment it changes."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from podium_desk.presentation.mood import Mood
from podium_desk.presentation.status import StatusChip
from podium_desk.ui.kit.strip import StatusStrip


@pytest.fixture
def strip(qtbot):
    strip = StatusStrip()
    qtbot.addWidget(strip)
    strip.resize(900, 52)
    strip.show_status("Kassa 1", (StatusChip("line", "wifi", "Verbonden", Mood.WELL),))
    with qtbot.waitExposed(strip):
        strip.show()
    return strip


def test_a_longer_word_is_not_cut_off_when_it_comes(strip):
    text = "Offline 12 minuten"
    strip.show_status("Kassa 1", (StatusChip("line", "wifi-off", text, Mood.CAUTION),))
    label = next(label for label in strip.findChildren(QLabel) if label.text() == text)
    assert label.width() >= label.sizeHint().width()
