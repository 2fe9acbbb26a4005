"""What commands of the central store begin with: the store of a folder, a house of it, a secret.

Each ends the command with a sentence when there is none.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import typer

from podium_desk.central.bootstrap import open_central
from podium_desk.central.cluster import Central
from podium_desk.central.folder import CentralFolder
from podium_desk.central.houses import find_house
from podium_desk.central.refusals import CentralFault, CentralRefusal
from podium_desk.commands.output import Answer
from podium_desk.domain.programme import House


@contextlib.contextmanager
def opened_store(answer: Answer, directory: Path) -> Iterator[Central]:
    """The store of a folder; its faults are told as such."""
    try:
        with contextlib.closing(open_central(CentralFolder(directory))) as central:
            yield central
    except CentralFault as fault:
        answer.fault(fault.code, fault.sentence(answer.words))


def house_called(answer: Answer, central: Central, name: str) -> House:
    """The house of this short name or number."""
    found = find_house(central, name)
    if isinstance(found, CentralRefusal):
        answer.refused(found.reason.value, found.sentence(answer.words))
    return found


@contextlib.contextmanager
def house_of_store(answer: Answer, directory: Path, name: str) -> Iterator[tuple[Central, House]]:
    """The store of a folder with a house of it, by its short name or number."""
    with opened_store(answer, directory) as central:
        yield central, house_called(answer, central, name)


def secret_given(answer: Answer, variable: str, ask: str, missing: str) -> str:
    """A secret from the environment, typed unseen, or from stdin; `ask` and `missing` are
    the sentences that ask for it and that say that it is missing.

    Never from the command line, where every user of the machine would see it.
    """
    secret = os.environ.get(variable, "")
    if not secret and sys.stdin.isatty():
        secret = str(typer.prompt(ask, hide_input=True, err=True))
    elif not secret:
        secret = sys.stdin.readline().strip()
    if not secret:
        answer.wrong_use(missing)
    return secret
