"""`central gates …`: the ways in of a house, what they let in and what is asked there."""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from podium_desk.central.bootstrap import open_central
from podium_desk.central.folder import CentralFolder
from podium_desk.central.gates import HouseGates, import_gates
from podium_desk.central.houses import find_house
from podium_desk.central.refusals import CentralRefusal
from podium_desk.commands.imported import say_imported
from podium_desk.commands.options import AsJson
from podium_desk.commands.output import Answer, command_line_faults
from podium_desk.domain.door_questions import Question
from podium_desk.domain.gates import Gate

gates_app = typer.Typer(no_args_is_help=True, help="Gates, and what is asked at the doors.")

Dir = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the central store.")]
HouseName = Annotated[str, typer.Option("--house", metavar="S", help="Short name or number.")]


def add_gates_commands(central: typer.Typer) -> None:
    """Make the commands of this module commands of the central store."""
    central.add_typer(gates_app, name="gates")


@gates_app.command(
    "import", epilog="podium-desk central gates import /srv/podium gates.json --house sluis"
)
@command_line_faults
def gates_import(
    directory: Dir,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A JSON file.")],
    house: HouseName,
    as_json: AsJson = False,
) -> None:
    """Take all gates and questions of a house from a file; those it does not name are withdrawn."""
    answer = Answer(as_json)
    with contextlib.closing(open_central(CentralFolder(directory))) as central:
        found = find_house(central, house)
        if isinstance(found, CentralRefusal):
            answer.refused(found.reason.value, found.sentence(answer.words))
        report = import_gates(central, found, file, answer.words)
    say_imported(answer, report)


@gates_app.command("list", epilog="podium-desk central gates list /srv/podium --house sluis")
@command_line_faults
def gates_list(directory: Dir, house: HouseName, as_json: AsJson = False) -> None:
    """The gates and questions of a house, in the form of the file."""
    answer = Answer(as_json)
    with contextlib.closing(open_central(CentralFolder(directory))) as central:
        found = find_house(central, house)
        if isinstance(found, CentralRefusal):
            answer.refused(found.reason.value, found.sentence(answer.words))
        told = HouseGates(central, found)
        gates, questions = told.gates(), told.questions()
    lines = [f"{gate.number:>3}  {gate.name}" for gate in gates]
    lines += [f"  ?  {one.id}  {one.text.in_language(answer.words.language)}" for one in questions]
    data = {
        "gates": [_gate(gate) for gate in gates],
        "questions": [_question(question) for question in questions],
    }
    answer.done(data, "\n".join(lines) or answer.words("central.no_gates"))


def _gate(gate: Gate) -> dict[str, Any]:
    rule = json.loads(gate.rule) if gate.rule else None
    return {**{key: value for key, value in asdict(gate).items() if key != "house"}, "rule": rule}


def _question(question: Question) -> dict[str, Any]:
    return {
        "id": question.id, "text": question.text.words, "tariffs": question.tariffs,
        "kind": question.kind, "choices": question.choices, "required": question.is_required,
    }  # fmt: skip
