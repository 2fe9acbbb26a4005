"""After a start without contact a clerk may confirm the counter's memory, and reads the risk."""

import pytest
from fake_desk import FakeDesk
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from test_counter_window import cut_texts, open_counter, settle, spoken_name  # noqa: F401

from podium_desk.presentation.counter_view import MemoryPanel


@pytest.fixture
def alone(open_counter):  # noqa: F811
    """A counter that started without contact; 52 places wait."""
    desk = FakeDesk()
    desk.go_offline()
    desk.unconfirmed = 52
    return open_counter(desk)


CONTROL = Qt.KeyboardModifier.ControlModifier
KEYS = {
    "Ctrl+F9": (Qt.Key.Key_F9, CONTROL),
    "Enter": (Qt.Key.Key_Return,),
    "Esc": (Qt.Key.Key_Escape,),
    "Ctrl+F10": (Qt.Key.Key_F10, CONTROL),
}


def press(clerk, keys):
    for key in keys.split():
        QTest.keyClick(QApplication.focusWidget() or clerk.window, *KEYS[key])
        settle()


def offer(clerk):
    """The button beside the band."""
    return clerk.window.findChild(QPushButton, "ask_memory")


def asked(clerk):
    return "confirm_memory" in clerk.desk.calls


def test_the_band_offers_the_question_and_the_page_states_the_exposure_first(alone):
    assert offer(alone).isVisible()
    assert spoken_name(offer(alone)).endswith("(Ctrl+F9)")
    offer(alone).click()
    settle()
    panel = alone.view.panel
    assert isinstance(panel, MemoryPanel)
    assert "52 plaatsen" in panel.exposure
    assert alone.view.panel.exposure in QApplication.focusWidget().parent().accessibleDescription()
    assert list(cut_texts(alone.window)) == []
    assert not asked(alone)


def test_enter_and_escape_confirm_nothing(alone):
    for key in ("Enter", "Esc"):
        press(alone, "Ctrl+F9")
        assert isinstance(alone.view.panel, MemoryPanel)
        press(alone, key)
        assert alone.view.panel is None
    press(alone, "Ctrl+F10")
    assert not asked(alone), "nobody had read what is at stake"


def test_the_persons_yes_is_a_key_of_its_own_and_frees_the_places(alone):
    press(alone, "Ctrl+F9 Ctrl+F10")
    settle()
    assert asked(alone)
    assert alone.view.panel is None
    assert "52 plaatsen" in alone.view.toast.text
    alone.presenter.tick()
    assert not offer(alone).isVisible()


def test_the_question_goes_by_itself_when_the_store_answers(alone):
    press(alone, "Ctrl+F9")
    alone.desk.unconfirmed = 0
    alone.presenter.tick()
    settle()
    assert alone.view.panel is None
    press(alone, "Ctrl+F10")
    assert not asked(alone)


def test_a_counter_that_is_sure_of_its_memory_asks_nothing(open_counter):  # noqa: F811
    clerk = open_counter()
    assert not offer(clerk).isVisible()
    press(clerk, "Ctrl+F9")
    assert clerk.view.panel is None


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_button_of_the_question_has_a_name(open_counter, language):  # noqa: F811
    desk = FakeDesk()
    desk.go_offline()
    desk.unconfirmed = 1
    clerk = open_counter(desk, language)
    press(clerk, "Ctrl+F9")
    settle()
    page = QApplication.focusWidget().parent()
    assert [bool(spoken_name(button)) for button in page.findChildren(QPushButton)] == [True, True]
    assert list(cut_texts(clerk.window)) == []
