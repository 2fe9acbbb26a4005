"""What the demo plays on the venue's own network, with the internet cut."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from podium_desk.application.counter import BasketLine, Payment, SaleDone, SeatState
from podium_desk.application.places import holder_of
from podium_desk.bootstrap import Device
from podium_desk.domain.admission import ScanReason
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import PerformanceId, Unit
from podium_desk.domain.refusals import Refusal
from podium_desk.i18n.words import Words
from podium_desk.proving.book import DemoBook
from podium_desk.proving.stage import Stage
from podium_desk.ui.shell.tour import Act
from podium_desk.venue_network import VenueNetwork, start_venue


class VenueActs:
    """Devices that hear each other over real sockets on this machine."""

    def __init__(self, stage: Stage, book: DemoBook, words: Words) -> None:
        self._stage = stage
        self._book = book
        self._words = words
        self._networks: dict[str, tuple[Device, VenueNetwork]] = {}

    def join(self, device: Device) -> None:
        """Put a device on the venue's network."""
        network = start_venue(device)
        assert network is not None, "the demo's settings leave it on"
        self._networks[device.folder.path.name] = device, network

    def are_together(self) -> bool:
        """Whether everybody hears everybody; tells each where the others are."""
        ports = {network.port for _, network in self._networks.values()}
        if None in ports:
            return False
        for device, network in self._networks.values():
            for port in ports - {network.port}:
                network.know(f"127.0.0.1:{port}")
            heard = sum(1 for peer in device.work.venue.peers() if peer.is_heard)
            if heard < len(ports) - 1:
                return False
        return True

    def acts(self, performance: PerformanceId, code: str, first_door: str) -> Iterator[Act]:
        """A seat from the main counter, and a ticket that the other door has just let in."""
        yield Act(
            "another counter and another door join", self._join_others, self.are_together,
            self._words("demo.scene_venue"),
        )  # fmt: skip
        yield Act("a place of the main counter", lambda: self._sell_from_keeper(performance))
        yield Act("the other door", lambda: self._scan_at_other_door(code, first_door))

    def _join_others(self) -> None:
        for name in ("kassa2", "deur2"):
            self.join(self._stage.open(name))

    def _sell_from_keeper(self, number: PerformanceId) -> None:
        device = self._stage.devices["kassa2"]
        desk = device.desk()
        keeper = self._stage.devices["kassa1"].work.origin

        def sale() -> SaleDone | Refusal:
            hall = desk.hall(number)
            performance = device.work.catalogue.performance(number)
            assert performance is not None, "it is shown"
            unit = next(
                Unit(unit)
                for unit, state in enumerate(hall.states)
                if state == SeatState.ASK and holder_of(device.work, performance, unit) == keeper
            )
            held = desk.hold(number, (unit,))
            if isinstance(held, Refusal):
                return held
            lines = (BasketLine(number, unit, hall.tariffs[0].id),)
            prices = desk.quote(lines)
            assert isinstance(prices, tuple), prices
            payment = Payment(PaymentMeans.CARD, sum(prices), 0)
            done = desk.sell(lines, (payment,), secrets.token_hex(8), self._words.language)
            assert isinstance(done, SaleDone), done
            return done

        done = device.lane(sale)
        is_sold = isinstance(done, SaleDone)
        told = "" if is_sold else repr(done) + repr(device.work.venue.peers())
        self._book.check("a counter sells a place that the main counter gave it", is_sold, told)
        if isinstance(done, SaleDone):
            codes = device.lane(lambda: desk.selling.codes(done.order))
            self._book.note_sale("kassa2", done, codes)

    def _scan_at_other_door(self, code: str, first_door: str) -> None:
        device = self._stage.devices["deur2"]
        outcome = device.lane(lambda: device.door().scan(code))
        first = outcome.first_entry
        self._book.check(
            "the other door refuses a ticket that the first one let in, without the internet",
            outcome.reason is ScanReason.ALREADY_IN and first is not None
            and first.door == first_door and not outcome.is_alone,
        )  # fmt: skip
