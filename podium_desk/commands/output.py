"""How every command answers: words for people, or one JSON document and nothing else on stdout.

Exit status: 0 done · 1 refused (a rule said no) · 2 wrong use · 3 a fault (device, disk, network).
"""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable
from typing import Any, NoReturn, ParamSpec, TypeVar

import typer

from podium_desk.config import SettingsError
from podium_desk.i18n.words import Words
from sync.store.port import StoreBusy, StoreDamaged, StoreFault, StoreFull

REFUSED = 1
WRONG_USE = 2
FAULT = 3

P = ParamSpec("P")
R = TypeVar("R")


class Answer:
    """Speaks one language to people, or JSON to programs."""

    def __init__(self, as_json: bool, language: str = "nl") -> None:
        self.as_json = as_json
        self.words = Words(language)

    def done(self, data: Any, sentence: str = "") -> None:
        """What was done: `data` for programs, `sentence` for people."""
        if self.as_json:
            print(json.dumps(data, ensure_ascii=False))
        elif sentence:
            print(sentence)

    def refused(self, reason: str, sentence: str, **data: Any) -> NoReturn:
        """A rule said no; `reason` is the stable code."""
        self._end(REFUSED, {"refused": reason, "message": sentence, **data}, sentence)

    def fault(self, code: str, sentence: str, **data: Any) -> NoReturn:
        """A device, the disk or the network failed; `code` is stable."""
        self._end(FAULT, {"fault": code, "message": sentence, **data}, sentence)

    def wrong_use(self, sentence: str) -> NoReturn:
        """The command was called with words that do not fit."""
        self._end(WRONG_USE, {"wrong_use": sentence, "message": sentence}, sentence)

    def note(self, sentence: str) -> None:
        """Words on the side, on stderr."""
        print(sentence, file=sys.stderr)

    def _end(self, status: int, data: dict[str, Any], sentence: str) -> NoReturn:
        if self.as_json:
            print(json.dumps(data, ensure_ascii=False))
        print(sentence, file=sys.stderr)
        raise typer.Exit(status)


def store_fault_sentence(fault: StoreFault, words: Words) -> tuple[str, str]:
    """The stable code of a fault of the disk, and what it means and what to do."""
    match fault:
        case StoreFull():
            return "disk_full", words("faults.disk_full")
        case StoreDamaged():
            return "replica_damaged", words("faults.replica_damaged", why=str(fault))
        case StoreBusy():
            return "store_busy", words("faults.store_busy")
        case _:
            return "store_unreachable", words("faults.store_unreachable", why=str(fault))


def command_line_faults(command: Callable[P, R]) -> Callable[P, R]:
    """Turn the faults that a user can cause into a sentence and an exit status.

    The command takes an `Answer`-making ``as_json`` option among its keyword arguments.
    """

    @functools.wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        answer = Answer(bool(kwargs.get("as_json", False)))
        try:
            return command(*args, **kwargs)
        except StoreFault as fault:
            code, sentence = store_fault_sentence(fault, answer.words)
            answer.fault(code, sentence)
        except SettingsError as error:
            answer.fault("settings", str(error))
        except OSError as error:
            answer.fault("file", answer.words("faults.file", why=str(error)))

    return guarded
