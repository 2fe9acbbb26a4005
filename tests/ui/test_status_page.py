"""The status page over a desk: opened by key and touch, live, and settled by a button."""

from __future__ import annotations

from dataclasses import replace

import pytest
from harness.readiness import WELL
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QScrollArea
from status_stage import CALM, LISTED, TWICE, Stage, asked_papers

from podium_desk.application.counter import Connection
from podium_desk.application.devices_in_use import devices_in_use
from podium_desk.application.paper_now import PaperNow
from podium_desk.config import Settings
from podium_desk.documents.layouts.shelf import LayoutShelf
from podium_desk.domain.incidents import Outcome
from podium_desk.domain.paper_stock import PaperStock, StockUnit
from podium_desk.domain.readiness import look_over
from podium_desk.presentation.mood import Mood
from podium_desk.ui.kit import tokens
from podium_desk.ui.kit.strip import StatusStrip
from podium_desk.ui.kit.tokens import Appearance, token
from podium_desk.ui.screens.status.look import Theme

TARGET_PIXELS = 48
ASKED = PaperNow(3, stock=PaperStock(StockUnit.PIECES, 500, 480, 480))


@pytest.fixture
def stage(qtbot) -> Stage:
    return Stage(qtbot)


def test_the_page_says_what_is_certain_what_to_ask_and_what_not(stage):
    stage.page.open_page()
    assert stage.page.is_open
    said = stage.told(2)
    for words in ("Zeker: 16 plaatsen", "Te vragen: 700 plaatsen", "Nu niet te beloven: 20"):
        assert words in said
    assert "16 zeker, 700 te vragen" in stage.page.places.accessibleDescription()


def test_the_page_opens_at_its_top_with_the_keyboard_on_the_way_out(qtbot):
    windows = []

    class Ear(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Show and isinstance(watched, QLabel):
                windows.append(watched.isWindow())
            return False

    ear = Ear()
    QApplication.instance().installEventFilter(ear)
    stage = Stage(qtbot)
    stage.page.open_page()
    QApplication.instance().removeEventFilter(ear)
    assert stage.page.focusWidget() is stage.page.close_button
    assert windows
    assert not any(windows), "a part of the page was a window of its own for a moment"


def test_the_line_and_what_is_unsent_are_told_in_words_as_they_change(stage):
    stage.page.open_page()
    assert "alles is bij de centrale" in stage.told(0)
    stage.desk.now = replace(CALM, connection=Connection.OFFLINE, unsent=3)
    stage.page.changed()
    assert "Geen verbinding" in stage.told(0)
    assert "Nog te versturen: 3 berichten" in stage.told(0)
    assert "Werk gewoon verder" in stage.page.accessibleName()


def test_the_others_of_the_house_are_told_with_what_is_wrong_with_them(stage):
    stage.page.open_page()
    assert "Deur 2: 1 min geleden" in stage.told(1)
    assert "3 berichten onderweg · klok staat verkeerd" in stage.told(1)


def test_esc_and_f9_take_the_page_away_and_nothing_reaches_the_sale(stage):
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_F9):
        stage.page.open_page()
        QTest.keyClick(stage.page, Qt.Key.Key_4)
        assert stage.page.is_open
        QTest.keyClick(stage.page, key)
        assert not stage.page.is_open


def test_a_touch_on_the_strip_asks_for_the_page(qtbot):
    strip = StatusStrip()
    qtbot.addWidget(strip)
    strip.resize(900, 52)
    with qtbot.waitSignal(strip.pressed):
        QTest.mouseClick(strip, Qt.MouseButton.LeftButton)


def test_an_incident_is_settled_by_its_button_in_the_clerks_name(stage):
    stage.desk.now = replace(CALM, incidents=(LISTED,))
    stage.page.open_page()
    stage.page.settling.note.setText("zat fout")
    stage.button(f"{TWICE.id} sent_to_counter").click()
    assert stage.desk.settled == [(TWICE.id, Outcome.SENT_TO_COUNTER, "An", "zat fout")]
    assert stage.page.settling.heading.text() == "Er is niets te regelen."
    assert "Naar de kassa gestuurd · An" in stage.page.history.accessibleDescription()
    assert stage.page.settling.note.text() == ""


def test_a_new_roll_is_told_by_its_button(stage):
    stage.page.open_page()
    assert not stage.page.paper.isVisible()
    stage.desk.now = replace(CALM, paper=PaperNow(0, stock=ASKED.stock))
    stage.page.changed()
    assert not stage.page.paper.confirm.isVisible()
    stage.page.paper.new_roll.click()
    assert stage.page.done.text() == "Nog papier voor ongeveer 500 tickets."


def test_all_papers_of_a_mute_printer_came_out_is_one_key(stage):
    stage.desk.now = asked_papers(6)
    stage.page.open_page()
    stage.key(Qt.Key.Key_Return)
    ((came_out, missing),) = stage.desk.looked_for
    assert (len(came_out), missing) == (7, ())
    assert stage.page.done.text() == "7 papieren nagekeken"
    assert not stage.page.paper.isVisible()


def test_a_paper_that_is_not_there_is_told_by_its_digit_or_a_touch_and_printed_again(stage):
    stage.desk.now = asked_papers(6)
    stage.page.open_page()
    paper = stage.page.paper
    assert paper.rows[1].text().startswith("2   Parterre")
    assert paper.rows[6].accessibleName() == "Het kasbewijs van 2.0-0007"
    stage.key(Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_3)
    paper.rows[4].click()
    assert [row.isChecked() for row in paper.rows] == [True, False, True, True, False, True, True]
    assert paper.confirm.accessibleName() == "Print opnieuw wat er niet is (2)"
    paper.confirm.click()
    ((came_out, missing),) = stage.desk.looked_for
    assert (len(came_out), missing) == (5, ("00000001", "00000004"))
    assert stage.page.done.text() == "5 papieren nagekeken · 2 papieren opnieuw geprint"


def test_who_leaves_the_page_has_said_nothing_of_papers(stage):
    stage.desk.now = asked_papers(2)
    stage.page.open_page()
    stage.key(Qt.Key.Key_1, Qt.Key.Key_Escape)
    stage.page.open_page()
    assert stage.desk.looked_for == []
    assert all(row.isChecked() for row in stage.page.paper.rows)


def test_without_a_name_nothing_is_settled_and_the_name_is_asked(qtbot):
    stage = Stage(qtbot, clerk="")
    stage.desk.now = replace(CALM, incidents=(LISTED,))
    stage.page.open_page()
    stage.button(f"{TWICE.id} was_legitimate").click()
    assert stage.desk.settled == []
    assert stage.presenter.view.notice == "Wie regelt het?"


def test_what_somebody_else_settled_meanwhile_is_said(stage):
    stage.desk.now, stage.desk.refuses = replace(CALM, incidents=(LISTED,)), True
    stage.page.open_page()
    stage.button(f"{TWICE.id} was_legitimate").click()
    assert "Misschien heeft iemand anders het al geregeld" in stage.presenter.view.notice


def test_a_list_that_did_not_change_keeps_its_buttons(stage):
    stage.desk.now = replace(CALM, incidents=(LISTED,))
    stage.page.open_page()
    before = stage.button(f"{TWICE.id} was_legitimate")
    stage.page.changed()
    assert stage.button(f"{TWICE.id} was_legitimate") is before


def test_every_target_is_large_enough_for_a_finger_and_has_a_name(stage):
    stage.desk.now = replace(CALM, incidents=(LISTED,))
    stage.page.open_page()
    targets = [
        widget
        for kind in (QPushButton, QLineEdit)
        for widget in stage.page.findChildren(kind)
        if widget.isVisible()
    ]
    assert len(targets) == 8
    assert [t.accessibleName() for t in targets if t.height() < TARGET_PIXELS] == []
    assert all(target.accessibleName() for target in targets)


def test_the_page_follows_its_window_and_turns_upright_on_a_narrow_one(stage):
    stage.page.open_page()
    stage.host.resize(800, 1280)
    assert stage.page.size() == stage.host.size()


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
@pytest.mark.parametrize("theme", Theme)
def test_the_page_stands_in_both_languages_and_both_themes(qtbot, language, theme):
    stage = Stage(qtbot, language, theme=theme)
    stage.desk.now = replace(CALM, incidents=(LISTED,), printer="paper_out", printing=2,
                             disk_free_bytes=1, clock_error_ms=None, paper=ASKED)  # fmt: skip
    stage.page.open_page()
    assert stage.faults == []
    assert not stage.page.grab().isNull()


def test_a_layout_that_cannot_be_used_is_told_with_its_line(stage, tmp_path):
    (tmp_path / "receipt.toml").write_text('document = "receipt"\n[blocks]\nmain = [{ txt = 1 }]\n')
    faults = LayoutShelf(tmp_path).faults()
    stage.desk.now = replace(CALM, own_layouts=("receipt",), layout_faults=faults)
    stage.page.open_page()
    told = " ".join(label.text() for label in stage.page.findChildren(QLabel))
    assert "receipt.toml, regel 3: een regel begint met een van: text" in told
    assert "de meegeleverde wordt gebruikt" in told
    assert "Alles in orde" not in told


@pytest.mark.parametrize(
    ("language", "kinds"),
    [
        ("nl", "printer (Star) · lade (Star)"),
        ("en", "drawer"),
        ("fr", "tiroir"),
        ("de", "Schublade"),
    ],
)
def test_drivers_that_never_saw_a_real_device_are_told_quietly(qtbot, language, kinds):
    stage = Stage(qtbot, language)
    stage.page.open_page()
    calm = stage.presenter.view.status
    used = devices_in_use(Settings(printer="star+tcp://10.0.0.9", terminal="sim://terminal"))
    stage.desk.now = replace(CALM, devices=used)
    stage.page.changed()
    row = stage.presenter.view.status.sections[-1].rows[-1]
    assert kinds in row.note
    assert row.mood is Mood.WELL
    assert row.note in stage.told(3)
    assert stage.presenter.view.status.headline == calm.headline
    assert row not in calm.sections[-1].rows


def test_a_fault_while_asking_is_kept_and_told(stage):
    def broken():
        raise RuntimeError("the disk")

    stage.desk.overview = broken
    stage.page.open_page()
    assert [str(fault) for fault in stage.faults] == ["the disk"]


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    first, second = sorted((light(one), light(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


@pytest.mark.parametrize("theme", Theme)
def test_every_word_of_both_themes_can_be_read(theme):
    for ground in ("canvas", "surface"):
        for ink in ("ink", "muted", "ok_text", "warning_text", "danger_text"):
            pair = (token(f"{theme.value}.{ink}"), token(f"{theme.value}.{ground}"))
            assert contrast(*pair) >= 4.5, (theme, ink, ground)
        border = token(f"{theme.value}.control_border")
        assert contrast(border, token(f"{theme.value}.{ground}")) >= 3


def test_large_text_puts_the_columns_below_each_other_and_cuts_nothing(qtbot):
    before = tokens.worn()
    tokens.put_on(Appearance(Theme.LIGHT, 200))
    try:
        stage = Stage(qtbot, theme=None)
        stage.desk.now = replace(CALM, role="door", ready=look_over(replace(WELL, others_heard=1)))
        stage.page.open_page()
        scroll = stage.page.findChild(QScrollArea)
        assert scroll.widget().minimumSizeHint().width() <= scroll.viewport().width()
    finally:
        tokens.put_on(before)
