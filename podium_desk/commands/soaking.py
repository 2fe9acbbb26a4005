"""`print-soak`: many tickets through the real queue and drivers, with everything going wrong."""

from __future__ import annotations

import secrets
from typing import Annotated

import typer

from podium_desk.commands.options import AsJson
from podium_desk.commands.output import REFUSED, Answer, command_line_faults

app = typer.Typer()


@app.command("print-soak", epilog="podium-desk print-soak --tickets 10000 --seed 1")
@command_line_faults
def print_soak(
    tickets: Annotated[int, typer.Option(min=1, help="So many tickets are sold.")] = 10_000,
    seed: Annotated[int, typer.Option(help="Draws the troubles; 0 draws a seed too.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Print on emulated printers of every family; status 1 when a ticket is lost or doubled."""
    from podium_desk.proving.print_soak.running import SoakWish, run_soak

    answer = Answer(as_json)
    seed = seed or 1 + secrets.randbelow(1_000_000)
    answer.note(answer.words("simulate.soak_seed", seed=seed))
    report = run_soak(SoakWish(tickets, seed), answer.note)
    key = "simulate.soak_breached" if report.breaches else "simulate.soak_held"
    told = answer.words(key, n=len(report.breaches), tickets=report.tickets, papers=report.papers)
    answer.done(report.as_data(), "\n".join((told, *report.breaches)))
    if report.breaches:
        raise typer.Exit(REFUSED)
