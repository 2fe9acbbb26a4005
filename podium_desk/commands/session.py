"""A device for the length of one command, and the words for how its line and its rules answer."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from podium_desk.application.counter import Connection
from podium_desk.bootstrap import Device, open_device
from podium_desk.commands.output import Answer
from podium_desk.domain.refusals import Refusal
from podium_desk.i18n.words import Words

CLOCK_WARNING_S = 120


@contextlib.contextmanager
def device_at(path: Path) -> Iterator[Device]:
    """The device in this folder for the length of a command."""
    with contextlib.closing(open_device(path)) as device:
        yield device


def tell_forgotten(device: Device, answer: Answer) -> None:
    """Say it when this device has found that its data was an older copy."""
    forgotten = device.work.memory.forgotten
    if forgotten is not None:
        n, life = forgotten.forfeited, forgotten.incarnation
        answer.note(answer.words("memory.forgotten", n=n, life=life))


def contact(device: Device, answer: Answer) -> bool:
    """One round with the store; says it when the store is away or the clock is off."""
    outcome = device.line.once(device.work)
    if outcome.fault is not None:
        code = device.line.state().fault or "store_away"
        answer.note(fault_sentence(code, answer.words, device.settings.store_url, outcome.fault))
    warn_of_clock(device, answer)
    tell_forgotten(device, answer)
    return outcome.fault is None


def warn_of_clock(device: Device, answer: Answer) -> None:
    """Say it when the device's clock is more than two minutes off."""
    error_s = (device.work.clock.error_ms or 0) // 1000
    if abs(error_s) > CLOCK_WARNING_S:
        answer.note(answer.words("faults.clock_off", minutes=abs(error_s) // 60))


def fault_sentence(code: str, words: Words, url: str, why: object) -> str:
    """The sentence of a fault of the line to the store."""
    key = f"faults.{code}"
    if key not in words:
        key = "faults.store_refused"
    return words(key, url=url, why=str(why))


def refuse(answer: Answer, refusal: Refusal) -> NoReturn:
    """End the command with a rule's "no"."""
    reason = refusal.reason.value
    # On a command line some sentences say more: there is no list or plan to look at.
    key = f"device.{reason}" if f"device.{reason}" in answer.words else f"refusals.{reason}"
    sentence = answer.words(key, **refusal.details)
    answer.refused(reason, sentence, details=refusal.details)


def is_online(device: Device) -> bool:
    """Whether the store was heard in the last round."""
    return device.line.state().connection is Connection.ONLINE
