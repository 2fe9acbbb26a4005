"""`podium-desk central …`: the central store of a cluster, set up and served."""

from __future__ import annotations

import contextlib
import functools
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

import typer

from podium_desk.central.bootstrap import create_central
from podium_desk.central.database import address_of
from podium_desk.central.folder import CentralFolder
from podium_desk.central.houses import NewHouse, add_house
from podium_desk.central.refusals import CentralFault, CentralRefusal
from podium_desk.central.season import DatesAnswer
from podium_desk.commands.central_attendance import add_attendance_commands
from podium_desk.commands.central_daybook import add_till_commands
from podium_desk.commands.central_devices import app as device_app
from podium_desk.commands.central_facts import add_facts_commands
from podium_desk.commands.central_gates import add_gates_commands
from podium_desk.commands.central_goods import add_goods_commands
from podium_desk.commands.central_operator import EPILOG, operator_token
from podium_desk.commands.central_payments import add_payment_commands
from podium_desk.commands.central_prices import add_price_commands
from podium_desk.commands.central_uitpas import app as uitpas_app
from podium_desk.commands.imported import say_imported
from podium_desk.commands.irrevocable import add_irrevocable_commands
from podium_desk.commands.output import Answer, command_line_faults
from podium_desk.commands.store_of_folder import house_called, opened_store
from podium_desk.domain.programme import House
from sync.identity.fingerprint import fingerprint, grouped

if TYPE_CHECKING:
    from rich.progress import TaskID

    from podium_desk.central.importing import FileProgress

app = typer.Typer(no_args_is_help=True, help="The central ticketing store of a cluster.")
house_app = typer.Typer(no_args_is_help=True, help="The houses of the cluster.")
app.add_typer(house_app, name="house")
app.add_typer(device_app, name="device")
add_till_commands(app)
add_attendance_commands(app)
add_facts_commands(app)
add_irrevocable_commands(app)
app.add_typer(uitpas_app, name="uitpas")
add_price_commands(app)
add_gates_commands(app)
add_goods_commands(app)
add_payment_commands(app, house_app)

_P = ParamSpec("_P")
_R = TypeVar("_R")
_RANK_PERCENT_MAX = 1000
_EXAMPLES = {
    "init": "podium-desk central init /srv/podium --cluster 'Podia aan de Leie'",
    "serve": "podium-desk central serve /srv/podium --port 8470",
    "house add": "podium-desk central house add /srv/podium 'CC De Sluis' --slug sluis",
    "house list": "podium-desk central house list /srv/podium",
    "import": "podium-desk central import /srv/podium --house sluis season.json plan.json",
    "plan": "podium-desk central plan /srv/podium --house sluis --performance all"
    " --plan 'CC De Sluis – Grote Zaal' --rank 'Rang 2=85' --rank 'Rang 3=70'",
    "enrol-code": "podium-desk central enrol-code /srv/podium --house sluis --role counter",
    "incidents": "podium-desk central incidents /srv/podium",
    "totals": "podium-desk central totals /srv/podium --json",
}
_HOUR_MS = 3_600_000

Dir = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the central store.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
HouseName = Annotated[str, typer.Option("--house", metavar="S", help="Short name or number.")]


class DeviceRole(StrEnum):
    """What a new device will be."""

    COUNTER = "counter"
    DOOR = "door"
    KIOSK = "kiosk"
    OFFICE = "office"
    RESELLER = "reseller"


def _central_command(command: Callable[_P, _R]) -> Callable[_P, _R]:
    """`command_line_faults`, and the central store's own faults."""

    @functools.wraps(command)
    def guarded(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        answer = Answer(bool(kwargs.get("as_json", False)))
        try:
            return command(*args, **kwargs)
        except CentralFault as fault:
            answer.fault(fault.code, fault.sentence(answer.words))

    return command_line_faults(guarded)


@app.command("init", epilog=_EXAMPLES["init"])
@_central_command
def init(
    directory: Dir,
    cluster: Annotated[str, typer.Option("--cluster", metavar="NAME", help="Its name.")],
    database_url: Annotated[
        str,
        typer.Option(
            "--database-url",
            metavar="URL",
            envvar="PODIUM_DATABASE_URL",
            show_envvar=True,
            help="An empty PostgreSQL database; leave out for SQLite in DIR.",
        ),
    ] = "",
    as_json: Json = False,
) -> None:
    """Make a new central store."""
    answer = Answer(as_json)
    folder = CentralFolder(directory)
    outcome = create_central(folder, cluster, database_url)
    if isinstance(outcome, CentralRefusal):
        _refuse(answer, outcome)
    with contextlib.closing(outcome):
        name = outcome.identity.cluster_name
        url = address_of(folder)
        data = {"cluster": name, "number": outcome.identity.cluster, "url": url}
        answer.done(data, answer.words("central.made", cluster=name, folder=str(directory)))


@app.command("serve", epilog=_EXAMPLES["serve"])
@_central_command
def serve(
    directory: Dir,
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="0 takes any free one.")
    ] = 8470,
    tls_certificate: Annotated[
        Path | None, typer.Option("--tls-certificate", metavar="FILE", help="PEM, for https.")
    ] = None,
    tls_key: Annotated[
        Path | None, typer.Option("--tls-key", metavar="FILE", help="Its private key, PEM.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Serve the store to the devices of the cluster, until a signal."""
    # FastAPI and uvicorn load slowly; only this command needs them.
    from podium_desk.central.serving import Address
    from podium_desk.central.serving import serve as serve_central

    def ready(url: str) -> None:
        if as_json:
            print(json.dumps({"url": url}), flush=True)
        print(f"listening on {url}", file=sys.stderr, flush=True)

    address = Address(host, port, tls_certificate, tls_key)
    serve_central(CentralFolder(directory), address, ready)


@house_app.command("add", epilog=_EXAMPLES["house add"])
@_central_command
def house_add(
    directory: Dir,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    slug: Annotated[
        str, typer.Option("--slug", help="Short name; made from NAME if left out.")
    ] = "",
    legal_name: Annotated[str, typer.Option("--legal-name")] = "",
    enterprise_number: Annotated[str, typer.Option("--enterprise-number")] = "",
    street: Annotated[str, typer.Option("--street")] = "",
    postal_code: Annotated[str, typer.Option("--postal-code")] = "",
    locality: Annotated[str, typer.Option("--locality")] = "",
    language: Annotated[str, typer.Option("--language", help="nl, fr, de or en.")] = "nl",
    as_json: Json = False,
) -> None:
    """Add a house to the cluster."""
    answer = Answer(as_json)
    new = NewHouse(
        name, slug, legal_name, enterprise_number, language, street, postal_code, locality
    )
    with opened_store(answer, directory) as central:
        house = add_house(central, new)
    if isinstance(house, CentralRefusal):
        _refuse(answer, house)
    sentence = answer.words("central.house_added", house=house.name, slug=house.slug)
    answer.done({"house": asdict(house)}, sentence)


@house_app.command("list", epilog=_EXAMPLES["house list"])
@_central_command
def house_list(directory: Dir, as_json: Json = False) -> None:
    """List the houses of the cluster."""
    answer = Answer(as_json)
    with opened_store(answer, directory) as central:
        houses = list(central.catalogue.houses().values())
    lines = [f"{house.id:>3}  {house.slug:<24} {house.name}" for house in houses]
    answer.done(
        {"houses": [asdict(house) for house in houses]},
        "\n".join(lines) or answer.words("central.no_houses"),
    )


@app.command("import", epilog=_EXAMPLES["import"])
@_central_command
def import_files(
    directory: Dir,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…")],
    house: HouseName,
    dates: Annotated[
        DatesAnswer | None,
        typer.Option("--dates", help="A date on sale is gone and another has come."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Import a season, hall plans and tariffs; importing again updates and never doubles."""
    from podium_desk.central.importing import Importing

    answer = Answer(as_json)
    with opened_store(answer, directory) as central:
        found = house_called(answer, central, house)
        importing = Importing(central, found, answer.words, dates)
        with _progress(not as_json or sys.stderr.isatty()) as progress:
            report = importing.files(files, progress)
    say_imported(answer, report)


@app.command("plan", epilog=_EXAMPLES["plan"])
@_central_command
def plan(
    directory: Dir,
    house: HouseName,
    performance: Annotated[
        str, typer.Option("--performance", metavar="ID|all", help="all: each one in that hall.")
    ],
    plan_name: Annotated[str, typer.Option("--plan", metavar="NAME", help="The hall plan.")],
    rank: Annotated[
        list[str] | None,
        typer.Option("--rank", metavar='"Rang 2=85"', help="Price rank as % of the whole price."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Put performances on sale with a hall plan and its price ranks."""
    from podium_desk.central.plans import SaleStart, put_on_sale

    answer = Answer(as_json)
    ranks = dict(_rank(answer, written) for written in rank or [])
    with opened_store(answer, directory) as central:
        found = house_called(answer, central, house)
        outcome = put_on_sale(central, found, SaleStart(performance, plan_name, ranks))
    if isinstance(outcome, CentralRefusal):
        _refuse(answer, outcome)
    sentence = answer.words(
        "central.on_sale", n=len(outcome.performances), plan=outcome.plan, places=outcome.places
    )
    answer.done(asdict(outcome), sentence)


@app.command("enrol-code", epilog=_EXAMPLES["enrol-code"])
@_central_command
def enrol_code(
    directory: Dir,
    house: HouseName,
    role: Annotated[DeviceRole, typer.Option("--role", help="What the device will be.")],
    valid_hours: Annotated[
        int, typer.Option("--valid-hours", min=1, max=24 * 90, help="How long it can be used.")
    ] = 24,
    as_json: Json = False,
) -> None:
    """Make a one-time code with which a new device joins the cluster."""
    answer = Answer(as_json)
    with opened_store(answer, directory) as central:
        found = house_called(answer, central, house)
        expires_ms = central.now_ms() + valid_hours * _HOUR_MS
        short = central.enrolment.new_code(found.id, role.value, expires_ms, central.choose)
        store = grouped(fingerprint(central.identity.key.public))
    _show_code(answer, found, (short, store), expires_ms)


@app.command("totals", epilog=_EXAMPLES["totals"])
@_central_command
def totals(directory: Dir, as_json: Json = False) -> None:
    """Count what the store knows was sold, paid and admitted."""
    from podium_desk.replica import queries

    answer = Answer(as_json)
    with opened_store(answer, directory) as central:
        counted = asdict(queries.totals(central.sql))
    answer.done(counted, answer.words("central.totals", **counted))


@app.command("incidents", epilog=_EXAMPLES["incidents"])
@_central_command
def incidents(
    directory: Dir,
    settled: Annotated[bool, typer.Option("--settled", help="The history too.")] = False,
    as_json: Json = False,
) -> None:
    """List what is to be settled in all houses."""
    from podium_desk.central.overview import incidents_of
    from podium_desk.commands.settling import incidents_as_data, incidents_in_words

    answer = Answer(as_json)
    with opened_store(answer, directory) as central:
        listed, history = incidents_of(central)
    history = history if settled else ()
    sentence = incidents_in_words(listed, history, answer.words)
    answer.done(incidents_as_data(listed, history), sentence)


app.command("operator-token", epilog=EPILOG)(_central_command(operator_token))


def _refuse(answer: Answer, refusal: CentralRefusal) -> NoReturn:
    answer.refused(refusal.reason.value, refusal.sentence(answer.words))


def _show_code(answer: Answer, house: House, parts: tuple[str, str], expires_ms: int) -> None:
    """`parts` are the one-time letters of the code and the store's fingerprint."""
    code = "-".join(parts)
    from podium_desk.i18n.format import date_and_time

    expires = datetime.fromtimestamp(expires_ms / 1000, ZoneInfo(house.timezone))
    until = date_and_time(expires, answer.words.language)
    answer.done(
        {
            "code": code,
            "one_time": parts[0],
            "fingerprint": parts[1],
            "expires": expires.isoformat(timespec="seconds"),
            "house": house.slug,
        },
        answer.words("central.code", code=code, house=house.name, until=until),
    )
    if not answer.as_json:
        import segno

        segno.make(code, micro=False).terminal(compact=True)


def _rank(answer: Answer, written: str) -> tuple[str, int]:
    """``Rang 2=85`` as a price rank and its percentage."""
    name, is_there, percent = written.rpartition("=")
    if not is_there or not name.strip() or not percent.strip().isdecimal():
        answer.wrong_use(answer.words("central.wrong_rank", written=written))
    if int(percent) > _RANK_PERCENT_MAX:
        answer.wrong_use(answer.words("central.wrong_rank", written=written))
    return name.strip(), int(percent)


@contextlib.contextmanager
def _progress(is_shown: bool) -> Iterator[FileProgress]:
    """A bar for each file on stderr."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not is_shown) as progress:
        tasks: dict[str, TaskID] = {}

        def step(file: str, done: int, total: int) -> None:
            if file not in tasks:
                tasks[file] = progress.add_task(file, total=total)
            progress.update(tasks[file], completed=done, total=total)

        yield step
