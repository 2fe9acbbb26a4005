"""The demo: a real evening on the demo cluster, and a report of what came of it.

Without a display the same windows run offscreen, driven by the same key presses and clicks; with
one they are opened, slow enough to follow, and stay open afterwards.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from hardware.printing.port import Raster
from podium_desk.application.papers import Papers
from podium_desk.bootstrap import Device
from podium_desk.documents.layouts.shelf import TICKET_A4
from podium_desk.domain.ids import TicketId
from podium_desk.i18n.words import Words
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.bancontact_scene import BancontactScene
from podium_desk.proving.book import DemoBook
from podium_desk.proving.stage import Stage, build_stage
from podium_desk.proving.uitpas_scene import UitpasScene
from podium_desk.replica.queries import totals
from podium_desk.ui.kit.display import has_display
from sync.exchange.session import unsent_count

PAUSE_MS = 1500
"""How long each step stays to be looked at when somebody looks."""


@dataclass(frozen=True, slots=True)
class DemoWish:
    """What the person who started the demo wants."""

    output: Path
    offscreen: bool
    is_line_down: bool
    is_lan: bool
    language: str


def run_demo(wish: DemoWish, say: Callable[[str], None]) -> dict[str, Any]:
    """Play the demo and give its report; raises what a stage or a window could not do."""
    words = Words(wish.language)
    is_unseen = wish.offscreen or not has_display()
    if is_unseen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        say(words("demo.unseen", folder=str(wish.output)))
    _empty(wish.output)
    book = DemoBook(wish.output)
    with tempfile.TemporaryDirectory(prefix="podium-demo-") as folder:
        stage = build_stage(Path(folder), wish.language, say)
        try:
            _play(stage, wish, book, say, is_unseen)
            _check_totals(stage, book)
            _keep_papers(stage, book, words)
            say(words("demo.scene_uitpas"))
            UitpasScene(stage, book, words.language).play()
            say(words("demo.scene_bancontact"))
            BancontactScene(stage, book, words.language).play()
        finally:
            stage.close()
    report = book.write()
    for check in book.checks:
        say(f"{'✓' if check['ok'] else '✗'} {check['name']} {check['told']}".rstrip())
    return report


def _play(
    stage: Stage, wish: DemoWish, book: DemoBook, say: Callable[[str], None], is_unseen: bool
) -> None:
    # Qt is loaded only now: a demo that cannot make its store never needs it.
    from podium_desk.proving.scenes import Evening
    from podium_desk.proving.venue_acts import VenueActs

    evening = Evening(stage, book, wish.language, say)
    venue = VenueActs(stage, book, Words(wish.language)) if wish.is_lan else None
    evening.play(0 if is_unseen else PAUSE_MS, wish.is_line_down, venue)
    if not is_unseen:
        evening.stay()
    evening.close()


def _check_totals(stage: Stage, book: DemoBook) -> None:
    """The store, both counters and both doors must know the same of the house."""
    names = ("kassa1", "kassa2", "deur1", "deur2")
    office = stage.devices.get("toerisme") or stage.open("toerisme")
    devices = {name: stage.devices.get(name) or stage.open(name) for name in names}
    # Twice: what the last one brings, the first one hears in the second round.
    for device in (office, *devices.values(), *devices.values()):
        device.lane(partial(device.line.once, device.work))
    store = stage.store_totals(house=1)
    book.check("something was sold", store.tickets > 0, f"{store.tickets} tickets")
    for name, device in devices.items():
        known = device.lane(partial(totals, device.work.replica.sql, 1))
        book.check(f"{name} has the store's totals", known == store, json.dumps(asdict(known)))
    book.check("nothing is unsent", all(_unsent(device) == 0 for device in devices.values()))
    book.scans += [scan for name in ("deur1", "deur2") for scan in _scans(devices[name])]


def _unsent(device: Device) -> int:
    return device.lane(partial(unsent_count, device.work.replica))


def _scans(device: Device) -> list[dict[str, Any]]:
    """What a door stored, oldest first."""
    rows = device.lane(
        lambda: device.work.replica.sql.rows(
            "SELECT gate, verdict, reason, ticket_origin, ticket_seq, ticket_line FROM scan"
            " WHERE origin = ? ORDER BY seq",
            (device.work.origin,),
        )
    )
    return [
        {
            "door": gate,
            "verdict": verdict,
            "reason": reason,
            "ticket": None if seq is None else str(TicketId(origin, seq, line)),
        }
        for gate, verdict, reason, origin, seq, line in rows
    ]


def _keep_papers(stage: Stage, book: DemoBook, words: Words) -> None:
    """Every printed paper as PNG and PDF, each ticket read back from its picture."""
    from hardware.scanning.decoding import decode_picture
    from podium_desk.documents.pdf import papers_pdf
    from podium_desk.documents.preview import paper_png
    from podium_desk.documents.receipt import receipt_content, receipt_title
    from podium_desk.documents.ticket import ticket_title

    folder = book.output / "papers"
    folder.mkdir()
    read = set()
    for name in ("kassa1", "kassa2", "toerisme"):
        for paper in sorted((stage.folder / name / "paper").glob("ticket-*.png")):
            kept = folder / f"{name}-{paper.name}"
            kept.write_bytes(paper_png(_raster(paper)))
            book.pictures.append(str(kept.relative_to(book.output)))
            read |= {code.text for code in decode_picture(kept)}
    for sale in book.sales:
        device = stage.devices.get(sale["data"]) or stage.open(sale["data"])
        papers = Papers(device.work)
        for ticket in sale["tickets"]:
            named = TicketId.parse(ticket["id"])
            title = ticket_title(papers.ticket(named, words.language), words)
            sheet = papers.ticket_paper(named, words, TICKET_A4)
            pdf = papers_pdf((sheet,), title, words.language)
            (folder / f"{sale['data']}-{ticket['id']}.pdf").write_bytes(pdf)
        receipt = papers.receipt(sale["order"], words.language)
        title = receipt_title(receipt, words)
        page = device.work.layouts.paper("receipt", receipt_content(receipt, words))
        pdf = papers_pdf((page,), title, words.language)
        (folder / f"{sale['data']}-receipt-{receipt.order_number}.pdf").write_bytes(pdf)
        sale["order"] = str(sale["order"])
    codes = {ticket["code"] for sale in book.sales for ticket in sale["tickets"]}
    book.check("every printed ticket is read back from its paper", codes <= read)


def _raster(paper: Path) -> Raster:
    """The dots that the simulated printer put on paper."""
    from PIL import Image, ImageOps

    with Image.open(paper) as picture:
        dots = ImageOps.invert(picture.convert("L")).convert("1", dither=Image.Dither.NONE)
    return Raster(dots.width, dots.height, dots.tobytes())


def _empty(folder: Path) -> None:
    """Make the output folder, without what an earlier demo left."""
    for old in ("papers", "report.json"):
        path = folder / old
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    for picture in folder.glob("[0-9][0-9]-*.png"):
        picture.unlink()
