"""How a house is paid: its account, its kinds of vouchers, and Bancontact Pay."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from podium_desk.central.houses import set_account
from podium_desk.central.refusals import CentralRefusal
from podium_desk.central.voucher_types import set_voucher_type
from podium_desk.commands.central_bancontact import app as bancontact_app
from podium_desk.commands.options import AsJson
from podium_desk.commands.output import Answer, command_line_faults
from podium_desk.commands.store_of_folder import house_called, opened_store
from podium_desk.domain.bank import printed_iban
from podium_desk.domain.vouchers import GoodFor, VoucherKind, VoucherTerms, VoucherType

_EXAMPLE = "podium-desk central house bank /srv/podium --house sluis --iban 'BE68 5390 0754 7034'"
_VOUCHER_EXAMPLE = (
    "podium-desk central voucher-type /srv/podium --house sluis --code THEATER"
    " --name Theaterbon --single-vat 6 --good-for tickets"
)
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
    with opened_store(answer, directory) as central:
        changed = set_account(central, house_called(answer, central, house), iban, bic)
    if isinstance(changed, CentralRefusal):
        answer.refused(changed.reason.value, changed.sentence(answer.words))
    answer.done(
        {"house": changed.slug, "iban": changed.iban, "bic": changed.bic},
        answer.words(
            "central.house_account", house=changed.name, iban=printed_iban(changed.iban),
            bic=changed.bic,
        ),
    )  # fmt: skip


@command_line_faults
def voucher_type(
    directory: Dir,
    house: HouseName,
    code: Annotated[str, typer.Option("--code", help="How the house calls it: THEATER.")],
    name: Annotated[str, typer.Option("--name", help="What stands on it.")],
    single_vat: Annotated[
        int | None,
        typer.Option("--single-vat", min=0, max=21, help="Single purpose: VAT percent, at sale."),
    ] = None,
    basis: Annotated[str, typer.Option("--basis", help="Ground of a rate of 0.")] = "",
    good_for: Annotated[GoodFor, typer.Option("--good-for")] = GoodFor.ANYTHING,
    days: Annotated[int, typer.Option("--days", min=1, max=3650)] = 730,
    also_in: Annotated[
        list[str] | None, typer.Option("--also-in", metavar="S", help="A house where it pays too.")
    ] = None,
    off: Annotated[bool, typer.Option("--off", help="Sell it no more.")] = False,
    as_json: AsJson = False,
) -> None:
    """Sell another kind of voucher besides the usual one; counters hear it."""
    answer = Answer(as_json)
    kind = VoucherKind.MULTI if single_vat is None else VoucherKind.SINGLE
    if also_in and single_vat is not None:
        answer.wrong_use(answer.words("central.voucher_single_elsewhere"))
    terms = VoucherTerms(kind, single_vat or 0, basis, good_for, name.strip())
    with opened_store(answer, directory) as central:
        found = house_called(answer, central, house)
        others = tuple(house_called(answer, central, one).id for one in also_in or ())
        terms = replace(terms, houses=others)
        set_voucher_type(central, found.id, VoucherType(code, terms, days, not off))
    answer.done(
        {"house": found.slug, "code": code, "name": terms.name, "kind": kind.value,
         "good_for": good_for.value, "is_sold": not off},
        answer.words(
            "central.voucher_type_off" if off else "central.voucher_type_kept", house=found.name,
            name=terms.name, code=code,
        ),
    )  # fmt: skip


def add_payment_commands(central: typer.Typer, house_app: typer.Typer) -> None:
    """The commands about how a house is paid."""
    central.add_typer(bancontact_app, name="bancontact")
    house_app.command("bank", epilog=_EXAMPLE)(bank)
    central.command("voucher-type", epilog=_VOUCHER_EXAMPLE)(voucher_type)
