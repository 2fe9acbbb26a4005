"""The evening that the demo plays: a counter, a second one, a tourist office and two doors."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

from hardware.scanning.decoding import decode_picture
from podium_desk.application.counter import (
    BasketLine,
    Connection,
    Held,
    Payment,
    SaleDone,
    SeatState,
)
from podium_desk.application.desk import Desk
from podium_desk.application.lane import ReplicaLane
from podium_desk.bootstrap import Device
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import PerformanceId, Unit
from podium_desk.domain.money import cash_due
from podium_desk.i18n.words import Words
from podium_desk.presentation.counter_view import CardPanel, CashPanel
from podium_desk.presentation.door_view import DoorKind
from podium_desk.proving.book import DemoBook
from podium_desk.proving.stage import Stage
from podium_desk.proving.venue_acts import VenueActs
from podium_desk.replica.queries import totals
from podium_desk.ui.kit.theme import dress
from podium_desk.ui.shell.counter import CounterSetting, CounterShell
from podium_desk.ui.shell.door import DoorSetting, DoorShell
from podium_desk.ui.shell.paper import PaperWindow
from podium_desk.ui.shell.tour import (
    Act,
    Caption,
    Tour,
    application,
    click,
    picture,
    press,
    scan,
)


class Evening:
    """The windows of the demo and what is done in them."""

    def __init__(
        self, stage: Stage, book: DemoBook, language: str, say: Callable[[str], None]
    ) -> None:
        self._stage = stage
        self._book = book
        self._words = Words(language)
        self._say = say
        self._app = application(["podium-desk"])
        dress(self._app)
        self._faults: list[BaseException] = []
        self._language = language
        self._kassa = self._device("kassa1")
        self._desk = self._kassa.desk()
        self._counter = self._counter_shell(self._kassa, self._desk)
        self._deur = self._device("deur1")
        self._door = self._door_shell(self._deur)
        self._paper = PaperWindow(
            stage.folder / "kassa1" / "paper", self._words("demo.paper_window")
        )
        self._caption = Caption()
        self._codes: list[str] = []
        self._venue: VenueActs | None = None

    def play(self, pause_ms: int, is_line_down: bool, venue: VenueActs | None) -> None:
        """Play every scene; raises `TourFault` with the scene that did not come to its end."""
        self._venue = venue
        if is_line_down and venue is None:
            self._stage.store.kill()
        for device in (self._kassa, self._deur):
            device.start_line()
            if venue is not None:
                venue.join(device)
        tell = self._say if pause_ms == 0 else self._caption.tell
        Tour(self._acts(is_line_down), pause_ms, tell).play()
        fault = self._faults[0] if self._faults else None
        self._book.check("no window met an unexpected error", fault is None, repr(fault or ""))

    def stay(self) -> None:
        """Leave the windows to whoever looks, until they are closed."""
        self._say(self._words("demo.stay"))
        self._caption.tell(self._words("demo.stay"))
        self._app.exec()

    def close(self) -> None:
        """Close the windows and their lanes."""
        for shell in (self._counter, self._door):
            shell.close()
        self._paper.close()
        self._caption.close()

    def _acts(self, is_line_down: bool) -> Iterator[Act]:
        venue = self._venue
        if venue is not None:
            yield Act("devices find each other", lambda: None, venue.are_together)
        yield from self._first_sale()
        if venue is not None:
            yield Act("the internet is cut", self._stage.store.kill, self._is_offline)
        yield from self._sale_by_clicks()
        if not is_line_down:
            yield from self._large_hall()
            yield from self._tourist_office()
        yield from self._entry()
        if venue is None:
            yield from self._line_down()
        else:
            gate = self._deur.membership.claims.name
            yield from venue.acts(self._tonight(), self._codes[0], gate)
        yield from self._line_back()
        yield from self._other_door()

    def _first_sale(self) -> Iterator[Act]:
        view = self._counter.presenter
        yield Act(
            "the counter opens", self._open_counter, lambda: view.view.hall is not None,
            self._words("demo.scene_counter"),
        )  # fmt: skip
        yield self._picture("kassa-vanavond", self._counter.window)
        yield self._type("two best seats", "2", lambda: len(view.view.basket.lines) == 2)
        yield self._picture("twee-beste-plaatsen", self._counter.window)
        yield self._type("cash", "F11", lambda: isinstance(view.view.panel, CashPanel))
        yield self._type("fifty euro", "5 0", self._has_change)
        yield self._picture("cash-en-wisselgeld", self._counter.window)
        yield self._type("done", "Enter", self._is_sold)
        yield self._picture("verkocht", self._counter.window)
        yield Act("the tickets are printed", self._note_sale, lambda: self._papers("kassa1") >= 3)

    def _sale_by_clicks(self) -> Iterator[Act]:
        view = self._counter.presenter
        yield Act(
            "a click on a seat", self._click_seat, lambda: self._lines() == 1,
            self._words("demo.scene_clicks"),
        )  # fmt: skip
        yield Act("a click beside it", self._click_seat, lambda: self._lines() == 2)
        yield self._picture("plaatsen-op-het-plan", self._counter.window)
        yield self._type("card", "F12", lambda: isinstance(view.view.panel, CardPanel))
        yield self._picture("kaart", self._counter.window)
        yield self._type("paid", "Enter", self._is_sold)
        yield Act("printed", self._note_sale, lambda: self._papers("kassa1") >= 6)

    def _large_hall(self) -> Iterator[Act]:
        yield Act(
            "search", lambda: press(self._counter.window, "F2 K o o r"),
            lambda: self._first_found("Koor"), self._words("demo.scene_large_hall"),
        )  # fmt: skip
        yield self._type("the concert hall", "Enter", lambda: self._hall_seats() == 2036)
        yield self._picture("concertzaal-2036-plaatsen", self._counter.window)
        yield self._type("back", "F2 R i t m e", lambda: self._first_found("Ritme"))
        yield self._type("tonight's hall", "Enter", lambda: self._hall_seats() == 820)

    def _tourist_office(self) -> Iterator[Act]:
        yield Act(
            "the tourist office sells a neighbour's seats", self._sell_at_tourism,
            lambda: self._papers("toerisme") == 3, self._words("demo.scene_tourism"),
        )  # fmt: skip

    def _entry(self) -> Iterator[Act]:
        window = self._door.window
        yield Act(
            "the door opens", self._open_door, lambda: self._kind() is DoorKind.WAITING,
            self._words("demo.scene_door"),
        )  # fmt: skip
        yield self._picture("deur-wacht", window)
        yield Act("the tickets are read from their papers", self._read_papers, self._is_heard)
        yield Act("in", lambda: scan(window, self._codes[0]), self._is_answer(DoorKind.VALID))
        yield self._picture("deur-geldig", window)
        yield Act("the next", lambda: scan(window, self._codes[1]), self._is_answer(DoorKind.VALID))
        yield Act("again", lambda: scan(window, self._codes[0]), self._is_answer(DoorKind.REFUSE))
        yield self._picture("deur-reeds-gescand", window)

    def _line_down(self) -> Iterator[Act]:
        view = self._counter.presenter
        yield Act(
            "the line is pulled", self._stage.store.kill, self._is_offline,
            self._words("demo.scene_line_down"),
        )  # fmt: skip
        yield self._picture("kassa-zonder-lijn", self._counter.window)
        yield self._type("two more", "2", lambda: self._lines() == 2)
        yield self._type("cash", "F11", lambda: isinstance(view.view.panel, CashPanel))
        yield self._type("exact", "Enter", self._is_sold)
        yield Act("printed", self._note_sale, lambda: len(self._printed()) >= self._expected())
        yield Act("read", self._read_papers)
        yield Act(
            "a ticket sold unheard", lambda: scan(self._door.window, self._codes[-1]),
            self._is_answer(DoorKind.CHECK),
        )  # fmt: skip
        yield self._picture("deur-zonder-lijn", self._door.window)
        yield Act(
            "the second counter sells", self._sell_at_kassa2, lambda: self._papers("kassa2") == 3
        )
        # Its program ends here without having reached the store.
        yield Act("and ends", lambda: self._stage.close_device("kassa2"))

    def _line_back(self) -> Iterator[Act]:
        yield Act(
            "the line is back", self._stage.store.start, self._is_all_sent,
            self._words("demo.scene_line_back"),
        )  # fmt: skip
        yield self._picture("kassa-terug-verbonden", self._counter.window)

    def _other_door(self) -> Iterator[Act]:
        yield Act("the other door has heard", self._scan_at_door_two)

    # What acts do

    def _open_counter(self) -> None:
        self._counter.open()
        self._paper.show()
        room = self._paper.screen().availableGeometry()
        self._paper.move(room.right() - self._paper.width(), room.top())

    def _open_door(self) -> None:
        self._door.open(is_full_screen=False)

    def _click_seat(self) -> None:
        """Click the free seat of our own that is nearest to the last one chosen."""
        seat_map = self._counter.window.hall_pane.seat_map
        hall = self._counter.presenter.view.hall
        assert hall is not None, "a hall is shown"
        unit = self._next_free()
        seat_map.reveal(unit)
        rect = seat_map.visualRect(seat_map.model().index(unit, 0))
        click(seat_map.viewport(), rect.center())

    def _next_free(self) -> Unit:
        performance = self._tonight()
        states = self._kassa.lane(lambda: self._desk.hall(performance).states)
        basket = self._kassa.work.in_basket.get(performance, set())
        mine = (Unit(unit) for unit, state in enumerate(states) if state == SeatState.MINE)
        free = [unit for unit in mine if unit not in basket]
        beside = [unit for unit in free if unit - 1 in basket or unit + 1 in free]
        return (beside or free)[0]

    def _tonight(self) -> PerformanceId:
        rows = self._kassa.lane(lambda: self._desk.performances(""))
        return rows[0].id

    def _note_sale(self) -> None:
        done = self._kassa.lane(self._desk.last_sale)
        assert done is not None, "a sale was made"
        self._note(self._kassa, self._desk, done)

    def _note(self, device: Device, desk: Desk, done: SaleDone) -> None:
        codes = device.lane(lambda: desk.selling.codes(done.order))
        self._book.note_sale(device.folder.path.name, done, codes)

    def _sell_at_tourism(self) -> None:
        device = self._device("toerisme")
        device.lane(lambda: device.line.once(device.work))
        self._sell_without_window(device)

    def _sell_at_kassa2(self) -> None:
        device = self._device("kassa2")
        self._sell_without_window(device)

    def _sell_without_window(self, device: Device) -> None:
        desk = device.desk()
        performance = self._tonight()

        def sale() -> SaleDone:
            held = desk.hold_best(performance, 2, None, 0)
            assert isinstance(held, Held), held
            hall = desk.hall(performance)
            lines = tuple(BasketLine(performance, unit, hall.tariffs[0].id) for unit in held.units)
            prices = desk.quote(lines)
            assert isinstance(prices, tuple), prices
            total = sum(prices)
            payment = Payment(PaymentMeans.CASH, total, cash_due(total))
            done = desk.sell(lines, (payment,), secrets.token_hex(8), self._language)
            assert isinstance(done, SaleDone), done
            return done

        self._note(device, desk, device.lane(sale))

    def _scan_at_door_two(self) -> None:
        device = self._device("deur2")
        device.lane(lambda: device.line.once(device.work))
        outcome = device.lane(lambda: device.door().scan(self._codes[0]))
        first = outcome.first_entry
        self._book.check(
            "the second door knows what the first one let in",
            first is not None and first.door == self._deur.membership.claims.name,
        )

    def _read_papers(self) -> None:
        self._codes = []
        for paper in self._printed():
            self._codes += [code.text for code in decode_picture(paper)]

    # What acts wait for

    def _has_change(self) -> bool:
        panel = self._counter.presenter.view.panel
        return isinstance(panel, CashPanel) and panel.is_enough and bool(panel.change)

    def _is_sold(self) -> bool:
        view = self._counter.presenter.view
        return view.panel is None and not view.basket.lines and view.toast is not None

    def _first_found(self, word: str) -> bool:
        groups = self._counter.presenter.view.groups
        return bool(groups) and groups[0].cards[0].title.startswith(word)

    def _lines(self) -> int:
        return len(self._counter.presenter.view.basket.lines)

    def _hall_seats(self) -> int:
        hall = self._counter.presenter.view.hall
        return 0 if hall is None else len(hall.plan.seats)

    def _kind(self) -> DoorKind:
        return self._door.presenter.view.panel.kind

    def _is_answer(self, kind: DoorKind) -> Callable[[], bool]:
        serial = self._door.presenter.view.serial

        def is_new() -> bool:
            view = self._door.presenter.view
            return view.serial != serial and view.panel.kind is kind

        return is_new

    def _is_offline(self) -> bool:
        self._counter.presenter.tick()
        state = self._kassa.work.link.state()
        return (
            state.connection is Connection.OFFLINE and self._counter.presenter.view.band is not None
        )

    def _is_all_sent(self) -> bool:
        status = self._kassa.lane(self._desk.status)
        return (
            status.connection is Connection.ONLINE
            and status.unsent == 0
            and self._counter.presenter.view.band is None
        )

    def _is_heard(self) -> bool:
        """Whether the door knows what was sold, or cannot know it since there is no line."""
        is_online = self._deur.work.link.state().connection is Connection.ONLINE
        if not is_online and self._venue is None:
            return True
        known = self._deur.lane(lambda: totals(self._deur.work.replica.sql))
        return known.tickets >= len(self._codes)

    def _printed(self) -> list[Path]:
        return sorted((self._stage.folder / "kassa1" / "paper").glob("ticket-*.png"))

    def _papers(self, name: str) -> int:
        return len(sorted((self._stage.folder / name / "paper").glob("ticket-*.png")))

    def _expected(self) -> int:
        own = [sale for sale in self._book.sales if sale["data"] == "kassa1"]
        return sum(len(sale["tickets"]) + 1 for sale in own)

    # How it is wired

    def _device(self, name: str) -> Device:
        return self._stage.devices.get(name) or self._stage.open(name)

    def _counter_shell(self, device: Device, desk: Desk) -> CounterShell:
        setting = CounterSetting(
            self._language, device.work.clock.now, lambda: secrets.token_hex(8),
            self._faults.append,
        )  # fmt: skip
        shell = CounterShell(desk, _own_thread(device), setting)
        device.listen(shell.notify)
        return shell

    def _door_shell(self, device: Device) -> DoorShell:
        setting = DoorSetting(
            self._language, "", device.settings.help_phone, device.work.clock.now,
            self._faults.append,
        )  # fmt: skip
        shell = DoorShell(device.door(), _own_thread(device), setting)
        device.listen(shell.notify)
        return shell

    def _type(self, name: str, keys: str, until: Callable[[], bool]) -> Act:
        return Act(name, lambda: press(self._counter.window, keys), until)

    def _picture(self, name: str, window: object) -> Act:
        number = sum(1 for one in self._book.pictures) + 1
        file = self._book.output / f"{number:02d}-{name}.png"
        self._book.pictures.append(file.name)
        return Act(f"picture {name}", lambda: picture(window, file))  # type: ignore[arg-type]


def _own_thread(device: Device) -> ReplicaLane:
    lane = device.lane
    assert isinstance(lane, ReplicaLane), "the stage gives each device a lane of its own"
    return lane
