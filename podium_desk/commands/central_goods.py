"""`central goods …` and `central passes …`: what a house sells beside places."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from podium_desk.central.cluster import Central
from podium_desk.central.goods import HouseGoods, import_goods, uses_of_passes
from podium_desk.commands.imported import say_imported
from podium_desk.commands.options import AsJson
from podium_desk.commands.output import Answer, command_line_faults
from podium_desk.commands.store_of_folder import house_called, house_of_store, opened_store
from podium_desk.domain.goods import Goods
from podium_desk.domain.programme import House
from podium_desk.i18n.format import money

goods_app = typer.Typer(no_args_is_help=True, help="What is sold beside places.")
passes_app = typer.Typer(no_args_is_help=True, help="Passes, cards of visits, friends' passes.")

series_app = typer.Typer(no_args_is_help=True, help="Subscriptions.")

Dir = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the central store.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file.")]
HouseName = Annotated[str, typer.Option("--house", metavar="S", help="Short name or number.")]
_EXAMPLE = "podium-desk central {} /srv/podium {}--house sluis"


def add_goods_commands(central: typer.Typer) -> None:
    """Make the commands of this module commands of the central store."""
    central.add_typer(goods_app, name="goods")
    central.add_typer(passes_app, name="passes")
    central.add_typer(series_app, name="series")


@goods_app.command("import", epilog=_EXAMPLE.format("goods import", "goods.csv "))
@command_line_faults
def goods_import(directory: Dir, file: File, house: HouseName, as_json: AsJson = False) -> None:
    """Import goods: code, price, VAT rate; importing again updates and never doubles."""
    _import(directory, file, house, Answer(as_json), are_passes=False)


@passes_app.command("import", epilog=_EXAMPLE.format("passes import", "passes.csv "))
@command_line_faults
def passes_import(directory: Dir, file: File, house: HouseName, as_json: AsJson = False) -> None:
    """Import passes: what they cost and what whoever holds one may."""
    _import(directory, file, house, Answer(as_json), are_passes=True)


@goods_app.command("list", epilog=_EXAMPLE.format("goods list", ""))
@command_line_faults
def goods_list(directory: Dir, house: HouseName, as_json: AsJson = False) -> None:
    """List what a house sells beside places, passes too."""
    answer = Answer(as_json)
    with house_of_store(answer, directory, house) as (central, found):
        goods = HouseGoods(central, found).all()
    lines = "\n".join(_line(one, answer) for one in goods) or answer.words("central.no_goods")
    answer.done({"goods": [asdict(one) for one in goods]}, lines)


@series_app.command("import", epilog=_EXAMPLE.format("series import", "series.csv "))
@command_line_faults
def series_import(directory: Dir, file: File, house: HouseName, as_json: AsJson = False) -> None:
    """Import subscriptions: fixed series, or so many of a list."""
    from podium_desk.central.series import import_series

    answer = Answer(as_json)
    with house_of_store(answer, directory, house) as (central, found):
        report = import_series(central, found, file, answer.words)
    say_imported(answer, report)


@passes_app.command("settle", epilog=_EXAMPLE.format("passes settle", ""))
@command_line_faults
def passes_settle(
    directory: Dir,
    house: HouseName,
    from_day: Annotated[str, typer.Option("--from", metavar="DAY", help="2026-09-01.")] = "",
    until_day: Annotated[str, typer.Option("--until", metavar="DAY", help="Still counts.")] = "",
    as_json: AsJson = False,
) -> None:
    """What the passes of a house were used for, by house: the ground of a settlement."""
    answer = Answer(as_json)
    with house_of_store(answer, directory, house) as (central, found):
        rows = uses_of_passes(central, found, from_day, until_day)
        names = {number: one.name for number, one in central.catalogue.houses().items()}
    if rows is None:
        answer.wrong_use(answer.words("central.wrong_moment"))
    language = answer.words.language
    lines = [
        answer.words(
            "central.passes_used", code=row.code, house=names.get(row.organiser, ""), n=row.count,
            value=money(row.value_cents, language), off=money(row.off_cents, language),
        )
        for row in rows
    ]  # fmt: skip
    said = "\n".join(lines) or answer.words("central.passes_unused")
    answer.done({"uses": [asdict(row) for row in rows]}, said)


def _import(directory: Path, file: Path, house: str, answer: Answer, *, are_passes: bool) -> None:
    with house_of_store(answer, directory, house) as (central, found):
        report = import_goods(central, found, file, answer.words, are_passes=are_passes)
    say_imported(answer, report)


def _line(goods: Goods, answer: Answer) -> str:
    name = goods.name.in_language(answer.words.language)
    price = money(goods.price_cents, answer.words.language)
    return f"{goods.code:<24} {name:<40} {price:>10}  {goods.vat_rate_percent:>2} %"


@contextlib.contextmanager
def _house_of(answer: Answer, directory: Path, name: str) -> Iterator[tuple[Central, House]]:
    with opened_store(answer, directory) as central:
        found = house_called(answer, central, name)
        yield central, found
