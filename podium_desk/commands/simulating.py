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
    scenario: Annotated[
        str, typer.Option(metavar="NAME", help="One kind of evening; else each in turn.")
    ] = "",
    disable: Annotated[
        list[str] | None, typer.Option(metavar="GUARD", help="Switch a guard off; may be repeated.")
    ] = None,
    power_cuts: Annotated[
        int, typer.Option(metavar="N", help="Cut the power of a selling till N times.")
    ] = 0,
    list_guards: Annotated[
        bool, typer.Option("--list-guards", help="The guards that can be switched off.")
    ] = False,
    list_invariants: Annotated[
        bool, typer.Option("--list-invariants", help="What must hold, and what is not looked at.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Simulate the shipped code with faults; status 1 when something that must hold did not."""
    from podium_desk.proving.simulation.guards import GUARDS, disabled
    from podium_desk.proving.simulation.report import Wish, run
    from podium_desk.proving.simulation.scenarios import LARGE, SCENARIOS

    answer = Answer(as_json)
    if list_guards:
        lines = "\n".join(f"{guard.name:<24} {guard.lets_through}" for guard in GUARDS.values())
        return answer.done(list(GUARDS), lines)
    if list_invariants:
        return _tell_invariants(answer)
    names = tuple(disable or ())
    _known(answer, "simulate.no_guard", names, list(GUARDS))
    _known(answer, "simulate.no_scenario", (scenario,) if scenario else (), [*SCENARIOS, *LARGE])
    wish = Wish(*_range(seeds, answer), (scenario,) if scenario else (), power_cuts, names)
    with disabled(names):
        report = run(wish, answer.note)
    _tell(answer, report)
    return None


def _known(answer: Answer, key: str, names: tuple[str, ...], known: list[str]) -> None:
    for name in names:
        if name not in known:
            answer.wrong_use(answer.words(key, name=name, known=", ".join(known)))


def _tell_invariants(answer: Answer) -> None:
    """Each invariant with what it says, and those that no scenario looks at with the reason."""
    from podium_desk.proving.simulation.checks import ALWAYS, AT_THE_END, NOT_CHECKED

    checked = {
        name: (check.__doc__ or "").splitlines()[0] for name, check in (ALWAYS | AT_THE_END).items()
    }
    lines = [f"{name:<4} {told}" for name, told in sorted(checked.items(), key=_by_number)]
    lines += [f"{name:<4} {answer.words('simulate.not_checked')} {why}"
              for name, why in NOT_CHECKED.items()]  # fmt: skip
    answer.done({"checked": checked, "not_checked": NOT_CHECKED}, "\n".join(lines))


def _by_number(entry: tuple[str, str]) -> tuple[str, int, str]:
    return entry[0][0], int(entry[0][1:].rstrip("bc")), entry[0]


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
