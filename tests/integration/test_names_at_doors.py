"""Names at a door: only where the house shows them, in memory, and on no disk in the clear."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness.cluster import Place
from harness.door_evening import DoorEvening
from harness.venue import VenueNetwork
from test_personal_data import erase

from podium_desk.application.door_words import shown_words
from podium_desk.application.evening_asking import EveningAsking
from podium_desk.application.evening_known import EveningKnown
from podium_desk.application.evening_messages import EveningTold, TicketWords
from podium_desk.application.lane import direct_lane
from podium_desk.application.named_orders import NamedOrders
from podium_desk.domain.customers import Customer
from podium_desk.domain.gates import Gate, GateDoor, GateId
from podium_desk.domain.ids import OrderId, Origin
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.kinds import GATE
from podium_desk.replica.queries import sold_ticket
from podium_desk.sealed_names import SealedNames, session_folder
from sync.store.personal import PersonalTable

ADA, STREET, PHONE = "Ada Canarisvogel", "Geheimstraat 12", "0470 12 34 56"


class Named(DoorEvening):
    """An order of Ada's, and a gate at which the door stands."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder
        self.memory = folder / "session"
        self.memory.mkdir()
        self.door.shelf = self.shelf()
        self.door.start()
        self.tickets = self.sells(2)
        desk = NamedOrders(self.counter.work, self.secret)
        order = self.counter.sql.row("SELECT order_origin, order_number FROM order_sold")
        assert order is not None
        self.order = OrderId(Origin(order[0]), order[1])
        self.person = desk.name(self.order, Customer(ADA, PHONE, "", "", STREET))

    def shelf(self) -> SealedNames:
        return SealedNames(self.folder / "names.sealed", self.memory / "key", self.secret)

    def secret(self, count: int) -> bytes:
        return next(self.cluster.numbers).to_bytes(8).rjust(count, b"r")

    def shows(self, is_shown: bool, *devices: int) -> None:
        """The house says so of the door's gate, and everybody hears of it."""
        doors = tuple(map(GateDoor, devices or (self.door.work.claims.device,)))
        gate = Gate(GateId(1), self.house, "Noord", doors=doors, shows_names=is_shown)
        record = (self.house, GATE, "1", record_to_bytes(gate))
        self.cluster.replica.write_records([record])
        self.meet()

    def shown(self) -> str:
        row = sold_ticket(self.door.sql, self.house, self.tickets[0].id)
        return shown_words(self.door.work, row).name

    def disk(self) -> bytes:
        """Every byte of the door's disk; what is in the machine's memory is none."""
        files = (file for file in self.folder.glob("*") if file.is_file())
        return b"".join(file.read_bytes() for file in files if "Kassa" not in file.name)


@pytest.fixture
def evening(tmp_path: Path) -> Named:
    return Named(tmp_path)


def wire(place: Place) -> bytes:
    return b"".join(place.wire.bytes_seen)


def test_a_door_shows_a_name_only_where_the_house_says_so(evening):
    evening.meet()
    assert evening.shown() == ""
    evening.shows(True, 99)
    assert evening.shown() == ""
    assert ADA.encode() not in wire(evening.door)
    evening.shows(True)
    assert evening.shown() == ADA
    evening.shows(False)
    assert evening.shown() == ""
    assert not (evening.folder / "names.sealed").exists()


def test_a_door_gets_the_name_and_nothing_else_of_anybody(evening):
    evening.shows(True)
    assert ADA.encode() in wire(evening.door)
    for secret in (STREET, PHONE):
        assert secret.encode() not in wire(evening.door)
        assert secret.encode() not in evening.disk()
    assert evening.door.sql.rows("SELECT * FROM personal_body") == []


def test_the_disk_of_a_stolen_door_names_nobody(evening):
    evening.shows(True)
    assert (evening.folder / "names.sealed").exists()
    assert ADA.encode() not in evening.disk()
    key = (evening.memory / "key").read_bytes()
    assert key not in evening.disk()


def test_a_program_that_was_killed_finds_its_names_and_a_machine_that_was_off_does_not(evening):
    evening.shows(True)
    evening.door.wire.is_cut = True
    evening.door.kill_and_restart()
    assert evening.shown() == ADA
    (evening.memory / "key").unlink()
    evening.door.kill_and_restart()
    assert evening.shown() == ""
    assert evening.door.door.scan(evening.codes[0]).verdict == "admit"
    evening.door.wire.is_cut = False
    evening.meet()
    assert evening.shown() == ADA


def test_names_of_an_older_evening_are_dropped_at_the_start(evening):
    evening.shows(True)
    evening.door.wire.is_cut = True
    evening.cluster.clock.pass_(hours=17)
    evening.door.kill_and_restart()
    assert evening.shown() == ""
    assert not (evening.folder / "names.sealed").exists()


def test_who_asked_to_be_forgotten_is_forgotten_at_the_door_within_a_minute(evening):
    evening.shows(True)
    assert evening.shown() == ADA
    erase(evening.cluster, evening.person)
    evening.meet()
    assert evening.shown() == ""


def test_what_a_door_holds_of_persons_from_before_goes_at_its_start(evening):
    (kept,) = PersonalTable(evening.counter.sql).since(int(evening.house), 0)
    PersonalTable(evening.door.sql).put(kept.parcel, is_sent=True)
    assert kept.parcel.key in evening.disk()
    evening.door.kill_and_restart()
    assert evening.door.sql.rows("SELECT * FROM personal_body") == []
    assert kept.parcel.key not in evening.disk()


def test_a_lost_door_that_calls_the_store_forgets_every_name(evening):
    evening.shows(True)
    number = evening.door.work.claims.device
    evening.cluster.enrolment.revoke(number, (), evening.cluster.clock.ms)
    evening.door.sync()
    assert evening.door.line.state().fault == "revoked"
    assert evening.shown() == ""
    assert not (evening.folder / "names.sealed").exists()


def test_a_session_folder_counts_only_when_it_is_in_memory(tmp_path):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\ntmpfs {tmp_path}/run tmpfs rw 0 0\n")
    inside = tmp_path / "run" / "user"
    inside.mkdir(parents=True)
    assert session_folder({"XDG_RUNTIME_DIR": str(inside)}, mounts) == inside
    assert session_folder({"XDG_RUNTIME_DIR": str(tmp_path)}, mounts) is None
    assert session_folder({}, mounts) is None


def test_without_such_a_folder_nothing_is_written(tmp_path):
    shelf = SealedNames(tmp_path / "names.sealed", None, bytes)
    shelf.keep(ADA.encode())
    assert (list(tmp_path.iterdir()), shelf.kept()) == ([], b"")


@pytest.fixture
def lan(evening: Named) -> VenueNetwork:
    """The house without internet: two doors and a counter hear each other."""
    evening.other = evening.device("door", "Deur 2")
    evening.shows(True)
    evening.meet()
    for place in evening.cluster.places:
        place.wire.is_cut = True
        place.work.evening.drop_words()
        place.sync()
    return VenueNetwork(evening.cluster, evening.counter, evening.door, evening.other)


def test_without_a_store_a_desk_of_the_house_tells_the_names_and_a_door_keeps_them(evening, lan):
    evening.cluster.clock.pass_(minutes=2)
    for _ in range(2):
        lan.round()
    for door in (evening.door, evening.other):
        EveningAsking(door.work).ask_peer(direct_lane)
    assert evening.shown() == ADA
    # The other door stands at no gate that shows names: it was told none.
    assert evening.other.work.evening.words() == ()
    lan.pull_the_plug(evening.counter)
    evening.cluster.clock.pass_(minutes=2)
    lan.round()
    EveningAsking(evening.door.work).ask_peer(direct_lane)
    assert evening.shown() == ADA


@pytest.fixture
def doors(evening: Named, lan: VenueNetwork) -> tuple[Place, Place]:
    """Two doors of one gate, the second without a store; no counter is there."""
    evening.cluster.places.remove(evening.counter)
    both = (evening.door, evening.other)
    for place in both:
        place.wire.is_cut = False
    evening.shows(True, *(door.work.claims.device for door in both))
    evening.other.wire.is_cut = True
    lan.pull_the_plug(evening.counter)
    return both


def asked_around(evening: Named, lan: VenueNetwork, *doors: Place) -> list[bool]:
    """Each asks whom it hears; whose words changed by it."""
    evening.cluster.clock.pass_(minutes=2)
    lan.round()
    return [EveningAsking(door.work).ask_peer(direct_lane) for door in doors]


def test_a_door_that_hears_only_another_door_of_its_gate_is_told_by_that_one(evening, lan, doors):
    evening.other.work.evening.drop_words()
    asked_around(evening, lan, evening.other)
    assert [words.name for words in evening.other.work.evening.words()] == [ADA] * 2


def test_doors_that_hear_only_each_other_end_with_the_word_that_was_told_last(evening, lan, doors):
    ticket = evening.tickets[0].id
    for at_ms, (door, name) in enumerate(zip(doors, ("Zoë", "Ada"), strict=True), 1):
        words = TicketWords(ticket.origin, ticket.seq, ticket.line, name)
        door.work.evening.take(EveningTold((), name.encode(), (words,)), at_ms, is_store=False)
        door.wire.is_cut = True
    changed = [asked_around(evening, lan, *doors) for _ in range(3)]
    assert [door.work.evening.names()[ticket] for door in doors] == ["Ada", "Ada"]
    assert changed == [[True, False], [False, False], [False, False]]


def test_words_that_two_doors_were_told_in_one_instant_are_the_same_at_both(evening):
    first, second = (TicketWords(1, 1, 1, name) for name in ("Ada", "Bea"))
    known = [EveningKnown(), EveningKnown()]
    for one, words in zip(known, (first, second), strict=True):
        one.take(EveningTold((), words.name.encode(), (words,)), 7, is_store=False)
    said = [EveningTold((), b"", one.words()) for one in known]
    assert [known[0].add(said[1], 8), known[1].add(said[0], 8)] == [True, False]
    assert known[0].words() == known[1].words()
