"""`central daybook`: the daybook of a house as the store knows it, and its registers' Z reports."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from podium_desk.commands.central_clerks import app as clerk_app
from podium_desk.commands.central_clerks import rules
from podium_desk.commands.daybook import Csv, From, Until, span, tell
from podium_desk.commands.options import AsJson
from podium_desk.commands.output import Answer, command_line_faults
from podium_desk.commands.store_of_folder import house_called, opened_store
from podium_desk.replica.daybook import DaybookReader
from podium_desk.replica.staff import till_rules
from podium_desk.replica.till_log import TillLog, faults_of_zs

Dir = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the central store.")]
HouseName = Annotated[str, typer.Option("--house", metavar="S", help="Short name or number.")]


@command_line_faults
def daybook(
    directory: Dir,
    house: HouseName,
    first: From = "",
    last: Until = "",
    file: Csv = None,
    as_json: AsJson = False,
) -> None:
    """A house's receipts per day and VAT rate, as the store knows them."""
    answer = Answer(as_json)
    with opened_store(answer, directory) as central:
        found = house_called(answer, central, house)
        days = span(answer, (first, last), central.now(), found)
        pages = DaybookReader(central.replica, central.catalogue, found).pages(*days)
        tell(answer, pages, till_rules(central.replica.records, found.id).ledger, file)


@command_line_faults
def z_reports(directory: Dir, house: HouseName, as_json: AsJson = False) -> None:
    """The Z reports of all registers of a house, each worked out again from its log."""
    answer = Answer(as_json)
    with opened_store(answer, directory) as central:
        found = house_called(answer, central, house)
        zs = [one for one in TillLog(central.replica).reports(house=found.id) if one.kind == "Z"]
        registers = sorted({one.origin for one in zs})
        faults = [f"{o >> 16}.{o & 0xFFFF} {fault}" for o in registers
                  for fault in faults_of_zs(central.replica, o)]  # fmt: skip
    lines = [f"{one.origin >> 16}.{one.origin & 0xFFFF:<4} {one.name:<8} {one.clerk}" for one in zs]
    broken = answer.words("till.chain_broken", faults=", ".join(faults))
    lines.append(broken if faults else answer.words("till.chain_whole"))
    reports = [
        {"register": f"{one.origin >> 16}.{one.origin & 0xFFFF}", "name": one.name,
         "at_ms": one.at_ms, "clerk": one.clerk}
        for one in zs
    ]  # fmt: skip
    answer.done({"reports": reports, "faults": faults}, "\n".join(lines))


def add_till_commands(central: typer.Typer) -> None:
    """The commands about staff and tills, as commands of the central store."""
    example = "podium-desk central"
    central.add_typer(clerk_app, name="clerk")
    central.command("till-rules", epilog=f"{example} till-rules /srv/podium --house sluis")(rules)
    central.command("daybook", epilog=f"{example} daybook /srv/podium --house sluis")(daybook)
    central.command("z-reports", epilog=f"{example} z-reports /srv/podium --house sluis")(z_reports)
