"""`paper`: how papers look: drawn, checked, printed for practice, changed with a preview beside."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hardware.printing.port import PrinterFault, PrintJob
from hardware.registry import open_printer
from podium_desk.application.paper_lists import seats_print
from podium_desk.application.papers import Papers
from podium_desk.commands.named import order_called
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import Answer, answer_for, command_line_faults
from podium_desk.commands.session import device_at, refuse
from podium_desk.config import DataFolder, Settings, check_language
from podium_desk.documents.layouts.faults import LayoutFault
from podium_desk.documents.layouts.shelf import (
    LAYOUTS,
    TEXTS,
    HeadSize,
    LayoutShelf,
    own_file,
    paper_of_printer,
)
from podium_desk.documents.order_summary import summary_content, summary_title
from podium_desk.documents.seat_list import seat_list_content, seat_list_title
from podium_desk.domain.ids import PerformanceId
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.i18n.words import Words

if TYPE_CHECKING:
    from podium_desk.documents.content import Content
    from podium_desk.documents.page import Paper

app = typer.Typer(no_args_is_help=True, help="How papers look.")

Name = Annotated[str, typer.Argument(metavar="LAYOUT", help="The layout's name: see paper list.")]
Output = Annotated[Path, typer.Option(help="A .png or .pdf to write.")]
Language = Annotated[str, typer.Option(help="nl, fr, de or en.")]
_PRINT_DEADLINE_S = 30.0


@app.command("list", epilog="podium-desk paper list kassa1")
@command_line_faults
def list_(data: Data, as_json: AsJson = False) -> None:
    """Every layout, and which of them this device has of its own."""
    answer, shelf = answer_for(data, as_json), _shelf(data)
    own = shelf.own()
    rows = [
        {"layout": name, "document": document, "own": name in own}
        for name, document in LAYOUTS.items()
    ]
    lines = [f"{'*' if row['own'] else ' '} {row['layout']}" for row in rows]
    answer.done(rows, "\n".join(lines))


@app.command("check", epilog="podium-desk paper check kassa1")
@command_line_faults
def check(data: Data, as_json: AsJson = False) -> None:
    """Read the house's layouts, draw them with samples and read their codes back. Status 1 if
    one of them cannot be used."""
    answer, shelf = answer_for(data, as_json), _shelf(data)
    faults = [*shelf.faults(), *_trial_faults(shelf)]
    if faults:
        told = [fault.told(answer.words) for fault in faults]
        rows = [_as_data(fault, words) for fault, words in zip(faults, told, strict=True)]
        answer.refused("layouts", "\n".join(told), faults=rows)
    if not shelf.conditions(answer.words.language):
        answer.note(
            answer.words("device.no_conditions", file=str(DataFolder(data).layouts / TEXTS))
        )
    answer.done([], answer.words("device.layouts_good", n=len(shelf.own())))


@app.command("copy", epilog="podium-desk paper copy kassa1 ticket-80mm")
@command_line_faults
def copy(data: Data, layout: Name, as_json: AsJson = False) -> None:
    """Copy a bundled layout into this device's folder, to be changed."""
    answer = answer_for(data, as_json)
    _check_name(answer, layout)
    file = DataFolder(data).layouts / f"{layout}.toml"
    if file.exists():
        answer.refused("exists", answer.words("device.layout_exists", file=str(file)))
    own_file(file.parent, layout)
    answer.done({"file": str(file)}, str(file))


@app.command("draw", epilog="podium-desk paper draw kassa1 ticket-boca --output ticket.png")
@command_line_faults
def draw(
    data: Data,
    layout: Name,
    output: Output,
    language: Language = "",
    as_json: AsJson = False,
) -> None:
    """Draw a sample by this layout, as a picture or a PDF."""
    answer = answer_for(data, as_json)
    _check_name(answer, layout)
    paper, words = _sample(data, layout, language, answer)
    _keep(answer, output, _content(paper, words, layout, output))


@app.command("print", epilog="podium-desk paper print kassa1 ticket-80mm")
@command_line_faults
def print_(data: Data, layout: Name, language: Language = "", as_json: AsJson = False) -> None:
    """Print a sample on this device's printer; it says that it is for practice."""
    answer = answer_for(data, as_json)
    _check_name(answer, layout)
    url = Settings.read(DataFolder(data).settings).printer
    if not url:
        answer.wrong_use(answer.words("device.no_printer"))
    from podium_desk.documents.raster import head_raster

    paper, _ = _sample(data, layout, language, answer)
    printer = open_printer(url)
    size = HeadSize(printer.width_dots, printer.dpi, paper_of_printer(url))
    raster = head_raster(paper, size)
    try:
        report = printer.print(PrintJob("sample", raster), _PRINT_DEADLINE_S)
    except PrinterFault as fault:
        answer.fault("printer", str(fault))
    finally:
        printer.close()
    answer.done({"outcome": report.outcome.value}, report.outcome.value)


@app.command("watch", epilog="podium-desk paper watch kassa1 ticket-80mm")
@command_line_faults
def watch(
    data: Data,
    layout: Annotated[str, typer.Argument(metavar="[LAYOUT]")] = "ticket-80mm",
    screenshot: Annotated[
        Path | None, typer.Option(help="Write a picture of the window to this file, then close.")
    ] = None,
) -> None:
    """A window that draws the paper anew each time its layout is saved."""
    answer = answer_for(data, False)
    _check_name(answer, layout)
    # Qt is loaded by this command only.
    from podium_desk.ui.shell.layout_window import watch_layout

    raise typer.Exit(watch_layout(DataFolder(data).layouts, layout, answer.words, screenshot))


@app.command("summary", epilog="podium-desk paper summary kassa1 2.0-0012 --output order.pdf")
@command_line_faults
def summary(
    data: Data,
    order: Annotated[str, typer.Argument(metavar="ORDER")],
    output: Output,
    language: Language = "",
    as_json: AsJson = False,
) -> None:
    """What an order is: its places, its tickets and what of it is paid."""
    answer = answer_for(data, as_json)
    words = _words(language, answer)
    named = order_called(answer, order)
    with device_at(data) as device:
        try:
            printed = Papers(device.work).summary(named, words.language)
        except KeyError:
            refuse(answer, Refusal(RefusalReason.UNKNOWN_ORDER, {"order": order}))
        paper = device.work.layouts.paper("order-summary", summary_content(printed, words))
    _keep(answer, output, _content(paper, words, summary_title(printed, words), output))


@app.command("seats", epilog="podium-desk paper seats deur1 100001 --output seats.pdf")
@command_line_faults
def seats(
    data: Data,
    performance: Annotated[int, typer.Argument(metavar="PERFORMANCE")],
    output: Output,
    language: Language = "",
    as_json: AsJson = False,
) -> None:
    """Who sits where, without names: for a door whose devices are all gone."""
    answer = answer_for(data, as_json)
    words = _words(language, answer)
    with device_at(data) as device:
        try:
            printed = seats_print(device.work, PerformanceId(performance), words.language)
        except KeyError:
            reason = RefusalReason.UNKNOWN_PERFORMANCE
            refuse(answer, Refusal(reason, {"performance": str(performance)}))
        paper = device.work.layouts.paper("seat-list", seat_list_content(printed, words))
    title = seat_list_title(printed, words)
    if output.suffix.lower() == ".pdf":
        # Who prints it stands in an office, beside no roll.
        from podium_desk.documents.office_sheets import office_pdf

        _keep(answer, output, office_pdf(paper, title, words.language))
    else:
        _keep(answer, output, _content(paper, words, title, output))


def _words(language: str, answer: Answer) -> Words:
    if language:
        check_language(language)
    return Words(language or answer.words.language)


def _keep(answer: Answer, output: Path, content: bytes) -> None:
    output.write_bytes(content)
    answer.done({"file": str(output)}, str(output))


def _shelf(data: Path) -> LayoutShelf:
    return LayoutShelf(DataFolder(data).layouts)


def _check_name(answer: Answer, layout: str) -> None:
    if layout not in LAYOUTS:
        known = ", ".join(LAYOUTS)
        answer.wrong_use(answer.words("device.no_layout", name=layout, known=known))


def _sample(data: Path, layout: str, language: str, answer: Answer) -> tuple[Paper, Words]:
    """A sample by the house's layout; what is wrong with it is noted, and the bundled one used."""
    from podium_desk.documents.samples import sample_content

    words, shelf = _words(language, answer), _shelf(data)
    for fault in shelf.faults():
        answer.note(fault.told(answer.words))
    return shelf.paper(layout, sample_content(layout, words, is_training=True)), words


def _content(paper: Paper, words: Words, title: str, output: Path) -> bytes:
    from podium_desk.documents.page import Page

    if output.suffix.lower() == ".pdf":
        from podium_desk.documents.pdf import papers_pdf

        return papers_pdf((paper,), title, words.language)
    from podium_desk.documents.preview import paper_png
    from podium_desk.documents.raster import screen_raster

    return paper_png(screen_raster(paper), is_torn=isinstance(paper, Page))


def _trial_faults(shelf: LayoutShelf) -> list[LayoutFault]:
    from podium_desk.documents.layout_trial import faults_on_paper
    from podium_desk.documents.samples import hard_contents, sample_content

    def samples(name: str, words: Words) -> tuple[Content, ...]:
        return (sample_content(name, words), *hard_contents(name, words))

    return [
        fault
        for name in (LAYOUTS if shelf.is_anything else ())
        for fault in faults_on_paper(shelf.layout(name), partial(samples, name), _codes_in)
    ]


def _codes_in(width: int, rows: bytes) -> set[str]:
    """What the door's own reader finds in a raster."""
    from hardware.scanning.decoding import decode_still
    from hardware.scanning.pictures import grey_of_dots

    return {code.text for code in decode_still(grey_of_dots(width, rows))}


def _as_data(fault: LayoutFault, words: str) -> dict[str, Any]:
    return {"file": str(fault.file), "line": fault.line, "code": fault.code, "says": words}
