"""Started from an icon: why a window cannot open stands in a box, in the device's language."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox

from podium_desk.commands import door, opening
from podium_desk.commands.output import Answer
from podium_desk.config import FolderInUse


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sentences of the boxes that would stand on a screen."""
    told: list[str] = []

    def stay(box: QMessageBox) -> int:
        told.append(box.text())
        return 0

    monkeypatch.setattr(QMessageBox, "exec", stay)
    monkeypatch.setattr(opening, "has_viewer", lambda: True)
    return told


def open_a_folder_in_use(monkeypatch, tmp_path: Path) -> None:

    def in_use(*_):
        raise FolderInUse(str(tmp_path))

    monkeypatch.setattr(door, "check_enrolled", lambda _: None)
    monkeypatch.setattr(door, "opened_device", in_use)
    with pytest.raises(SystemExit):
        door.door(data=tmp_path)


def test_without_a_terminal_the_fault_stands_in_a_box(qapp, shown, monkeypatch, tmp_path):
    monkeypatch.setattr(opening, "has_terminal", lambda: False)
    open_a_folder_in_use(monkeypatch, tmp_path)
    assert shown == [Answer(as_json=False).words("faults.folder_in_use")]


def test_with_a_terminal_no_box_stands_in_the_way(qapp, shown, monkeypatch, tmp_path):
    monkeypatch.setattr(opening, "has_terminal", lambda: True)
    open_a_folder_in_use(monkeypatch, tmp_path)
    assert shown == []
