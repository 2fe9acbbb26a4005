"""`set-up`: finds printers, scanners, readers of cards and cameras, and tries them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hardware.finding import FoundDevice, Places, find_devices
from hardware.printing.port import PrinterFault, PrintJob
from hardware.registry import open_printer
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import answer_for, command_line_faults
from podium_desk.config import DataFolder, FaultBook, Settings
from podium_desk.i18n.words import Words
from podium_desk.presentation.set_up import Kept, Tried

TRIAL_S = 20.0


class SettingsRoom:
    """Devices of one data folder: found on this computer, kept in its settings."""

    def __init__(self, data: Path, words: Words, places: Places | None = None) -> None:
        self._file = DataFolder(data).settings
        self._words = words
        self._places = places or Places()

    def found(self) -> tuple[FoundDevice, ...]:
        """What is there."""
        return find_devices(self._places)

    def kept(self) -> Kept:
        """What the settings name."""
        kept = Settings.read(self._file)
        return Kept(kept.printer, kept.scanner_urls, kept.camera, kept.scanner_keys)

    def print_trial(self, url: str) -> Tried:
        """Print the trial page there, and wait for what the printer says of it."""
        # Typefaces and pictures are loaded with the first page.
        from podium_desk.documents.raster import page_raster
        from podium_desk.documents.trial_page import trial_page

        printer = open_printer(url)
        try:
            page = trial_page(url, self._words)
            raster = page_raster(page, printer.width_dots, printer.dpi)
            report = printer.print(PrintJob("trial", raster), TRIAL_S)
        except PrinterFault as fault:
            return Tried("not_printed", str(fault))
        finally:
            printer.close()
        return Tried(report.outcome.value)

    def trial_picture(self, url: str) -> bytes:
        """How it should look."""
        from podium_desk.documents.preview import paper_png
        from podium_desk.documents.raster import page_raster
        from podium_desk.documents.trial_page import trial_page

        printer = open_printer(url)
        page = trial_page(url, self._words)
        raster = page_raster(page, printer.width_dots, printer.dpi)
        printer.close()
        return paper_png(raster)

    def keep(self, kept: Kept) -> None:
        """Write them."""
        settings = Settings.read(self._file)
        settings.with_devices(
            kept.printer, ", ".join(kept.scanners), kept.camera, kept.scanner_keys
        ).write(self._file)


app = typer.Typer()


@app.command("set-up", epilog="podium-desk set-up kassa1")
@command_line_faults
def set_up(
    data: Data,
    screenshot: Annotated[
        Path | None, typer.Option(help="Write a picture of the window to this file, then close.")
    ] = None,
    only_list: Annotated[
        bool, typer.Option("--list", help="Say what is found, without a window.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Find printers, scanners, readers of cards and cameras, and try them."""
    answer = answer_for(data, as_json)
    room = SettingsRoom(data, answer.words)
    if only_list or as_json:
        found = room.found()
        rows = [{"kind": one.kind.value, "name": one.name, "url": one.url, "sure": one.is_sure}
                for one in found]  # fmt: skip
        lines = "\n".join(f"{one.kind.value}: {one.name}  {one.url}" for one in found)
        answer.done({"devices": rows}, lines or answer.words("set_up.none"))
        return
    # Qt is loaded by the window only.
    from podium_desk.commands.appearance import appearance_of
    from podium_desk.ui.shell.set_up_window import run_set_up

    settings, book = Settings.read(DataFolder(data).settings), FaultBook(data)
    code = run_set_up(room, answer.words, book.keep, appearance_of(settings), screenshot)
    raise typer.Exit(code)
