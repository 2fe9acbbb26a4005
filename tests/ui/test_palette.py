"""Every action of the counter is found by a word and done by Enter."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from podium_desk.i18n.words import Words
from podium_desk.ui.kit.actions import Action
from podium_desk.ui.screens.counter.palette import Entry, entries_of, matching
from podium_desk.ui.shell.tour import press

CONTROL = Qt.KeyboardModifier.ControlModifier


def open_palette(window):
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_K, CONTROL)
    return window.findChild(object, "palette")


def test_a_word_finds_an_action_and_enter_does_it(window):
    palette = open_palette(window)
    QTest.keyClicks(palette.field, "2 beste")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert len(window._presenter.view.basket.lines) == 2
    assert palette.isHidden()
    assert QApplication.focusWidget() is window.hall_pane.seat_map


def test_what_cannot_be_done_now_is_not_offered(window):
    words = Words("nl")
    ids = [entry.action.id for entry in entries_of(window.actions_table, words)]
    assert "card" not in ids
    press(window, "2")
    ids = [entry.action.id for entry in entries_of(window.actions_table, words)]
    assert "card" in ids


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_every_key_of_the_table_is_in_the_palette_or_means_something_only_where_it_is_typed(
    window, language
):
    press(window, "2")
    entries = entries_of(window.actions_table, Words(language))
    listed = {entry.action.id for entry in entries}
    typed = {"palette", "separator", "erase", "back", "confirm"}
    keys = {one.id for one in window.actions_table if one.keys and one.is_enabled()}
    assert keys - listed == typed
    assert all(entry.word and entry.action.key_text for entry in entries)


def test_words_may_come_in_any_order_without_accents_and_those_that_begin_so_come_first():
    words = ("Réservation payée", "Carte", "Écarter", "Payer par carte")
    entries = [Entry(Action(word, ("F1",), word, pytest.fail), word) for word in words]
    assert [entry.word for entry in matching(entries, "carte")] == [
        "Carte",
        "Payer par carte",
        "Écarter",
    ]
    assert [entry.word for entry in matching(entries, "pay res")] == ["Réservation payée"]
    assert matching(entries, "zzz") == ()


def test_esc_gives_the_keyboard_back_and_changes_nothing(window):
    palette = open_palette(window)
    QTest.keyClicks(palette.field, "kaart")
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    assert palette.isHidden()
    assert QApplication.focusWidget() is window.hall_pane.seat_map
    assert window._presenter.view.panel is None


def test_when_nothing_is_found_the_palette_says_what_to_do(window):
    palette = open_palette(window)
    QTest.keyClicks(palette.field, "zzz")
    assert palette._nothing.isVisible()
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
