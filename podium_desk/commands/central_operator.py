"""`central operator-token`: the secret with which an operator sees the store's pages."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Annotated

import typer

from podium_desk.central.folder import CentralFolder
from podium_desk.central.operator import make_token, read_token
from podium_desk.commands.output import Answer
from podium_desk.commands.store_of_folder import opened_store

EPILOG = "podium-desk central operator-token /srv/podium"


def operator_token(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The store's folder.")],
    renew: Annotated[
        bool, typer.Option("--renew", help="Make a new one; the old one ends.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Show the secret that opens /status and /metrics from another machine, made when needed."""
    answer, folder = Answer(as_json), CentralFolder(directory)
    with opened_store(answer, directory):
        token = "" if renew else read_token(folder)
        token = token or make_token(folder, secrets.token_bytes)
    answer.done({"token": token}, answer.words("store_page.operator_token", token=token))
