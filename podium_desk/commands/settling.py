"""`incidents` and `settle`: what needs a person, and that a person has seen to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

import typer

from podium_desk.application.incident_list import (
    ListedIncident,
    ListedSettlement,
    Namer,
    incident_as_data,
)
from podium_desk.application.settling import SettleRequest, Settling
from podium_desk.bootstrap import Device
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import Answer, answer_for, command_line_faults
from podium_desk.commands.session import contact, device_at, refuse
from podium_desk.domain.incidents import Outcome
from podium_desk.domain.refusals import Refusal
from podium_desk.i18n.words import Words
from podium_desk.presentation.incidents import card_of, settled_line

app = typer.Typer()


@app.command("incidents", epilog="podium-desk incidents kassa1")
@command_line_faults
def incidents(
    data: Data,
    settled: Annotated[bool, typer.Option("--settled", help="The history too.")] = False,
    as_json: AsJson = False,
) -> None:
    """List what is to be settled: what happened, the money, and what one can do."""
    answer = answer_for(data, as_json)
    with device_at(data) as device:
        contact(device, answer)
        settling, namer = Settling(device.work), _namer(device)
        listed = namer.listed(settling.open_all())
        history = namer.settled(settling.history()) if settled else ()
        answer.done(
            incidents_as_data(listed, history), incidents_in_words(listed, history, answer.words)
        )


@app.command("settle", epilog="podium-desk settle kassa1 double_admission:1:2.0.3.0:4.0.9"
             " --how was_legitimate --by An")  # fmt: skip
@command_line_faults
def settle(
    data: Data,
    incident: Annotated[str, typer.Argument(metavar="INCIDENT", help="Its name in the list.")],
    how: Annotated[str, typer.Option(help="One of the outcomes that the list shows.")],
    by: Annotated[str, typer.Option(help="Who settled it.")],
    note: Annotated[str, typer.Option(help="A word for whoever reads it later.")] = "",
    as_json: AsJson = False,
) -> None:
    """Take something off the list, with how it was settled and by whom."""
    answer = answer_for(data, as_json)
    outcome = _outcome(answer, how)
    with device_at(data) as device:
        contact(device, answer)
        settled = Settling(device.work).settle(SettleRequest(incident, outcome, by, note))
        if isinstance(settled, Refusal):
            refuse(answer, settled)
        contact(device, answer)
        (listed,) = _namer(device).settled([settled])
        line = settled_line(listed, answer.words)
        sentence = answer.words("incidents.settled", title=line.title, how=line.how)
        answer.done(settlement_as_data(listed), sentence)


def incidents_as_data(
    listed: Iterable[ListedIncident], history: Iterable[ListedSettlement] = ()
) -> dict[str, Any]:
    """The list for programs."""
    return {
        "incidents": [incident_as_data(one) for one in listed],
        "settled": [settlement_as_data(one) for one in history],
    }


def settlement_as_data(listed: ListedSettlement) -> dict[str, Any]:
    """One settlement for programs."""
    settled = listed.settlement
    return {
        "incident": settled.incident,
        "outcome": settled.outcome,
        "by": settled.by,
        "note": settled.note,
        "person": settled.person,
        "at_ms": settled.at_ms,
        "amount_cents": settled.amount_cents,
    }


def incidents_in_words(
    listed: Iterable[ListedIncident], history: Iterable[ListedSettlement], words: Words
) -> str:
    """The list for people: the most urgent first."""
    lines = [_in_words(one, words) for one in listed] or [words("incidents.none")]
    for one in history:
        line = settled_line(one, words)
        lines.append(words("incidents.settled", title=line.title, how=line.how))
    return "\n\n".join(lines)


def _in_words(listed: ListedIncident, words: Words) -> str:
    card = card_of(listed, words)
    known = "|".join(choice.outcome.value for choice in card.choices)
    parts = [
        f"{card.title}{f' · {card.amount}' if card.amount else ''}",
        card.where,
        card.what,
        card.advice,
        words("incidents.choose", incident=card.id, known=known),
    ]
    return "\n  ".join(part for part in parts if part)


def _outcome(answer: Answer, text: str) -> Outcome:
    try:
        return Outcome(text)
    except ValueError:
        known = ", ".join(outcome.value for outcome in Outcome)
        answer.wrong_use(answer.words("incidents.no_such_outcome", text=text, known=known))


def _namer(device: Device) -> Namer:
    return Namer(device.work.replica, device.work.catalogue)
