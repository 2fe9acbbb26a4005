"""Power cuts below SQLite: a till sells on a simulated disk, goes off in the middle, and is opened.

After each cut four things must hold: the file is whole, the log's chain and signature hold, every
sale that was confirmed is there, and what was under way is there whole or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from podium_desk.application.after_sales import AfterSales, RefundDone, ReissueDone
from podium_desk.application.clock import DeviceClock
from podium_desk.application.counter import BasketLine, Payment, SaleDone
from podium_desk.application.enrolling import Membership
from podium_desk.application.print_queue import PrintQueue
from podium_desk.application.selling import Selling
from podium_desk.application.store_link import NoLink
from podium_desk.application.workplace import Workplace
from podium_desk.bootstrap import database, podium_replica
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import PerformanceId, TicketId, Unit
from podium_desk.domain.venue import HallPlan
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.simulation.founding import StoreKeys, open_store
from podium_desk.proving.simulation.season import (
    BASE,
    BASE_CENTS,
    small_hall,
    write_house,
    write_performance,
)
from podium_desk.replica.catalogue import Catalogue
from sync.facts.fact import Draft, Verb, chain, chain_start, head_message
from sync.identity.keys import SEED_BYTES, DeviceKey, is_signed
from sync.rights.rules import moves_of
from sync.simulation.disk import Disk, PowerCut
from sync.simulation.sqlite_chance import seed_sqlite
from sync.store.port import Sql, StoreDamaged, StoreFault
from sync.store.witness import KeptHeads

FILE = Path("till.sqlite")
HALL = small_hall("Zaal", 8, 10)
EVENING = datetime(2026, 11, 27, 18, 30, tzinfo=UTC)
CUTS_PER_IMAGE = 25
"""So many cuts are survived one after the other before a till begins afresh."""
IO_PER_CUT = 100
"""A cut comes within so many writes and syncs, some three sales."""
ERRORS_MAX = 5
"""A till whose disk failed so often is switched off: with a full disk nothing more is written."""
_TABLES = ("ticket_sold", "order_sold", "payment", "ticket_refunded", "ticket_code", "unit_right")


@dataclass(frozen=True, slots=True)
class Loss:
    """What a cut did that it must not."""

    invariant: str
    what: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A till before its first sale: its disk, who it is, and what it may sell."""

    image: dict[str, bytes]
    membership: Membership
    key: DeviceKey
    performances: tuple[PerformanceId, ...]
    unit_count: int
    """Places of each performance."""

    def work_on(
        self, sql: Sql, clock: Callable[[], int], new_token: Callable[[], str]
    ) -> Workplace:
        """This till's program at work on its data, without a line to anybody."""
        device_clock = DeviceClock(clock)
        replica = podium_replica(sql, self.membership, self.key, device_clock)
        return Workplace(
            replica=replica, catalogue=Catalogue(replica.records), clock=device_clock,
            claims=self.membership.claims, key=self.key,
            store_device=self.membership.store_device, link=NoLink(), new_token=new_token,
        )  # fmt: skip


def prepare(rng: Random, performances: int = 1, plan: HallPlan = HALL) -> Prepared:
    """A till of a house with a hall, of which it holds every place of each performance."""
    clock = Ticks()
    store = open_store(database(None), StoreKeys(_key(rng), _key(rng)), clock, KeptHeads())
    house = write_house(store.replica, 1, "Huis")
    start = EVENING + timedelta(minutes=90)
    numbers = tuple(
        write_performance(store.replica, house, number, plan, start)
        for number in range(1, performances + 1)
    )
    key = _key(rng)
    membership = store.certify(house, "counter", "Kassa", key, clock())
    for number in numbers:
        moves = moves_of(
            Verb.GIVE, number, dict.fromkeys(range(plan.unit_count), 0), membership.own_origin
        )
        store.replica.append([Draft(1, house, b"", moves)])
    disk = Disk(rng)
    sql = database(FILE, vfs=disk.vfs)
    replica = podium_replica(sql, membership, key, DeviceClock(clock))
    replica.take_records(store.replica.records.since(house, 0, 1000))
    for origin in store.replica.log.heads():
        batch = store.replica.batch_after(origin, 0, membership.claims)
        if batch is not None:
            replica.receive(batch)
    sql.close()
    image = disk.image()
    disk.close()
    return Prepared(image, membership, key, numbers, plan.unit_count)


@dataclass(slots=True)
class _Confirmed:
    """What the till said was done: the head of its log, and the sales."""

    seq: int = 0
    hash: bytes = b""
    sales: list[SaleDone] = field(default_factory=list)
    refunded: set[TicketId] = field(default_factory=set)


class Till:
    """One till on a simulated disk, switched on and off."""

    def __init__(self, prepared: Prepared, rng: Random) -> None:
        self._prepared = prepared
        self._rng = rng
        self._clock = Ticks()
        self._tokens = 0
        self._errors = 0
        self._bugs: list[Loss] = []
        self.confirmed = _Confirmed()
        self.disk = Disk(rng)
        self.disk.put_image(prepared.image)
        self._spoil_disk()
        self._sql: Sql | None = None

    def work_until_cut(self) -> None:
        """Sell until the power goes. `losses` starts the machine again."""
        self.disk.cut_at_io = self.disk.io_count + 1 + self._rng.randrange(IO_PER_CUT)
        try:
            while True:
                try:
                    self.open()
                    while self._rng.random() > 0.1:
                        self.work_one()
                except StoreFault:
                    # A full or failing disk: the clerk is told, and begins again. Nobody knows of
                    # what was under way whether it is kept, as after a cut.
                    self._errors += 1
                with suppress(StoreFault):
                    self.close()
                if self._errors > ERRORS_MAX:
                    self.disk.cut()
        except PowerCut:
            return
        except Exception as error:  # noqa: BLE001 - whatever the shipped code lets escape
            self._bugs.append(Loss("no_crash", f"{type(error).__name__}: {error}"))
            self.disk.cut()

    def open(self) -> Workplace:
        """Switch the till on, on the data that is there."""
        prepared = self._prepared
        self._sql = sql = database(FILE, vfs=self.disk.vfs)
        self._work = work = prepared.work_on(sql, self._clock, self._token)
        prints = PrintQueue(sql, work.clock)
        self._selling = Selling(work, prints, "counter")
        self._after = AfterSales(work, prints)
        return work

    def losses(self) -> Iterator[Loss]:
        """Start after a cut and look whether anything is missing, halved or damaged."""
        self.disk.restart()
        with suppress(StoreFault):
            self.close()
        self.disk.faults.write_error_chance = 0.0
        self.disk.faults.capacity_bytes = None
        try:
            work = self.open()
            whole = work.replica.sql.row("PRAGMA integrity_check")
            if whole != ("ok",):
                yield Loss("I6", f"the file is damaged: {whole}")
            yield from _log_losses(work, self.confirmed)
            yield from _sale_losses(work, self.confirmed)
            yield from _halves(work)
            yield from self._bugs
        except StoreFault as fault:
            yield Loss("I6", f"the file cannot be opened: {fault}")
        with suppress(StoreFault):
            self.close()

    def _spoil_disk(self) -> None:
        """Some disks are nearly full, some fail now and then."""
        luck = self._rng.random()
        if luck < 0.15:
            self.disk.faults.capacity_bytes = self.disk.size_bytes() + self._rng.randrange(200_000)
        elif luck < 0.3:
            self.disk.faults.write_error_chance = 0.01

    def work_one(self) -> None:
        """One sale, refund or reissue, confirmed when this returns; raises `StoreFault`."""
        luck = self._rng.random()
        sold = [ticket for sale in self.confirmed.sales for ticket in sale.tickets
                if ticket.id not in self.confirmed.refunded]  # fmt: skip
        if luck < 0.7 or not sold:
            self._sell(1 + self._rng.randrange(3))
        elif luck < 0.85:
            self._refund(self._rng.choice(sold).id)
        else:
            done = self._after.reissue(self._rng.choice(sold).id, "weg")
            assert isinstance(done, ReissueDone), done
        self._confirm()

    def _sell(self, count: int) -> None:
        (performance,) = self._prepared.performances
        held = self._work.replica.rights.held_free(self._work.house, performance, self._work.origin)
        units = self._rng.sample(sorted(held), min(count, len(held)))
        lines = tuple(BasketLine(performance, Unit(unit), BASE) for unit in units)
        total = BASE_CENTS * len(lines)
        if lines:
            payment = Payment(PaymentMeans.CARD, total, 0)
            done = self._selling.sell(lines, (payment,), self._token(), "nl")
            assert isinstance(done, SaleDone), done
            self.confirmed.sales.append(done)

    def _refund(self, ticket: TicketId) -> None:
        done = self._after.refund((ticket,), PaymentMeans.CARD, "ziek")
        assert isinstance(done, RefundDone), done
        self.confirmed.refunded.add(ticket)

    def _confirm(self) -> None:
        log = self._work.replica.log
        self.confirmed.seq, self.confirmed.hash = log.head(self._work.house, self._work.origin)

    def close(self) -> None:
        """Switch the program off; raises `StoreFault`."""
        if self._sql is not None:
            sql, self._sql = self._sql, None
            sql.close()

    def _token(self) -> str:
        self._tokens += 1
        return f"token {self._tokens}"


def _log_losses(work: Workplace, confirmed: _Confirmed) -> Iterator[Loss]:
    """The chain from its start, the newest signature, and that no confirmed fact is gone."""
    try:
        facts = list(work.replica.log.facts(work.house, work.origin))
    except StoreDamaged as error:
        yield Loss("I7", str(error))
        return
    hash_ = chain_start(work.origin)
    for fact in facts:
        hash_ = chain(hash_, fact.header_bytes, fact.body_hash)
        if hash_ != fact.hash:
            yield Loss("I7", f"the chain is broken at fact {fact.seq}")
            return
    seq, head = work.replica.log.head(work.house, work.origin)
    last = facts[-1] if facts else None
    if seq != len(facts) or (last is not None and head != last.hash):
        yield Loss("I11", f"the log says {seq} facts and has {len(facts)} up to a signature")
    elif last is not None and not is_signed(
        work.key.public, last.signature or b"", head_message(work.origin, seq, head)
    ):
        yield Loss("I7", "the newest fact is not signed")
    if work.replica.log.hash_at(work.house, work.origin, confirmed.seq) != (
        confirmed.hash or chain_start(work.origin)
    ):
        yield Loss("I6", f"confirmed up to fact {confirmed.seq}, there are {seq}")


def _sale_losses(work: Workplace, confirmed: _Confirmed) -> Iterator[Loss]:
    """Every confirmed sale with its tickets, its money and its print jobs."""
    sql = work.replica.sql
    tickets: dict[int, int] = dict(
        sql.rows("SELECT order_number, COUNT(*) FROM ticket_sold GROUP BY order_number")
    )
    paid: dict[int, int] = dict(sql.rows(
        "SELECT order_number, SUM(amount_cents) FROM payment WHERE amount_cents > 0"
        " GROUP BY order_number"
    ))  # fmt: skip
    jobs: dict[int, int] = dict(
        sql.rows("SELECT order_number, COUNT(*) FROM print_job GROUP BY order_number")
    )
    for sale in confirmed.sales:
        number = sale.order.number
        found = tickets.get(number), paid.get(number)
        if found != (len(sale.tickets), sale.total_cents):
            yield Loss("I6", f"order {number} was sold, there is {found}")
        if jobs.get(number, 0) <= len(sale.tickets):
            yield Loss("I6", f"order {number} has {jobs.get(number, 0)} print jobs")


def _halves(work: Workplace) -> Iterator[Loss]:
    """Tables, rights and log must tell of the same sales, also of the one under way."""
    sql = work.replica.sql
    orders = sql.rows(
        "SELECT o.order_number, (SELECT COUNT(*) FROM payment p"
        " WHERE p.order_number = o.order_number AND p.amount_cents > 0) FROM order_sold o"
    )
    for number, payments in orders:
        if payments != 1:
            yield Loss("I11", f"order {number} has {payments} payments")
    (sold,) = sql.row("SELECT COUNT(*) FROM ticket_sold") or (0,)
    (refunded,) = sql.row("SELECT COUNT(*) FROM ticket_refunded") or (0,)
    (spent,) = sql.row("SELECT COUNT(*) FROM unit_right WHERE spent = 1") or (0,)
    if sold - refunded != spent:
        yield Loss("I8", f"{sold} sold, {refunded} taken back, {spent} rights spent")


@dataclass(slots=True)
class CutReport:
    """What a run of cuts came to. `losses` names the cut, 1 first."""

    cuts: int = 0
    actions: int = 0
    losses: list[tuple[int, Loss]] = field(default_factory=list)


def run_cuts(
    cuts: int,
    seed: int,
    is_lying: bool = False,
    progress: Callable[[int], None] = lambda _cuts: None,
) -> CutReport:
    """Cut the power so often; a till that lost something is not used again."""
    seed_sqlite(Random(seed))
    prepared = prepare(Random(seed))
    report = CutReport()
    while report.cuts < cuts:
        rng = Random(f"{seed} {report.cuts}")
        till = Till(prepared, rng)
        till.disk.faults.is_lying = is_lying
        for _ in range(min(CUTS_PER_IMAGE, cuts - report.cuts)):
            till.work_until_cut()
            report.cuts += 1
            found = list(till.losses())
            report.losses += [(report.cuts, loss) for loss in found]
            if found:
                break
        report.actions += till.confirmed.seq
        till.disk.close()
        progress(report.cuts)
    return report


class Ticks:
    """A clock that moves a millisecond each time it is read."""

    def __init__(self) -> None:
        self._ms = int(EVENING.timestamp() * 1000)

    def __call__(self) -> int:
        """The time of now, in UTC milliseconds."""
        self._ms += 1
        return self._ms


def _key(rng: Random) -> DeviceKey:
    return DeviceKey(rng.randbytes(SEED_BYTES))
