"""A counter or a door at work as a process of its own: the shipped device without a window.

``python -m harness.actor ROLE DATA BOOK SEED``. BOOK is a folder outside the device where the actor
writes what people hold in their hands: tickets printed, guests let in. Until a file ``stop`` stands
there it works; after that it only keeps in touch; when ``end`` stands there it leaves.
"""

from __future__ import annotations

import json
import os
import random
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone
from podium_desk.application.desk import Desk
from podium_desk.application.door_post import DoorPost
from podium_desk.application.lane import ReplicaLane
from podium_desk.application.print_queue import PrintState
from podium_desk.bootstrap import Device, open_device
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import PerformanceId, TicketId, Unit
from podium_desk.replica.queries import sold_ticket, totals
from podium_desk.venue_network import start_venue
from sync.exchange.session import unsent_count

PAUSE_S = (0.1, 0.8)
STATUS_S = 0.5
DOORS = 4


class Book:
    """What happened outside the program: lines of JSON, each on the disk before the next step."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.name = name

    def write(self, what: str, **entry: object) -> None:
        with (self.folder / f"{self.name}.{what}.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def status(self, **entry: object) -> None:
        path = self.folder / f"{self.name}.status.json"
        path.with_suffix(".new").write_text(json.dumps(entry), "utf-8")
        path.with_suffix(".new").replace(path)

    def is_there(self, flag: str) -> bool:
        return (self.folder / flag).exists()


def entries(folder: Path, what: str) -> Iterator[dict[str, Any]]:
    """The entries of every actor's book; the last line of one that was killed may be half."""
    for path in sorted(folder.glob(f"*.{what}.jsonl")):
        for line in path.read_text("utf-8").splitlines(keepends=True):
            if line.endswith("\n"):
                yield json.loads(line)


class Counter:
    """Sells one to three places, prints them, now and then takes one back."""

    def __init__(self, device: Device, book: Book, dice: random.Random) -> None:
        self.device, self.book, self.dice = device, book, dice
        self.desk: Desk = device.desk(with_printer=False)
        self._begun = book.folder / f"{book.name}.begun.json"
        self._on_lane(self.desk.queue.after_start)

    def step(self) -> None:
        self._on_lane(self._print)
        if self._begun.exists():
            # Killed in the middle of a sale: the clerk presses the key again.
            self._on_lane(self._finish)
        elif self.dice.random() < 0.08:
            self._on_lane(self._refund)
        else:
            self._on_lane(self._begin)
            self._on_lane(self._finish)
        self._on_lane(self._print)

    def _on_lane(self, work: Callable[[], object]) -> None:
        self.device.lane(work)

    def _begin(self) -> None:
        rows = [row for row in self.desk.performances() if row.sellable_here]
        if not rows:
            return
        shown = self.dice.choice(rows).id
        held = self.desk.hold_best(shown, self.dice.randint(1, 3), None, self.dice.randint(0, 4))
        if not isinstance(held, Held):
            return
        tariff = int(self.desk.hall(shown).tariffs[0].id)
        begun = {"token": secrets.token_hex(8), "performance": shown, "tariff": tariff,
                 "units": list(held.units)}  # fmt: skip
        temporary = self._begun.with_suffix(".new")
        temporary.write_text(json.dumps(begun), "utf-8")
        temporary.replace(self._begun)

    def _finish(self) -> None:
        if not self._begun.exists():
            return
        begun = json.loads(self._begun.read_text("utf-8"))
        lines = tuple(
            BasketLine(PerformanceId(begun["performance"]), Unit(unit), begun["tariff"])
            for unit in begun["units"]
        )
        prices = self.desk.quote(lines)
        assert isinstance(prices, tuple), prices
        payment = Payment(PaymentMeans.CARD, sum(prices), 0)
        done = self.desk.sell(lines, (payment,), begun["token"], "nl")
        if isinstance(done, SaleDone):
            self.book.write(
                "sold", order=str(done.order), cents=done.total_cents,
                tickets=[str(ticket.id) for ticket in done.tickets],
            )  # fmt: skip
        else:
            self.book.write("refused", reason=done.reason.value, begun=begun)
        self._begun.unlink()

    def _print(self) -> None:
        while (job := self.desk.queue.next()) is not None:
            self.desk.queue.note(job.id, PrintState.SENT)
            if job.ticket is not None:
                self._paper(job.ticket)
            self.desk.queue.note(job.id, PrintState.PRINTED)

    def _paper(self, ticket: TicketId) -> None:
        paper = self.desk.papers.ticket(ticket, "nl")
        row = sold_ticket(self.device.work.replica.sql, self.device.work.house, ticket)
        assert row is not None
        self.book.write(
            "printed", ticket=str(ticket), code=paper.code, performance=row.performance,
            unit=row.unit,
        )  # fmt: skip

    def _refund(self) -> None:
        mine = [one for one in entries(self.book.folder, "printed") if self._is_mine(one)]
        if not mine:
            return
        ticket = TicketId.parse(self.dice.choice(mine)["ticket"])
        self.book.write("refunding", ticket=str(ticket))
        outcome = self.desk.after_sales.refund((ticket,), None, "ziek")
        self.book.write("refunded", ticket=str(ticket), outcome=type(outcome).__name__)

    def _is_mine(self, entry: dict[str, Any]) -> bool:
        return bool(entry["ticket"].startswith(f"{self.device.work.claims.device}."))


class Door:
    """Lets the guests in who come to this door, and now and then one who came in elsewhere."""

    def __init__(self, device: Device, book: Book, dice: random.Random) -> None:
        self.device, self.book, self.dice = device, book, dice
        self.post: DoorPost = device.door()
        self._number = int(book.name[-1])

    def step(self) -> None:
        printed = list(entries(self.book.folder, "printed"))
        seen = {one["ticket"] for one in entries(self.book.folder, "scanned")}
        fresh = [one for one in printed if one["ticket"] not in seen and self._comes_here(one)]
        if self.dice.random() < 0.1 and seen:
            guest = self.dice.choice([one for one in printed if one["ticket"] in seen])
        elif fresh:
            guest = self.dice.choice(fresh)
        else:
            return
        outcome = self.device.lane(lambda: self.post.scan(guest["code"]))
        self.book.write(
            "scanned", door=self.book.name, ticket=guest["ticket"], verdict=outcome.verdict.value,
            reason=outcome.reason, is_alone=outcome.is_alone, token=outcome.token,
        )  # fmt: skip

    def _comes_here(self, entry: dict[str, Any]) -> bool:
        return sum(map(ord, entry["ticket"])) % DOORS == self._number % DOORS


def work_on(device: Device, actor: Counter | Door, book: Book, dice: random.Random) -> None:
    """Steps until told to stop, then only status, until told to end."""
    told = 0.0
    while not book.is_there("end"):
        if not book.is_there("stop"):
            actor.step()
        if time.monotonic() - told > STATUS_S:
            told = time.monotonic()
            device.lane(lambda: _tell(device, book))
        time.sleep(dice.uniform(*PAUSE_S))


def _tell(device: Device, book: Book) -> None:
    replica = device.work.replica
    sums = asdict(totals(replica.sql, device.work.house))
    book.status(unsent=unsent_count(replica), totals=sums, at=time.time())


def main() -> None:
    """The process."""
    role, data, book_folder, seed = sys.argv[1:]
    book = Book(Path(book_folder), Path(data).name)
    dice = random.Random(f"{seed} {book.name} {time.time_ns()}")
    device = open_device(Path(data), ReplicaLane())
    device.start_line()
    start_venue(device)
    try:
        kinds: dict[str, type[Counter] | type[Door]] = {"counter": Counter, "door": Door}
        work_on(device, kinds[role](device, book, dice), book, dice)
    finally:
        device.close()


if __name__ == "__main__":
    main()
