"""`drill`: what a door would do tonight if store and network fell away; it changes nothing."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import typer

from podium_desk.application.drilling import DrillReport
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import FAULT, Answer, answer_for, command_line_faults
from podium_desk.outage_drill import run_drill
from podium_desk.presentation.drill import report_lines

app = typer.Typer()


@app.command("drill", epilog="podium-desk drill deur1")
@command_line_faults
def drill(data: Data, as_json: AsJson = False) -> None:
    """What would this door do if everything fell away now? Judges tonight's tickets on a copy."""
    answer = answer_for(data, as_json)
    report = run_drill(data, _progress(answer))
    answer.done(report_as_data(report), _told(report, answer))
    if not report.is_untouched:
        raise typer.Exit(FAULT)


def report_as_data(report: DrillReport) -> dict[str, Any]:
    """The drill for programs."""
    done = report.done
    cases = Counter((one.case, one.verdict, one.reason) for one in done.judged)
    return {
        "performances": done.performances,
        "tickets": done.tickets,
        "gate": done.gate or None,
        "policy": done.policy.value,
        "judged": [
            {"case": case.value, "verdict": verdict.value,
             "reason": None if reason is None else reason.value, "n": count}
            for (case, verdict, reason), count in cases.items()
        ],
        "as_it_should": all(one.is_as_it_should for one in done.judged),
        "median_ms": round(done.median_ms, 1),
        "worst_ms": round(done.worst_ms, 1),
        "data_age_s": done.data_age_s,
        "stopped": done.is_stopped,
        "untouched": report.is_untouched,
        "head_before": report.head_before[0],
        "head_after": report.head_after[0],
    }  # fmt: skip


def _told(report: DrillReport, answer: Answer) -> str:
    return "\n".join(line.text for line in report_lines(report, answer.words))


def _progress(answer: Answer) -> Callable[[int, int], None]:
    """How far it is, where somebody looks at the terminal."""

    def tell(done: int, all_: int) -> None:
        if not answer.as_json and sys.stderr.isatty():
            end = "\n" if done == all_ else "\r"
            print(f"{done}/{all_}", end=end, file=sys.stderr, flush=True)

    return tell
