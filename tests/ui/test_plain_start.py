"""`desk` and a folder: the counter without what a command line needs for everything else."""

from __future__ import annotations

import builtins
import subprocess
import sys

import pytest

from podium_desk.commands import counter_window
from podium_desk.commands.counter_window import Beginning
from podium_desk.commands.plain_desk import plain_desk
from podium_desk.ui.kit.own_import import give_import_back


@pytest.fixture
def begun(monkeypatch):
    begun = []
    monkeypatch.setattr(
        counter_window, "open_counter", lambda data, begins: begun.append((str(data), begins)) or 3
    )
    return begun


def test_a_folder_and_switches_are_plain(begun):
    assert plain_desk(["desk", "kassa1"]) == 3
    assert plain_desk(["desk", "kassa1", "--till", "--training"]) == 3
    assert begun == [("kassa1", Beginning()), ("kassa1", Beginning(till=True, training=True))]


@pytest.mark.parametrize(
    "words",
    ["", "desk", "desk --help", "desk kassa1 --help", "desk kassa1 --screenshot x", "door deur1",
     "desk kassa1 kassa2", "desk --till kassa1", "desk kassa*", "--help"],
)  # fmt: skip
def test_all_else_is_the_command_lines(begun, words):
    assert plain_desk(words.split()) is None
    assert begun == []


def test_python_loads_modules_as_before_pyside():
    loads = (
        "from podium_desk.ui.kit.own_import import give_import_back; import builtins;"
        "before = builtins.__import__; give_import_back();"
        "print(before.__name__, builtins.__import__.__name__)"
    )
    said = subprocess.run(
        [sys.executable, "-c", loads], capture_output=True, text=True, check=True
    ).stdout
    before, after = said.split()
    assert before == "__feature_import__"
    assert after != before


def test_where_nothing_was_replaced_nothing_is_given_back(monkeypatch):
    monkeypatch.delattr(builtins, "__orig_import__", raising=False)
    now = builtins.__import__
    give_import_back()
    assert builtins.__import__ is now


def test_a_counter_starts_without_the_command_line(tmp_path):
    program = (
        "import sys; sys.argv = ['podium-desk', 'desk', sys.argv[1]];"
        "from podium_desk.__main__ import main\n"
        "try: main()\n"
        "except SystemExit as ended: print(ended.code, 'typer' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == ["1", "False"]
    assert "podium-desk device enrol" in said.stderr
