"""`central device …`: the devices of a cluster listed, revoked and renewed."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from podium_desk.central.devices import DeviceRow, device_rows, renew_device, revoke_device
from podium_desk.central.refusals import CentralRefusal
from podium_desk.commands.options import AsJson
from podium_desk.commands.output import Answer, command_line_faults
from podium_desk.commands.store_of_folder import opened_store

app = typer.Typer(no_args_is_help=True, help="The devices of the cluster.")

Dir = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the central store.")]
Number = Annotated[int, typer.Argument(metavar="DEVICE", help="The device's number.")]


@app.command("list", epilog="podium-desk central device list /srv/podium")
@command_line_faults
def list_devices(directory: Dir, as_json: AsJson = False) -> None:
    """List the devices, with what each holds."""
    answer = Answer(as_json)
    with opened_store(answer, directory) as central:
        rows = device_rows(central)
        houses = {house.id: house.slug for house in central.catalogue.houses().values()}
    lines = [_line(row, {int(number): slug for number, slug in houses.items()}, answer)
             for row in rows]  # fmt: skip
    answer.done(
        {"devices": [asdict(row) for row in rows]}, "\n".join(lines) or answer.words("devices.none")
    )


@app.command("revoke", epilog="podium-desk central device revoke /srv/podium 7")
@command_line_faults
def revoke(
    directory: Dir,
    device: Number,
    after: Annotated[
        int | None,
        typer.Option("--after", metavar="SEQ", help="The last fact of it that counts."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Revoke a lost device: nothing that it writes from now on counts anywhere."""
    answer = Answer(as_json)
    with opened_store(answer, directory) as central:
        outcome = revoke_device(central, device, after)
    if isinstance(outcome, CentralRefusal):
        _refuse(answer, outcome)
    answer.done(
        asdict(outcome), answer.words("devices.revoked", name=outcome.name, n=outcome.stranded)
    )


@app.command("renew", epilog="podium-desk central device renew /srv/podium 7")
@command_line_faults
def renew(directory: Dir, device: Number, as_json: AsJson = False) -> None:
    """Give a device whose certificate has ended new dates."""
    answer = Answer(as_json)
    with opened_store(answer, directory) as central:
        outcome = renew_device(central, device)
    if isinstance(outcome, CentralRefusal):
        _refuse(answer, outcome)
    until = datetime.fromtimestamp(outcome.certified_until_ms / 1000, UTC).date().isoformat()
    answer.done(asdict(outcome), answer.words("devices.renewed", name=outcome.name, until=until))


def _line(row: DeviceRow, houses: dict[int, str], answer: Answer) -> str:
    return answer.words(
        "devices.listed", number=row.number, name=row.name, role=row.role,
        house=houses.get(row.house, str(row.house)),
        revoked=answer.words("devices.is_revoked") if row.is_revoked else "",
    )  # fmt: skip


def _refuse(answer: Answer, refusal: CentralRefusal) -> NoReturn:
    answer.refused(refusal.reason.value, refusal.sentence(answer.words))
