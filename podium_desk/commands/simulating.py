"""`simulate`: the shipped code on simulated machines, with every fault that a seed draws."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from podium_desk.commands.options import AsJson
from podium_desk.commands.output import REFUSED, Answer, command_line_faults

app = typer.Typer()


@app.command("simulate", epilog="podium-desk simulate --power-cuts 1000")
@command_line_faults
def simulate(
    seeds: Annotated[str, typer.Option(metavar="A..B", help="The seeds, first to last.")] = "1..20",
    disable: Annotated[
        list[str] | None, typer.Option(metavar="GUARD", help="Switch a guard off; may be repeated.")
    ] = None,
    power_cuts: Annotated[
        int, typer.Option(metavar="N", help="Cut the power of a selling till N times.")
    ] = 0,
    list_guards: Annotated[
        bool, typer.Option("--list-guards", help="The guards that can be switched off.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Simulate the shipped code with faults; status 1 when something that must hold did not."""
    from podium_desk.proving.simulation.guards import GUARDS, disabled
    from podium_desk.proving.simulation.report import Wish, run_power_cuts

    answer = Answer(as_json)
    if list_guards:
        lines = "\n".join(f"{guard.name:<24} {guard.lets_through}" for guard in GUARDS.values())
        return answer.done(list(GUARDS), lines)
    strange = [name for name in disable or () if name not in GUARDS]
    if strange:
        known = ", ".join(GUARDS)
        answer.wrong_use(answer.words("simulate.no_guard", name=strange[0], known=known))
    wish = Wish(*_range(seeds, answer), power_cuts, tuple(disable or ()))
    with disabled(wish.disabled):
        report = run_power_cuts(wish, answer.note)
    _tell(answer, report)
    return None


def _range(text: str, answer: Answer) -> tuple[int, int]:
    first, dots, last = text.partition("..")
    try:
        low = int(first)
        high = int(last) if dots else low
    except ValueError:
        answer.wrong_use(answer.words("simulate.no_seeds", text=text))
    if high < low:
        answer.wrong_use(answer.words("simulate.no_seeds", text=text))
    return low, high


def _tell(answer: Answer, report: dict[str, Any]) -> None:
    """What was run and found; the first failing seed with the command that repeats it."""
    words = answer.words
    counted = words(
        "simulate.ran", seeds=report["seeds"], faults=report["faults"], events=report["events"]
    )
    violations = report["violations"]
    if not violations:
        return answer.done(report, f"{counted} {words('simulate.clean')}")
    first = violations[0]
    answer.done(report, counted)
    answer.note(words("simulate.violated", **first))
    answer.note(words("simulate.repeat", command=report["repeat"]))
    raise typer.Exit(REFUSED)
