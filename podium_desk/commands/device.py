"""`device enrol` and `device status`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from podium_desk.bootstrap import BadAddress, Device
from podium_desk.commands.closing import closing_code, take_closing_code
from podium_desk.commands.device_status import (
    moment,
    status_as_data,
    status_desk_of,
    status_in_words,
)
from podium_desk.commands.memory import confirm_memory
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import Answer, answer_for, command_line_faults
from podium_desk.commands.rolls import paper_in_printer
from podium_desk.commands.session import (
    contact,
    device_at,
    fault_sentence,
    warn_of_clock,
)
from podium_desk.config import check_language
from podium_desk.enrolment import AlreadyEnrolled, Newcomer, Told, enrol
from podium_desk.replica.queries import totals
from podium_desk.venue_network import look_around
from sync.exchange.addresses import NotAnAddress
from sync.exchange.line import ExchangeFault

app = typer.Typer(no_args_is_help=True, help="Enrol this machine and ask how it is.")
app.command("closing-code", epilog="podium-desk device closing-code kassa1 --output codes")(
    closing_code
)
app.command(
    "take-closing-code",
    epilog="podium-desk device take-closing-code kassa2 --image part1.png --image part2.png",
)(take_closing_code)
app.command("paper", epilog="podium-desk device paper kassa1 --metres 80")(paper_in_printer)


@app.command("enrol", epilog="podium-desk device enrol kassa1 --url http://127.0.0.1:8470 "
             "--code K7MP-3WQX --name 'Kassa 1'")  # fmt: skip
@command_line_faults
def enrol_device(
    data: Data,
    url: Annotated[str, typer.Option(help="The central store's address.")],
    code: Annotated[str, typer.Option(help="The one-time code.")],
    name: Annotated[str, typer.Option(help="How people call this device, e.g. 'Kassa 1'.")],
    printer: Annotated[str, typer.Option(help="The printer's address, e.g. sim://printer.")] = "",
    language: Annotated[str, typer.Option(help="nl, fr, de or en.")] = "",
    peer: Annotated[
        list[str] | None,
        typer.Option(metavar="HOST:PORT", help="A device of the house that gives the start."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make keys, trade the code for a certificate and fetch what the house knows.

    That comes from another device of the house where one answers, else from the store.
    """
    if language:
        check_language(language)
    answer = Answer(as_json, language) if language else answer_for(data, as_json)

    newcomer = Newcomer(url, code, name, printer, language, tuple(peer or ()))
    try:
        membership = enrol(data, newcomer, _told(answer))
    except NotAnAddress as error:
        answer.wrong_use(answer.words("device.no_peer_address", value=str(error)))
    except AlreadyEnrolled as error:
        known = error.membership
        sentence = answer.words(
            "faults.already_enrolled", name=known.claims.name, cluster=known.cluster_name
        )
        answer.refused("already_enrolled", sentence)
    except BadAddress as error:
        answer.refused(error.code, answer.words(f"faults.{error.code}", url=error.url))
    except ExchangeFault as fault:
        _enrolment_failed(answer, fault, url)
    claims = membership.claims
    with device_at(data) as device:
        warn_of_clock(device, answer)
        if device.line.state().last_contact_ms is None:
            answer.note(answer.words("device.store_comes_later", url=url))
        house = device.work.own_house.slug
    answer.done(
        {"device": claims.device, "name": claims.name, "house": house, "role": claims.role},
        answer.words("device.enrolled", name=claims.name, cluster=membership.cluster_name),
    )


@app.command("status", epilog="podium-desk device status kassa1 --json")
@command_line_faults
def status(data: Data, as_json: AsJson = False) -> None:
    """What this device knows and holds."""
    answer = answer_for(data, as_json)
    with device_at(data) as device:
        contact(device, answer)
        near = {peer.device: peer for peer in look_around(device)}
        overview = status_desk_of(device).overview(is_whole=True)
        report = status_as_data(overview) | _own_figures(device)
        for peer in report["peers"]:
            here = near.get(peer["device"])
            peer["last_heard"] = None if here is None else moment(here.last_heard_ms)
            peer["address"] = None if here is None else here.address
        answer.done(report, status_in_words(overview, answer.words))


app.command("confirm-memory", epilog="podium-desk device confirm-memory kassa1 --yes")(
    confirm_memory
)


def _told(answer: Answer) -> Told:
    """What is said on the side while a device is enrolled."""

    def facts_left(left: int) -> None:
        if left:
            answer.note(answer.words("device.facts_left", n=left))

    def begins_at(peer: str) -> None:
        answer.note(answer.words("device.begins_at_peer", peer=peer))

    def peer_failed(peer: str) -> None:
        answer.note(answer.words("device.peer_gave_nothing", peer=peer))

    return Told(facts_left, begins_at, peer_failed)


def _own_figures(device: Device) -> dict[str, Any]:
    """What only programs ask for."""
    work = device.work
    counts = work.replica.rights.held_free_counts(work.origin)
    sums = totals(work.replica.sql)
    return {
        "house": work.own_house.slug,
        "rights": {str(pool): count for (_house, pool), count in sorted(counts.items())},
        "printer": device.settings.printer or None,
        "totals": {name: getattr(sums, name) for name in sums.__slots__},
    }


def _enrolment_failed(answer: Answer, fault: ExchangeFault, url: str) -> None:
    from podium_desk.application.synchronising import fault_code

    code = fault_code(fault)
    sentence = fault_sentence(code, answer.words, url, fault)
    if code in ("store_away", "not_a_store", "store_full"):
        answer.fault(code, sentence)
    answer.refused(code, sentence)
