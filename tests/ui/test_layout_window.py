"""The window beside an editor: a saved layout is on the screen, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from podium_desk.documents.layouts.shelf import bundled_file
from podium_desk.i18n.words import Words
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


def test_at_a_counter_it_opens_for_a_manager_and_closes_with_the_counter(
    qtbot, tmp_path: Path
) -> None:
    window, asked = Asking(), []
    qtbot.addWidget(window)
    room = SimpleNamespace(login=SimpleNamespace(for_manager=asked.append))
    counter = SimpleNamespace(window=window, words=Words("fr"), room=room)
    layouts = LayoutsRoom(counter, tmp_path)
    layouts.ask()
    assert layouts.window is None
    asked[0]()
    assert layouts.window is not None
    assert layouts.window.isVisible()
    window.closed.emit()
    assert layouts.window is None
