"""`central discount …`, `central sale-dates` and `central wheelchair`: codes, when performances go
on sale, and which chairs make room."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, NoReturn
from zoneinfo import ZoneInfo

import typer

from podium_desk.central.cluster import Central
from podium_desk.central.discounts import HouseDiscounts, NotAdded, add_written
from podium_desk.central.programme import HouseProgramme
from podium_desk.central.refusals import CentralRefusal
from podium_desk.commands.options import AsJson
from podium_desk.commands.output import Answer, command_line_faults
from podium_desk.commands.store_of_folder import house_of_store
from podium_desk.domain.discounts import Cut, Discount
from podium_desk.i18n.format import date_and_time, money

discount_app = typer.Typer(no_args_is_help=True, help="Discounts and promotion codes.")

Dir = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the central store.")]
HouseName = Annotated[str, typer.Option("--house", metavar="S", help="Short name or number.")]
Code = Annotated[str, typer.Argument(metavar="CODE", help="What the customer says.")]
From = Annotated[
    str, typer.Option("--from", metavar="MOMENT", help='"2026-12-01 10:00", or a day.')
]
Until = Annotated[str, typer.Option("--until", metavar="MOMENT", help="That day still counts.")]
_EXAMPLE = "podium-desk central discount {} /srv/podium {}--house sluis"
_ROOMS_EXAMPLE = (
    "podium-desk central wheelchair /srv/podium --house sluis"
    " --plan 'CC De Sluis – Grote Zaal' F-1+F-2 F-29+F-30"
)
_DATES_EXAMPLE = (
    "podium-desk central sale-dates /srv/podium --house sluis --performance all"
    " --from '2026-12-01 10:00' --presale 2026-11-20"
)


def add_price_commands(central: typer.Typer) -> None:
    """Make the commands of this module commands of the central store."""
    central.add_typer(discount_app, name="discount")
    central.command("sale-dates", epilog=_DATES_EXAMPLE)(sale_dates)
    central.command("wheelchair", epilog=_ROOMS_EXAMPLE)(wheelchair)


@discount_app.command("add", epilog=_EXAMPLE.format("add", "LENTE --off 10% "))
@command_line_faults
def add_discount(
    directory: Dir,
    code: Code,
    house: HouseName,
    off: Annotated[
        str,
        typer.Option("--off", metavar="CUT", help="10%, 5.00 off each ticket, =12.00 for each."),
    ],
    name: Annotated[str, typer.Option("--name", help="What it is called on the ticket.")] = "",
    performance: Annotated[
        list[str] | None, typer.Option("--performance", metavar="ID", help="Only for these.")
    ] = None,
    tariff: Annotated[
        list[str] | None, typer.Option("--tariff", metavar="CODE", help="Only for these.")
    ] = None,
    from_moment: From = "",
    until_moment: Until = "",
    most: Annotated[
        int, typer.Option("--most", min=0, metavar="N", help="Tickets of one order at most.")
    ] = 0,
    uses: Annotated[int, typer.Option("--uses", min=0, metavar="N", help="Orders in all.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Add a discount, or change the one that has this code."""
    answer = Answer(as_json)
    cells = {
        "code": code, "cut": off, "name": name, "from": from_moment, "until": until_moment,
        "targets": " ".join(performance or ()), "tariffs": " ".join(tariff or ()),
        "most": str(most or ""), "uses": str(uses or ""),
    }  # fmt: skip
    with house_of_store(answer, directory, house) as (central, found):
        kept = add_written(central, found, cells, answer.words)
    if isinstance(kept, NotAdded):
        answer.refused(kept.reason, kept.sentence)
    answer.done(_as_data(kept), answer.words("central.discount_added", **_named(kept, answer)))


@discount_app.command("list", epilog=_EXAMPLE.format("list", ""))
@command_line_faults
def list_discounts(directory: Dir, house: HouseName, as_json: AsJson = False) -> None:
    """List the discounts of a house, with how often the limited ones were used."""
    answer = Answer(as_json)
    with house_of_store(answer, directory, house) as (central, found):
        discounts = HouseDiscounts(central, HouseProgramme(central, found)).all()
        used = {one.code: _used(central, one) for one in discounts}
    lines = [
        answer.words("central.discount_line", used=used[one.code], **_named(one, answer))
        for one in discounts
    ]
    data = [{**_as_data(one), "used": used[one.code]} for one in discounts]
    answer.done({"discounts": data}, "\n".join(lines) or answer.words("central.no_discounts"))


@discount_app.command("end", epilog=_EXAMPLE.format("end", "LENTE "))
@command_line_faults
def end_discount(directory: Dir, code: Code, house: HouseName, as_json: AsJson = False) -> None:
    """Let a discount hold no longer, from now on."""
    answer = Answer(as_json)
    with house_of_store(answer, directory, house) as (central, found):
        discounts = HouseDiscounts(central, HouseProgramme(central, found))
        with central.sql.transaction():
            central.sql.lock((found.id,))
            outcome = discounts.end(code)
    if isinstance(outcome, CentralRefusal):
        _refuse(answer, outcome)
    answer.done(_as_data(outcome), answer.words("central.discount_ended", code=outcome.code))


@command_line_faults
def sale_dates(
    directory: Dir,
    house: HouseName,
    performance: Annotated[
        str, typer.Option("--performance", metavar="ID|EVENT|all", help="Which ones.")
    ],
    from_moment: From = "",
    presale: Annotated[
        str, typer.Option("--presale", metavar="MOMENT", help="From then on with a pass.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Say when performances go on sale; `-` takes a date away."""
    from podium_desk.central.sale_dates import SaleDates, set_sale_dates

    answer = Answer(as_json)
    dates = SaleDates.written(from_moment, presale)
    if dates is None:
        answer.wrong_use(answer.words("central.wrong_moment"))
    with house_of_store(answer, directory, house) as (central, found):
        outcome = set_sale_dates(central, found, performance, dates)
    if isinstance(outcome, CentralRefusal):
        _refuse(answer, outcome)
    n = len(outcome.performances)
    answer.done(asdict(outcome), answer.words("central.sale_dated", n=n, changed=outcome.changed))


@command_line_faults
def wheelchair(
    directory: Dir,
    house: HouseName,
    plan: Annotated[str, typer.Option("--plan", metavar="NAME", help="The hall plan.")],
    pairs: Annotated[
        list[str] | None, typer.Argument(metavar="PAIR…", help="Two chairs beside: F-1+F-2.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say which pairs of chairs can make room for a wheelchair, instead of those of before."""
    from podium_desk.central.wheelchair_rooms import make_rooms

    answer = Answer(as_json)
    with house_of_store(answer, directory, house) as (central, found):
        outcome = make_rooms(central, found, plan, tuple(pairs or ()))
    if isinstance(outcome, CentralRefusal):
        _refuse(answer, outcome)
    sentence = answer.words(
        "central.rooms_made",
        n=len(outcome.pairs),
        plan=outcome.plan,
        pairs=", ".join(outcome.pairs) or "–",
    )
    answer.done(asdict(outcome), sentence)


def _used(central: Central, discount: Discount) -> int:
    if not discount.amount:
        return 0
    accounts = central.replica.rights.amounts.accounts(discount.house, discount.amount)
    return sum(account.spent for account in accounts.values())


def _as_data(discount: Discount) -> dict[str, object]:
    return {**asdict(discount), "cut": discount.cut.value}


def _named(discount: Discount, answer: Answer) -> dict[str, str | int]:
    language = answer.words.language
    until = "–"
    if discount.valid_until_ms:
        end = datetime.fromtimestamp(discount.valid_until_ms / 1000, ZoneInfo("Europe/Brussels"))
        until = date_and_time(end, language)
    if discount.cut is Cut.PERCENT:
        off = f"{discount.value} %"
    else:
        off = ("= " if discount.cut is Cut.PRICE else "") + money(discount.value, language)
    uses = discount.uses or "–"
    return {"code": discount.code, "off": off, "until": until, "uses": uses}


def _refuse(answer: Answer, refusal: CentralRefusal) -> NoReturn:
    answer.refused(refusal.reason.value, refusal.sentence(answer.words))
