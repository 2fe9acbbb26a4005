"""`central bancontact …`: a house's key at Bancontact Pay, and a simulator to practise with."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from podium_desk.central.folder import CentralFolder
from podium_desk.central.refusals import CentralFault
from podium_desk.commands.options import AsJson
from podium_desk.commands.output import Answer, command_line_faults
from podium_desk.commands.store_of_folder import house_called, opened_store, secret_given
from podium_desk.domain.qr_pay import QrRules

app = typer.Typer(no_args_is_help=True, help="Bancontact Pay: the key, and a simulator.")
Dir = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the central store.")]
HouseName = Annotated[str, typer.Option("--house", metavar="S", help="Short name or number.")]


@app.command("set", epilog="podium-desk central bancontact set /srv/podium --house sluis --test")
@command_line_faults
def set_(
    directory: Dir,
    house: HouseName,
    test: Annotated[
        bool, typer.Option("--test", help="Bancontact's environment for tests.")
    ] = False,
    simulator: Annotated[
        str, typer.Option("--simulator", metavar="URL", help="Our simulator; screens say so.")
    ] = "",
    callback_url: Annotated[
        str, typer.Option("--callback-url", help="Where Bancontact reaches this store.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Keep a house's key, which is asked for; its counters offer Bancontact Pay from now on.

    It is read from PODIUM_BANCONTACT_KEY, or typed unseen, or read from stdin.
    """
    from podium_desk.central.bancontact.settings import credentials, keep_key, set_rules
    from podium_desk.central.bancontact.simulating import key_of_simulator

    answer = Answer(as_json)
    with opened_store(answer, directory) as central:
        found = house_called(answer, central, house)
        if simulator:
            kept = key_of_simulator(simulator, callback_url)
        else:
            kept = credentials(_key(answer), callback_url, is_test=test)
        keep_key(CentralFolder(directory).bancontact(found.id), kept)
        set_rules(central, found.id, QrRules(is_simulated=bool(simulator)))
    answer.done(
        {"house": found.slug, "url": kept.api_url, "simulated": bool(simulator)},
        answer.words("central.qr_kept", house=found.name, url=kept.api_url),
    )


@app.command("off", epilog="podium-desk central bancontact off /srv/podium --house sluis")
@command_line_faults
def off(directory: Dir, house: HouseName, as_json: AsJson = False) -> None:
    """Forget a house's key; its counters offer Bancontact Pay no more."""
    from podium_desk.central.bancontact.settings import forget_key, set_rules

    answer = Answer(as_json)
    with opened_store(answer, directory) as central:
        found = house_called(answer, central, house)
        set_rules(central, found.id, QrRules(is_active=False))
        forget_key(CentralFolder(directory).bancontact(found.id))
    answer.done({"house": found.slug}, answer.words("central.qr_forgotten", house=found.name))


@app.command("simulate", epilog="podium-desk central bancontact simulate --port 8481")
@command_line_faults
def simulate(
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes any.")] = 8481,
    as_json: AsJson = False,
) -> None:
    """Serve a simulator of Bancontact Pay to this machine only: customers pay by themselves."""
    from podium_desk.central.bancontact.simulating import serve_simulator

    answer = Answer(as_json)

    def ready(url: str) -> None:
        if as_json:
            print(json.dumps({"url": url}), flush=True)
        print(answer.words("central.qr_simulator", url=url), file=sys.stderr, flush=True)

    try:
        serve_simulator(port, ready)
    except CentralFault as fault:
        answer.fault(fault.code, fault.sentence(answer.words))


def _key(answer: Answer) -> str:
    ask, missing = answer.words("central.qr_ask_key"), answer.words("central.qr_no_key")
    return secret_given(answer, "PODIUM_BANCONTACT_KEY", ask, missing)
