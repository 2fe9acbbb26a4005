"""`device enrol` and `device status`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from podium_desk.bootstrap import AlreadyEnrolled, BadAddress, Device, FolderInUse, Newcomer, enrol
from podium_desk.commands.output import Answer, command_line_faults
from podium_desk.commands.session import (
    answer_for,
    contact,
    device_at,
    fault_sentence,
    warn_of_clock,
)
from podium_desk.config import DataFolder, Settings
from podium_desk.replica.queries import totals
from sync.exchange.client import ExchangeFault
from sync.exchange.session import unsent_count

app = typer.Typer(no_args_is_help=True, help="Enrol this machine and ask how it is.")

Data = Annotated[Path, typer.Argument(metavar="DATA", help="The device's folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


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
    as_json: AsJson = False,
) -> None:
    """Make keys, trade the code for a certificate and fetch the snapshot."""
    answer = Answer(as_json, language or "nl")
    Settings.read(DataFolder(data).settings).keep(
        DataFolder(data).settings, printer=printer, language=language
    )

    def progress(left: int) -> None:
        if left:
            answer.note(answer.words("device.facts_left", n=left))

    try:
        membership = enrol(data, Newcomer(url, code, name), progress)
    except AlreadyEnrolled as error:
        known = error.membership
        sentence = answer.words(
            "faults.already_enrolled", name=known.claims.name, cluster=known.cluster_name
        )
        answer.refused("already_enrolled", sentence)
    except BadAddress as error:
        answer.refused(error.code, answer.words(f"faults.{error.code}", url=error.url))
    except FolderInUse:
        answer.fault("folder_in_use", answer.words("faults.folder_in_use"))
    except ExchangeFault as fault:
        _enrolment_failed(answer, fault, url)
    claims = membership.claims
    with device_at(data, answer) as device:
        warn_of_clock(device, answer)
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
    with device_at(data, answer) as device:
        contact(device, answer)
        report = _report(device)
        sentence = answer.words(
            "device.status", name=device.membership.claims.name, n=report["unsent"],
            held=sum(report["rights"].values()),
        )  # fmt: skip
        answer.done(report, sentence)


def _report(device: Device) -> dict:  # type: ignore[type-arg]
    work = device.work
    counts = work.replica.rights.held_free_counts(work.origin)
    state = work.link.state()
    sums = totals(work.replica.sql)
    return {
        "device": work.claims.device,
        "name": work.claims.name,
        "house": work.own_house.slug,
        "role": work.claims.role,
        "connection": state.connection.value,
        "last_contact_ms": state.last_contact_ms,
        "clock_error_ms": work.clock.error_ms,
        "unsent": unsent_count(work.replica),
        "rights": {str(pool): count for (_house, pool), count in sorted(counts.items())},
        "peers": [],
        "incidents": 0,
        "totals": {name: getattr(sums, name) for name in sums.__slots__},
    }


def _enrolment_failed(answer: Answer, fault: ExchangeFault, url: str) -> None:
    from podium_desk.application.synchronising import fault_code

    code = fault_code(fault)
    sentence = fault_sentence(code, answer.words, url, fault)
    if code in ("store_away", "not_a_store", "store_full"):
        answer.fault(code, sentence)
    answer.refused(code, sentence)
