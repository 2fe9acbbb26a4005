"""What stands between a window and its device when that cannot be opened: a box that says why, and
the way out of a damaged replica as a button in it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from podium_desk.commands.output import USER_FAULTS, Answer, fault_sentence
from podium_desk.config import DataFolder
from podium_desk.i18n.words import Words
from podium_desk.ui.kit.display import has_terminal, has_viewer
from sync.store.port import StoreDamaged

T = TypeVar("T")


def told_on_the_screen(answer: Answer, data: Path, open_window: Callable[[], T]) -> T:
    """What `open_window` gives. Why it cannot is told in a box, when no terminal is there to read
    it on; a replica that a person has repaired from that box is opened once more.
    """
    while True:
        try:
            return open_window()
        except USER_FAULTS as error:
            if has_terminal() or not has_viewer() or not _is_repaired(error, answer.words, data):
                raise


def _is_repaired(error: Exception, words: Words, data: Path) -> bool:
    """Show what went wrong; whether a person had it repaired. Raises what a repair raises."""
    # Qt belongs to the windows only; a store's machine has none.
    from podium_desk.ui.kit.fault_box import fault_box, is_way_out_taken, way_out_box
    from podium_desk.ui.shell.application import the_application

    the_application()
    if not isinstance(error, StoreDamaged):
        fault_box(fault_sentence(error, words)[1]).exec()
        return False
    if not is_way_out_taken(way_out_box(*_words_of(error, words, data))):
        return False
    try:
        _repair(words, data)
    except USER_FAULTS as failed:
        fault_box(fault_sentence(failed, words)[1]).exec()
        raise
    return True


def _words_of(error: StoreDamaged, words: Words, data: Path) -> tuple[str, str, str, str]:
    """What is damaged; what is kept, put aside and forfeited; and the words of both buttons."""
    explanation = "\n\n".join(
        (
            words("repair.kept"),
            words("repair.aside", folder=str(data)),
            words("repair.forfeited"),
        )
    )
    sentence = words("repair.damaged", why=str(error))
    return sentence, explanation, words("repair.begin"), words("repair.leave")


def _repair(words: Words, data: Path) -> None:
    from podium_desk.commands.repairing import repair_whole
    from podium_desk.ui.kit.progress_box import ProgressBox

    def work(say: Callable[[str], None]) -> None:
        repair_whole(
            DataFolder(data), True, lambda device: device.line.once(device.work),
            lambda step: say(words(f"repair.step_{step.value}")),
        )  # fmt: skip

    ProgressBox(words("repair.busy")).run(work)
