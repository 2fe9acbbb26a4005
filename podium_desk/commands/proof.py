"""`demo`, `tour` and `bench`: the main job, a whole evening of it, and how fast it is."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from podium_desk.commands.options import AsJson
from podium_desk.commands.output import Answer, command_line_faults

app = typer.Typer()


class Network(StrEnum):
    """What the demo's devices can hear."""

    NONE = "none"
    LAN = "lan"
    FULL = "full"


@app.command("demo", epilog="podium-desk demo --output demo-output")
@command_line_faults
def demo(
    output: Annotated[Path, typer.Option(help="Where pictures and report go.")] = Path(
        "demo-output"
    ),
    offscreen: Annotated[bool, typer.Option("--offscreen", help="Do not open windows.")] = False,
    network: Annotated[
        Network,
        typer.Option(help="none: no line at all; lan: no internet, but each other."),
    ] = (Network.FULL),
    language: Annotated[str, typer.Option(help="nl, fr, de or en.")] = "nl",
    as_json: AsJson = False,
) -> None:
    """Run the main job on the demo cluster: sell, print and scan, with and without a line."""
    from podium_desk.proving.demo import DemoWish, run_demo

    answer = Answer(as_json, language)
    wish = DemoWish(
        output, offscreen, network is not Network.FULL, network is Network.LAN, language
    )
    report = run_demo(wish, answer.note)
    answer.done(report, answer.words("demo.done", folder=str(output)))
    if not all(check["ok"] for check in report["checks"]):
        raise typer.Exit(1)


@app.command("tour", epilog="podium-desk tour --output docs/tour")
@command_line_faults
def tour(
    output: Annotated[Path, typer.Option(help="Where the page and its pictures go.")] = Path(
        "tour-output"
    ),
    as_json: AsJson = False,
) -> None:
    """Play a whole evening through the counter's windows, compare every cent, keep its pictures."""
    # Nobody has to watch it; and pictures are alike wherever they are taken.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from podium_desk.proving.tour.album import Album, empty
    from podium_desk.proving.tour.evening import an_evening
    from podium_desk.ui.shell.tour import TourFault

    answer = Answer(as_json)
    empty(output)
    album = Album(output)
    try:
        with an_evening(album, answer.note) as evening:
            evening.play()
    except TourFault as fault:
        answer.fault("tour_differs", answer.words("demo.tour_differs", why=str(fault)))
    told = {"pictures": album.files, "deeds": album.deeds}
    answer.done(told, answer.words("demo.tour_done", folder=str(output)))


@app.command("door-pictures", epilog="podium-desk door-pictures --output docs/pictures/door")
@command_line_faults
def door_pictures(
    output: Annotated[Path, typer.Option(help="Where the sheets go.")] = Path("door-pictures"),
    as_json: AsJson = False,
) -> None:
    """Keep pictures of all that the door can say, in four languages, light and dark."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from podium_desk.proving.door_pictures.sheets import take_sheets

    answer = Answer(as_json)
    files = take_sheets(output, answer.note)
    answer.done({"pictures": files}, answer.words("demo.door_pictures_done", folder=str(output)))


@app.command("paper-pictures", epilog="podium-desk paper-pictures --output docs/pictures/paper")
@command_line_faults
def paper_pictures(
    output: Annotated[Path, typer.Option(help="Where the pictures go.")] = Path("paper-pictures"),
    as_json: AsJson = False,
) -> None:
    """Print every document on every kind of printer, keep what came out, read each code back."""
    from podium_desk.proving.paper_gallery import keep_pictures

    answer = Answer(as_json)
    papers = keep_pictures(output, answer.note)
    read = [paper for paper in papers if paper.is_read is not None]
    rows = [
        {"kind": one.kind, "document": one.document, "language": one.language, "read": one.is_read}
        for one in papers
    ]
    well = sum(bool(one.is_read) for one in read)
    sentence = answer.words(
        "demo.paper_pictures_done", n=len(papers), read=well, codes=len(read), folder=str(output)
    )
    answer.done(rows, sentence)
    if well < len(read):
        raise typer.Exit(1)


@app.command("door-evening", epilog="podium-desk door-evening --guests 812")
@command_line_faults
def door_evening(
    guests: Annotated[int, typer.Option(min=3, max=2000, help="Who comes.")] = 812,
    as_json: AsJson = False,
) -> None:
    """Play an evening at three doors, one cut off for a third of it: real processes, pictures of
    real tickets; the store's count against what was shown at each door."""
    from tempfile import TemporaryDirectory

    from podium_desk.proving.door_evening.playing import EveningFault, play

    answer = Answer(as_json)
    with TemporaryDirectory(prefix="podium-door-") as folder:
        try:
            evening = play(Path(folder), guests, answer.note)
        except EveningFault as fault:
            answer.fault("door_evening", answer.words("demo.door_evening_late", why=str(fault)))
    report = evening.report()
    lines = [answer.words("demo.door_evening_done", **_counts(report))]
    lines += [
        answer.words("demo.door_evening_door", door=door["door"], **door["counted"])
        for door in report["doors"]
    ]
    answer.done(report, "\n".join(lines))
    if not evening.is_right:
        raise typer.Exit(1)


def _counts(report: dict[str, Any]) -> dict[str, int]:
    return {key: report[key] for key in ("shown", "sold", "admitted", "no_shows")} | {
        "p50": report["picture_to_verdict_ms"]["p50"], "p99": report["picture_to_verdict_ms"]["p99"]
    }  # fmt: skip


@app.command("bench", epilog="podium-desk bench sale_commit --json")
@command_line_faults
def bench(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]…")] = None,
    baseline: Annotated[
        bool, typer.Option("--baseline", help="Also print the baseline's own rows.")
    ] = False,
    rounds: Annotated[int, typer.Option(help="Times each thing is measured.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Measure, each figure with its named baseline in the same run."""
    from podium_desk.proving.bench import MEASURES, named, run_bench

    answer = Answer(as_json)
    wanted = named(names or [])
    unknown = [name for name in wanted if name not in MEASURES]
    if unknown:
        known = ", ".join(MEASURES)
        answer.wrong_use(answer.words("demo.no_bench", name=", ".join(unknown), known=known))
    figures = run_bench(wanted, rounds, answer.note)
    rows = [row for row in figures if baseline or not row["is_baseline"]]
    told = [{key: value for key, value in row.items() if key != "is_baseline"} for row in rows]
    lines = "\n".join(_line(row) for row in rows)
    answer.done(told, lines)


def _line(row: dict) -> str:  # type: ignore[type-arg]
    ratio = "" if row["ratio"] is None else f"  {row['ratio']:.2f} x {row['baseline']}"
    return f"{row['name']:<28} {row['value']:>10.3f} {row['unit']}{ratio}  (n={row['n']})"
