"""`central house bank`: where the transfers of a house go; and Bancontact Pay."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Annotated

import typer

from podium_desk.central.bootstrap import open_central
from podium_desk.central.folder import CentralFolder
from podium_desk.central.houses import find_house, set_account
from podium_desk.central.refusals import CentralFault, CentralRefusal
from podium_desk.commands.central_bancontact import app as bancontact_app
from podium_desk.commands.options import AsJson
from podium_desk.commands.output import Answer, command_line_faults
from podium_desk.domain.bank import printed_iban

_EXAMPLE = "podium-desk central house bank /srv/podium --house sluis --iban 'BE68 5390 0754 7034'"
Dir = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the central store.")]
HouseName = Annotated[str, typer.Option("--house", metavar="S", help="Short name or number.")]


@command_line_faults
def bank(
    directory: Dir,
    house: HouseName,
    iban: Annotated[str, typer.Option("--iban", help="The account that transfers go to.")],
    bic: Annotated[str, typer.Option("--bic", help="Its bank; may be left out.")] = "",
    as_json: AsJson = False,
) -> None:
    """Tell the account that the transfers of a house go to; every counter hears it."""
    answer = Answer(as_json)
    try:
        with contextlib.closing(open_central(CentralFolder(directory))) as central:
            found = find_house(central, house)
            changed = found if isinstance(found, CentralRefusal) else set_account(
                central, found, iban, bic
            )  # fmt: skip
    except CentralFault as fault:
        answer.fault(fault.code, fault.sentence(answer.words))
    if isinstance(changed, CentralRefusal):
        answer.refused(changed.reason.value, changed.sentence(answer.words))
    answer.done(
        {"house": changed.slug, "iban": changed.iban, "bic": changed.bic},
        answer.words(
            "central.house_account", house=changed.name, iban=printed_iban(changed.iban),
            bic=changed.bic,
        ),
    )  # fmt: skip


def add_payment_commands(central: typer.Typer, house_app: typer.Typer) -> None:
    """The commands about how a house is paid."""
    central.add_typer(bancontact_app, name="bancontact")
    house_app.command("bank", epilog=_EXAMPLE)(bank)
