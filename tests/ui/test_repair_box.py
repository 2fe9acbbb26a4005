"""A window that cannot open because its replica is damaged: repaired by a button, then it opens."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from harness.processes import StoreProcess, call
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from podium_desk.commands import opening
from podium_desk.commands.plain_desk import plain_desk
from podium_desk.commands.repairing import RepairStep
from podium_desk.config import DataFolder
from podium_desk.ui.kit.progress_box import ProgressBox
from podium_desk.ui.screens.counter.window import CounterWindow
from podium_desk.ui.screens.status.page import StatusPage

LOOK_MS = 20
LOOKS_MAX = 3000
SPOILT = b"this is no database\n" * 1000


@pytest.fixture(scope="module")
def sold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A counter that sold two places, with its witness beside it; each test has its own copy."""
    folder = tmp_path_factory.mktemp("sold")
    with pytest.MonkeyPatch.context() as patch, StoreProcess(folder, hours=1) as store:
        patch.setenv("PODIUM_DESK_STATE", str(folder / "state"))
        store.enrol(folder / "kassa1")
        words = ("--performance", store.performances[0], "--best", 2, "--pay", "cash", "--json")
        assert call("sell", folder / "kassa1", *words).status == 0
    return folder


@pytest.fixture
def counter(tmp_path: Path, sold: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A counter that sold two places, and whose replica is damaged. Its store is away."""
    for name in ("kassa1", "state"):
        shutil.copytree(sold / name, tmp_path / name)
    monkeypatch.setenv("PODIUM_DESK_STATE", str(tmp_path / "state"))
    data = tmp_path / "kassa1"
    DataFolder(data).replica.write_bytes(SPOILT)
    return data


class Person:
    """Looks at whatever is in front and answers it, as an event loop of the program runs."""

    def __init__(self, answer: str) -> None:
        self._answer = answer
        self.read: list[str] = []
        self.boxes: list[str] = []
        self.windows = 0
        self._looks = 0
        self._timer = QTimer()
        self._timer.timeout.connect(self._look)
        self._timer.start(LOOK_MS)

    def leave(self) -> None:
        self._timer.stop()

    def _look(self) -> None:
        self._looks += 1
        assert self._looks < LOOKS_MAX, "nothing came of it"
        front = QApplication.activeModalWidget()
        if isinstance(front, QMessageBox):
            self._read(front)
        elif isinstance(front, ProgressBox):
            self.boxes.append(front.accessibleName())
            QTest.keyClick(front, Qt.Key.Key_Escape)
            QTest.keyClick(front, Qt.Key.Key_Return)
        else:
            self._close_window()

    def _read(self, box: QMessageBox) -> None:
        self.read.append(f"{box.text()}\n{box.informativeText()}")
        buttons = {one.accessibleName() or one.text(): one for one in box.findChildren(QPushButton)}
        assert box.defaultButton() is buttons.get("Niet nu", box.defaultButton())
        if self._answer in buttons:
            QTest.keyClick(buttons[self._answer], Qt.Key.Key_Space)
        else:
            QTest.keyClick(box, Qt.Key.Key_Escape)

    def _close_window(self) -> None:
        """Once its device is open, as its status page then says."""
        for window in QApplication.topLevelWidgets():
            if not isinstance(window, CounterWindow) or not window.isVisible():
                continue
            page = window.findChild(StatusPage)
            if page is None:
                QTest.keyClick(window, Qt.Key.Key_F9)
            elif page.accessibleName():
                self.windows += 1
                window.close()


def ended_with(counter: Path) -> int:
    """The exit status of the counter's program."""
    try:
        code = plain_desk(["desk", str(counter)])
    except SystemExit as ended:
        code = ended.code
    assert isinstance(code, int)
    return code


@pytest.fixture
def open_counter(qapp, monkeypatch, counter) -> Callable[[str], tuple[Person, int]]:
    monkeypatch.setattr(opening, "has_viewer", lambda: True)
    monkeypatch.setattr(opening, "has_terminal", lambda: False)

    def open_it(answer: str) -> tuple[Person, int]:
        person = Person(answer)
        code = ended_with(counter)
        person.leave()
        return person, code

    return open_it


def test_a_damaged_counter_is_repaired_by_the_button_and_opens(open_counter, counter):
    person, code = open_counter("Herstellen en openen")
    assert code == 0
    (said,) = person.read
    for words in ("Blijft: wie dit toestel is", f"blijft staan in {counter}", "Is kwijt: de vrije"):
        assert words in said
    assert set(person.boxes) == {"Dit toestel wordt hersteld"}
    assert person.windows == 1
    (kept,) = counter.glob("replica.damaged-*.sqlite")
    assert kept.read_bytes() == SPOILT
    assert call("doctor", counter, "--json").json["repaired"] is None


def test_who_leaves_it_keeps_everything_as_it_was(open_counter, counter):
    person, code = open_counter("Niet nu")
    assert (code, person.windows) == (3, 0)
    assert DataFolder(counter).replica.read_bytes() == SPOILT
    assert list(counter.glob("replica.damaged-*")) == []


def test_a_repair_that_fails_says_why_and_can_be_tried_again(open_counter, counter):
    key = DataFolder(counter).key
    secret = key.read_bytes()
    key.write_bytes(b"")
    person, code = open_counter("Herstellen en openen")
    assert code == 3
    assert "kan niet meer lezen wie het is" in person.read[-1]
    assert DataFolder(counter).replica.read_bytes() == SPOILT
    key.write_bytes(secret)
    os.chmod(key, 0o600)
    person, code = open_counter("Herstellen en openen")
    assert (code, person.windows) == (0, 1)


def test_every_step_of_a_repair_has_its_words():
    from podium_desk.i18n.words import Words

    for language in ("nl", "fr", "de", "en"):
        said = {Words(language)(f"repair.step_{step.value}") for step in RepairStep}
        assert len(said) == len(RepairStep)
