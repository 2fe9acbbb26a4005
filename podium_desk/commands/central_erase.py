"""`central erase`: forget a person in the whole cluster."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from podium_desk.central.erasing import erase_person
from podium_desk.central.refusals import CentralRefusal
from podium_desk.commands.options import AsJson
from podium_desk.commands.output import Answer, command_line_faults
from podium_desk.commands.store_of_folder import opened_store


@command_line_faults
def erase(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The central store's folder.")],
    person: Annotated[str, typer.Option("--person", metavar="ID", help="The person's reference.")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who does it.")],
    as_json: AsJson = False,
) -> None:
    """Forget a person: names and keys are destroyed here, and on every device at its contact."""
    answer = Answer(as_json)
    with opened_store(answer, directory) as central:
        outcome = erase_person(central, person, by)
    if isinstance(outcome, CentralRefusal):
        answer.refused(outcome.reason.value, outcome.sentence(answer.words))
    n = len(outcome.houses)
    answer.done(asdict(outcome), answer.words("devices.erased", person=person, n=n))
