"""The window beside an editor: a saved layout is on the screen, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from podium_desk.documents.layouts.shelf import bundled_file
from podium_desk.i18n.words import Words
from podium_desk.presentation.login import LoginView
from podium_desk.ui.shell import layout_window
from podium_desk.ui.shell.layout_window import LayoutWindow
from podium_desk.ui.shell.layouts import LayoutsRoom


class Asking(QWidget):
    """The counter's window, as far as layouts know it."""

    closed = Signal()


def test_a_layout_is_drawn_anew_when_it_is_saved_and_a_bad_one_is_told(
    qtbot, tmp_path: Path
) -> None:
    window = LayoutWindow(tmp_path, "receipt", Words("nl"))
    qtbot.addWidget(window)
    assert "meegeleverde" in window.says
    good = bundled_file("receipt").read_text("utf-8")
    file = tmp_path / "receipt.toml"
    file.write_text(good, "utf-8")
    qtbot.waitUntil(lambda: "eigen lay-out, in orde" in window.says)
    before = window.drawn
    file.write_text(good.replace("{thanks}", "Dag en tot later!"), "utf-8")
    qtbot.waitUntil(lambda: window.drawn != before)
    file.write_text(good.replace("{thanks}", "{tanks}"), "utf-8")
    qtbot.waitUntil(lambda: "het veld “tanks” bestaat niet" in window.says)
    assert "De meegeleverde lay-out wordt gebruikt." in window.says


def test_a_layout_that_comes_into_a_new_folder_is_found(qtbot, tmp_path: Path) -> None:
    folder = tmp_path / "layouts"
    window = LayoutWindow(folder, "voucher", Words("nl"))
    qtbot.addWidget(window)
    folder.mkdir()
    (folder / "voucher.toml").write_text(bundled_file("voucher").read_text("utf-8"), "utf-8")
    qtbot.waitUntil(lambda: "eigen lay-out, in orde" in window.says)


def test_the_house_gets_a_file_of_its_own_by_the_button_and_keeps_one_that_it_has(
    qtbot, tmp_path: Path, monkeypatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        layout_window.QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile())
    )
    window = LayoutWindow(tmp_path / "layouts", "voucher", Words("nl"))
    qtbot.addWidget(window)
    window.own.click()
    file = tmp_path / "layouts" / "voucher.toml"
    assert file.read_bytes() == bundled_file("voucher").read_bytes()
    assert "eigen lay-out, in orde" in window.says
    file.write_text("stuk", "utf-8")
    window.own.click()
    assert file.read_text("utf-8") == "stuk"
    assert opened == [str(file)] * 2


class Login:
    """The log-in, as far as layouts know it."""

    def __init__(self) -> None:
        self.asked: list[Callable[[], None]] = []
        self.listeners: list[Callable[[LoginView], None]] = []
        self.view = LoginView()
        self.for_manager, self.listen = self.asked.append, self.listeners.append

    def show(self, view: LoginView) -> None:
        self.view = view
        for listener in self.listeners:
            listener(view)


@pytest.fixture
def at_a_counter(qtbot, tmp_path: Path) -> tuple[LayoutsRoom, Asking, Login]:
    window, login = Asking(), Login()
    qtbot.addWidget(window)
    counter = SimpleNamespace(window=window, words=Words("fr"), room=SimpleNamespace(login=login))
    return LayoutsRoom(counter, tmp_path), window, login


def test_at_a_counter_it_opens_for_a_manager_and_closes_with_the_counter(at_a_counter) -> None:
    layouts, window, login = at_a_counter
    layouts.ask()
    assert layouts.window is None
    login.asked[0]()
    assert layouts.window is not None
    assert layouts.window.isVisible()
    window.closed.emit()
    assert layouts.window is None


def test_it_closes_when_the_counter_is_locked_and_does_not_come_up_behind_the_lock(
    at_a_counter,
) -> None:
    layouts, _window, login = at_a_counter
    layouts.ask()
    login.asked[0]()
    login.show(LoginView(is_shown=True))
    assert layouts.window is None
    login.asked[0]()
    assert layouts.window is None
