"""The house of that evening: a store that is served, a counter that sold it out, and its doors,
each behind lines that can be cut."""

from __future__ import annotations

import contextlib
import secrets
import socket
from collections.abc import Callable
from pathlib import Path
from random import Random

from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone
from podium_desk.bootstrap import Device, open_device, wall_ms
from podium_desk.central.cluster import Central
from podium_desk.config import DataFolder, Settings
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import PerformanceId, TariffId, TicketId
from podium_desk.enrolment import Newcomer, Told, enrol
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.door_evening.pictures import ticket_picture
from podium_desk.proving.measures.workbench import HOUSE_NUMBER, Bench, bench_of
from podium_desk.proving.stage import ServedStore
from podium_desk.proving.wires import Wires

COUNTER = "kassa1"
TONIGHT = PerformanceId(1)
_PER_ORDER = 8
_CODE_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class House:
    """Everything that stands before the doors open. `pictures` has a file a ticket."""

    folder: Path
    store: ServedStore
    wires: Wires
    doors: tuple[str, ...]
    pictures: tuple[Path, ...]

    def shown_at(self, door: str) -> Path:
        """The folder that is a door's camera."""
        return self.folder / f"{door}-camera"


def found(
    folder: Path, wires: Wires, counts: tuple[int, int, int], say: Callable[[str], None]
) -> House:
    """Found the house. `counts` are tickets sold, of them pictures wanted, and doors."""
    sold, wanted, door_count = counts
    bench = bench_of(folder, performances=1)
    doors = tuple(f"deur{number}" for number in range(1, door_count + 1))
    names = (COUNTER, *doors)
    codes = {name: _code(bench.central, name) for name in names}
    bench.central.close()
    store = ServedStore(bench.served, 0)
    store.start()
    try:
        _join(folder, wires, (store, codes))
        with contextlib.closing(open_device(folder / COUNTER)) as counter:
            say(f"{sold} tickets…")
            tickets = _sell(counter, sold)
            say(f"{wanted} pictures…")
            pictures = _pictures(bench, counter, tickets[:wanted])
    except BaseException:
        store.kill()
        raise
    return House(folder, store, wires, doors, pictures)


def _code(central: Central, name: str) -> str:
    role = "counter" if name == COUNTER else "door"
    return central.enrolment.new_code(HOUSE_NUMBER, role, wall_ms() + _CODE_MS, secrets.choice)


def _join(folder: Path, wires: Wires, at: tuple[ServedStore, dict[str, str]]) -> None:
    """Enrol every device, each on lines of its own to the store and to each other device."""
    store, codes = at
    ports = dict(zip(codes, _free_ports(len(codes)), strict=True))
    for name, code in codes.items():
        url = f"http://127.0.0.1:{wires.line(name, 'store', store.port)}"
        lines = [wires.line(name, other, ports[other]) for other in ports if other != name]
        camera = folder / f"{name}-camera"
        camera.mkdir()
        Settings().keep(
            DataFolder(folder / name).settings, lan="listed", lan_port=str(ports[name]),
            lan_peers=", ".join(f"127.0.0.1:{line}" for line in lines),
            camera="" if name == COUNTER else f"pictures://{camera}", language="nl",
            witness_folder=str(folder / "witness"),
        )  # fmt: skip
        enrol(folder / name, Newcomer(url, code, name.capitalize()), Told())


def _sell(counter: Device, count: int) -> list[TicketId]:
    desk = counter.desk(with_printer=False)
    tickets: list[TicketId] = []
    counter.line.once(counter.work)
    desk.confirm_memory()
    while len(tickets) < count:
        held = desk.hold_best(TONIGHT, min(_PER_ORDER, count - len(tickets)), None, 0)
        assert isinstance(held, Held), held
        lines = tuple(BasketLine(TONIGHT, unit, TariffId(1)) for unit in held.units)
        prices = desk.quote(lines)
        assert isinstance(prices, tuple), prices
        payment = Payment(PaymentMeans.CARD, sum(prices), 0)
        done = desk.sell(lines, (payment,), secrets.token_hex(8), "nl")
        assert isinstance(done, SaleDone), done
        tickets += [ticket.id for ticket in done.tickets]
    counter.line.once(counter.work)
    return tickets


def _pictures(bench: Bench, counter: Device, tickets: list[TicketId]) -> tuple[Path, ...]:
    folder = bench.folder / "tickets"
    folder.mkdir()
    rng = Random(len(tickets))
    files = tuple(folder / f"{number:04d}.jpg" for number in range(len(tickets)))
    for file, ticket in zip(files, tickets, strict=True):
        ticket_picture(counter.work, ticket, file, rng)
    return files


def _free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]
