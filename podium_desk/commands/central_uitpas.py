"""`central uitpas …`: a house's credentials, whether they work, what waits, and a simulator."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from podium_desk.central.folder import CentralFolder
from podium_desk.central.refusals import CentralFault
from podium_desk.commands.options import AsJson
from podium_desk.commands.output import REFUSED, Answer, command_line_faults
from podium_desk.commands.store_of_folder import house_called, opened_store, secret_given
from podium_desk.domain.uitpas import OfflinePolicy, UitpasRules

app = typer.Typer(no_args_is_help=True, help="UiTPAS: credentials, permissions, what waits.")

Dir = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the central store.")]
HouseName = Annotated[str, typer.Option("--house", metavar="S", help="Short name or number.")]


@app.command(
    "set",
    epilog="podium-desk central uitpas set /srv/podium --house sluis --client-id abc --production",
)
@command_line_faults
def set_(
    directory: Dir,
    house: HouseName,
    client_id: Annotated[str, typer.Option("--client-id", help="From platform.publiq.be.")] = "",
    production: Annotated[
        bool, typer.Option("--production", help="The real one; without it the test environment.")
    ] = False,
    api_url: Annotated[str, typer.Option("--api-url", help="Another server: a simulator.")] = "",
    auth_url: Annotated[str, typer.Option("--auth-url", help="Where its tokens are.")] = "",
    organizer: Annotated[str, typer.Option("--organizer", help="The house's id at publiq.")] = "",
    offline: Annotated[
        OfflinePolicy, typer.Option("--offline", help="What to do while UiTPAS is silent.")
    ] = OfflinePolicy.REFUSE,
    cap: Annotated[
        int, typer.Option("--cap", min=1, max=10, help="Places a pass and a performance then.")
    ] = 2,
    as_json: AsJson = False,
) -> None:
    """Keep a house's credentials and how it works with UiTPAS. The secret is asked for.

    It is read from PODIUM_UITPAS_SECRET, or typed unseen, or read from stdin. Without --client-id
    the credentials stay as they are.
    """
    from podium_desk.central.uitpas.settings import (
        PRODUCTION,
        TEST,
        UitpasHouse,
        keep_house,
        set_rules,
    )

    answer = Answer(as_json)
    with opened_store(answer, directory) as central:
        found = house_called(answer, central, house)
        path = CentralFolder(directory).uitpas(found.id)
        if not client_id and not path.exists():
            answer.wrong_use(answer.words("uitpas.no_client_id"))
        if client_id:
            api, auth = PRODUCTION if production else TEST
            kept = UitpasHouse(
                client_id, _secret(answer), api_url or api, auth_url or api_url or auth, organizer
            )
            keep_house(path, kept)
        set_rules(central, found.id, UitpasRules(offline, cap))
    policy = answer.words(f"uitpas.policy_{offline.value}", n=cap)
    data = {"house": found.slug, "offline": offline.value, "cap": cap}
    answer.done(data, answer.words("uitpas.kept", house=found.name, policy=policy))


@app.command("off", epilog="podium-desk central uitpas off /srv/podium --house sluis")
@command_line_faults
def off(directory: Dir, house: HouseName, as_json: AsJson = False) -> None:
    """Forget a house's credentials; its counters offer UiTPAS no more."""
    from podium_desk.central.uitpas.settings import forget_house, set_rules

    answer = Answer(as_json)
    with opened_store(answer, directory) as central:
        found = house_called(answer, central, house)
        set_rules(central, found.id, UitpasRules(is_active=False))
        forget_house(CentralFolder(directory).uitpas(found.id))
    answer.done({"house": found.slug}, answer.words("uitpas.forgotten", house=found.name))


@app.command("check", epilog="podium-desk central uitpas check /srv/podium --house sluis")
@command_line_faults
def check(directory: Dir, house: HouseName, as_json: AsJson = False) -> None:
    """Ask UiTPAS what a house's credentials may do: green or red for each permission."""
    from podium_desk.central.uitpas.check import check_house
    from podium_desk.central.uitpas.lines import house_lines
    from podium_desk.central.uitpas.settings import read_house

    answer, folder = Answer(as_json), CentralFolder(directory)
    with opened_store(answer, directory) as central:
        found = house_called(answer, central, house)
        read_house(folder.uitpas(found.id))
    with contextlib.closing(house_lines(folder, time.monotonic)) as lines:
        line = lines.of(found.id)
        if line is None:
            answer.refused("not_set_up", answer.words("uitpas.no_not_set_up"))
        checked = check_house(line)
    marks = {True: "✓", False: "✗"}
    told = [
        f"{marks[row.is_well]} {row.name}  {answer.words(f'uitpas.permission_{_said(row)}')}"
        for row in checked.rows
    ]
    key = "uitpas.check_well" if checked.is_well else "uitpas.check_not_well"
    told.append(answer.words(key, house=found.name))
    if checked.no is not None:
        told.append(answer.words(f"uitpas.no_{checked.no.value}"))
    data = {
        "house": found.slug, "is_well": checked.is_well, "no": checked.no,
        "organizer": checked.organizer, "organizers": checked.organizers,
        "permissions": [{**asdict(row), "is_well": row.is_well} for row in checked.rows],
    }  # fmt: skip
    answer.done(data, "\n".join(told))
    if not checked.is_well:
        raise typer.Exit(REFUSED)


@app.command("list", epilog="podium-desk central uitpas list /srv/podium")
@command_line_faults
def list_(directory: Dir, as_json: AsJson = False) -> None:
    """List what is still to be registered or taken back at UiTPAS, and what holds it up."""
    from podium_desk.central.uitpas.overview import uitpas_matters

    answer = Answer(as_json)
    with opened_store(answer, directory) as central:
        matters = uitpas_matters(central)
    lines = [
        f"{one.house_name}  {one.title.in_language(answer.words.language)}  "
        f"{answer.words(f'store_page.uitpas_{one.state}')}  {one.why}".rstrip()
        for one in matters
    ]
    data = [
        {"house": one.house, "token": one.token, "state": one.state, "why": one.why,
         "tries": one.tries, "since": one.since.isoformat(timespec="seconds")}
        for one in matters
    ]  # fmt: skip
    answer.done({"waiting": data}, "\n".join(lines) or answer.words("uitpas.nothing_waits"))


@app.command("simulate", epilog="podium-desk central uitpas simulate --port 8480")
@command_line_faults
def simulate(
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes any.")] = 8480,
    event: Annotated[
        list[str] | None, typer.Option("--event", metavar="ID", help="An event it knows too.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Serve a simulator of UiTPAS with publiq's published test passes, to this machine only."""
    from podium_desk.central.uitpas.simulating import CLIENT, serve_simulator

    answer = Answer(as_json)

    def ready(url: str) -> None:
        if as_json:
            told = {"url": url, "client_id": CLIENT[0], "client_secret": CLIENT[1]}
            print(json.dumps(told), flush=True)
        said = answer.words("uitpas.simulator", url=url, client=CLIENT[0], secret=CLIENT[1])
        print(said, file=sys.stderr, flush=True)

    try:
        serve_simulator(port, event or [], ready)
    except CentralFault as fault:
        answer.fault(fault.code, fault.sentence(answer.words))


def _said(row: object) -> str:
    from podium_desk.central.uitpas.check import PermissionRow

    assert isinstance(row, PermissionRow), "a row of the check"
    if row.is_unwanted:
        return "unwanted"
    if row.is_given:
        return "given"
    return "missing" if row.is_needed else "optional"


def _secret(answer: Answer) -> str:
    ask, missing = answer.words("uitpas.ask_secret"), answer.words("uitpas.no_secret")
    return secret_given(answer, "PODIUM_UITPAS_SECRET", ask, missing)
