"""How every command answers: words for people, or one JSON document and nothing else on stdout.

Exit status: 0 done · 1 refused (a rule said no) · 2 wrong use · 3 a fault (device, disk, network).
"""

from __future__ import annotations

import errno
import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, ParamSpec, TypeVar

from hardware.device_url import DeviceUrlFault
from podium_desk.config import (
    DataFolder,
    FolderFault,
    FolderInUse,
    IdentityDamaged,
    NotEnrolled,
    Settings,
    SettingsError,
    environment_language,
)
from podium_desk.i18n.words import Words
from sync.store.port import (
    DatabaseUnreachable,
    RecallUnderWay,
    StoreBusy,
    StoreDamaged,
    StoreFault,
    StoreFull,
    StoreNewer,
    StoreOlder,
)

REFUSED = 1
WRONG_USE = 2
FAULT = 3
USER_FAULTS = (StoreFault, SettingsError, FolderFault, DeviceUrlFault, RecallUnderWay, OSError)
"""What a user can cause and can mend; each has its sentence."""

P = ParamSpec("P")
R = TypeVar("R")


class Answer:
    """Speaks one language to people, or JSON to programs."""

    def __init__(self, as_json: bool, language: str = "") -> None:
        """`language` is the terminal's when it is empty."""
        self.as_json = as_json
        self.words = Words(language or environment_language(os.environ))
        self._noted: set[str] = set()

    def done(self, data: Any, sentence: str = "") -> None:
        """What was done: `data` for programs, `sentence` for people."""
        if self.as_json:
            print(_as_json(data))
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
        """Words on the side, on stderr; the same ones once."""
        if sentence not in self._noted:
            self._noted.add(sentence)
            print(sentence, file=sys.stderr)

    def _end(self, status: int, data: dict[str, Any], sentence: str) -> NoReturn:
        if self.as_json:
            print(_as_json(data))
        print(sentence, file=sys.stderr)
        raise SystemExit(status)


def _as_json(data: Any) -> str:
    # A window says nothing to programs.
    import json

    return json.dumps(data, ensure_ascii=False)


def answer_for(path: Path, as_json: bool) -> Answer:
    """An answer in the language of the device in this folder, the terminal's until it has one."""
    settings = DataFolder(path).settings
    return Answer(as_json, Settings.read(settings).language if settings.exists() else "")


def store_fault_sentence(fault: StoreFault, words: Words) -> tuple[str, str]:
    """The stable code of a fault of the disk, and what it means and what to do."""
    match fault:
        case StoreFull():
            return "disk_full", words("faults.disk_full")
        case StoreNewer():
            return "newer_data", words("faults.newer_data")
        case StoreOlder():
            return "older_data", words("faults.older_data")
        case StoreDamaged():
            return "replica_damaged", words("faults.replica_damaged", why=str(fault))
        case DatabaseUnreachable():
            return "database_unreachable", words("faults.database_unreachable", why=str(fault))
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
        try:
            return command(*args, **kwargs)
        except BrokenPipeError:
            # The reader has seen enough (`| head`); the command line ends without a word.
            raise
        except USER_FAULTS as error:
            _tell_fault(_answer_after(error, kwargs), error)

    return guarded


def _answer_after(error: Exception, options: dict[str, Any]) -> Answer:
    """In the device's language, unless that very file is what cannot be read."""
    as_json, data = bool(options.get("as_json", False)), options.get("data")
    is_known = isinstance(data, Path) and DataFolder(data).settings.exists()
    if isinstance(data, Path) and is_known and not isinstance(error, SettingsError | OSError):
        return answer_for(data, as_json)
    return Answer(as_json, options.get("language") or "")


def _tell_fault(answer: Answer, error: Exception) -> NoReturn:
    code, sentence = fault_sentence(error, answer.words)
    if isinstance(error, NotEnrolled):
        answer.refused(code, sentence)
    answer.fault(code, sentence)


def fault_sentence(error: Exception, words: Words) -> tuple[str, str]:
    """The stable code of a fault that a user can cause, and what it means and what to do."""
    match error:
        case StoreFault():
            return store_fault_sentence(error, words)
        case SettingsError():
            return error.code, words(f"faults.{error.code}", **error.details)
        case RecallUnderWay():
            return "store_in_doubt", words("faults.store_in_doubt")
        case NotEnrolled():
            return "not_enrolled", words("faults.not_enrolled")
        case FolderInUse():
            return "folder_in_use", words("faults.folder_in_use")
        case IdentityDamaged():
            return "identity_damaged", words("faults.identity_damaged", why=str(error))
        case DeviceUrlFault(url=url, why=why):
            return "printer_bad_url", words("faults.printer_bad_url", url=url, why=why)
        case OSError(errno=errno.ENOSPC):
            return "disk_full", words("faults.disk_full")
        case _:
            return "file", words("faults.file", why=str(error))
