"""What a window needs before its first show, and what it must not wait for."""

import subprocess
import sys

import pytest

from podium_desk.commands.catalogue import COMMANDS, GROUPS, CommandCatalogue
from podium_desk.ui.kit.messages import HARMLESS

TOO_HEAVY = (
    *("apsw", "babel", "cryptography", "cv2", "filelock", "httpx", "msgspec", "numpy", "PIL"),
    *("reportlab", "rich", "zstandard", "podium_desk.bootstrap", "podium_desk.central"),
    *("podium_desk.documents", "podium_desk.proving", "podium_desk.replica"),
)
UP_TO_THE_WINDOW = """
import sys
from podium_desk.commands.catalogue import CommandCatalogue
CommandCatalogue()["desk"]
from podium_desk.ui.shell.running import run_counter
print(*sys.modules)
"""


def test_a_counter_loads_nothing_heavy_before_its_window_stands():
    done = subprocess.run(
        [sys.executable, "-c", UP_TO_THE_WINDOW], capture_output=True, text=True, check=True
    )
    assert [name for name in done.stdout.split() if name in TOO_HEAVY] == []


@pytest.mark.parametrize("name", [*GROUPS, *COMMANDS])
def test_every_command_of_the_catalogue_is_there_under_its_name_and_with_an_example(name):
    command = CommandCatalogue()[name]
    assert command.name == name
    assert command.help
    if name in COMMANDS:
        assert command.epilog.startswith(f"podium-desk {name}")


def test_a_command_that_is_not_in_the_catalogue_is_not_there():
    catalogue = CommandCatalogue()
    assert "verkoop" not in catalogue
    assert catalogue.get("verkoop") is None
    assert len(catalogue) == len(GROUPS) + len(COMMANDS)


def test_harmless_lines_of_qt_stay_away_and_all_others_are_told():
    lines = """
from PySide6.QtCore import qWarning
from podium_desk.ui.kit.messages import HARMLESS, hear_qt
hear_qt()
qWarning(HARMLESS[0])
qWarning("the screen is on fire")
"""
    done = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=True)
    assert HARMLESS[0] not in done.stderr
    assert "the screen is on fire" in done.stderr
