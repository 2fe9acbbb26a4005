"""A house with a counter and a door, with tickets for tonight and their codes."""

from __future__ import annotations

from pathlib import Path

from harness.cluster import Cluster, Place
from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone, SoldTicket
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import TariffId

BASE = TariffId(1)


class DoorEvening:
    """One performance tonight. With a folder its devices can be killed and started again."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self.cluster = Cluster()
        self.house = self.cluster.house(1, "GC Het Anker")
        self.plan = self.cluster.plan(self.house, "gc-het-anker-theaterzaal.json")
        self.tonight = self.cluster.performance(self.house, 100_001, self.plan)
        self.counter = self.device("counter", "Kassa 1")
        self.door = self.device("door", "Deur 1")
        self.codes: list[str] = []

    def device(self, role: str, name: str) -> Place:
        """One more device, in contact."""
        path = None if self._folder is None else self._folder / f"{name}.sqlite"
        return self.cluster.device(self.house, role, name, path)

    def sells(self, count: int) -> tuple[SoldTicket, ...]:
        """The counter sells so many at once, and the door hears of it within two minutes."""
        held = self.counter.desk.hold_best(self.tonight, count, None, 0)
        assert isinstance(held, Held), held
        lines = tuple(BasketLine(self.tonight, unit, BASE) for unit in held.units)
        price = 2203 * count
        payment = Payment(PaymentMeans.CARD, price, price)
        done = self.counter.desk.sell(lines, (payment,), self.counter.work.new_token(), "nl")
        assert isinstance(done, SaleDone), done
        codes = self.counter.desk.selling.codes(done.order)
        self.codes += [codes[ticket.id] for ticket in done.tickets]
        self.meet()
        return done.tickets

    def meet(self) -> None:
        """Everybody speaks with the store, after the doors' minute between two questions."""
        self.cluster.clock.pass_(minutes=2)
        for place in (*self.cluster.places, *self.cluster.places):
            place.sync()
