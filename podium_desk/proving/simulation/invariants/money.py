"""Money of orders that are not simply sold, the Zs that tell it, vouchers and codes for few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from podium_desk.late_dataclass import dataclass
from podium_desk.proving.simulation.invariants.accounts import accounts_of
from podium_desk.proving.simulation.invariants.places import replicas_of
from podium_desk.proving.simulation.order_clerk import CODE, CODE_USES, VOUCHER_CENTS
from podium_desk.proving.simulation.world import World
from podium_desk.replica.till_log import TillLog, faults_of_zs
from sync.store.port import Sql


@dataclass(frozen=True, slots=True)
class _Report:
    origin: int
    seq: int


def i24_every_order_has_the_money_that_it_says(world: World) -> Iterator[str]:
    """Paid is what is kept; of a reservation some may be owed, and nobody ever pays too much."""
    for order, account in sorted(accounts_of(world.store.program.replica.sql).items()):
        is_right = account.owed >= 0 if account.is_open else account.owed == 0
        if not is_right:
            yield f"order {order[1]} of log {order[0]}: {account.paid} paid, {account.kept} kept"


def i25_every_z_can_be_worked_out_again(world: World) -> Iterator[str]:
    """On every replica that has the log: no gap, an unbroken chain, the sums of the log itself."""
    for name, replica, _ in replicas_of(world):
        for origin in sorted({report.origin for report in _reports(replica.sql)}):
            for fault in faults_of_zs(replica, origin):
                yield f"{name}: the Zs of log {origin}: {fault}"
    yield from _zs_tell_every_payment(world)


def i26_no_voucher_and_no_code_is_used_twice(world: World) -> Iterator[str]:
    """What a voucher paid is at most what it was sold for, and a code for few has few orders."""
    sql = world.store.program.replica.sql
    for number, cents in sql.rows(
        "SELECT reference, SUM(amount_cents) FROM payment WHERE means = 'voucher'"
        " GROUP BY reference"
    ):
        if cents > VOUCHER_CENTS:
            yield f"voucher {number} paid {cents} cents of {VOUCHER_CENTS}"
    (orders,) = sql.row(
        "SELECT COUNT(DISTINCT t.order_origin || ' ' || t.order_number) FROM ticket_sold t"
        " WHERE t.discount_code = ? AND NOT EXISTS (SELECT 1 FROM ticket_refunded r"
        " WHERE r.house = t.house AND r.ticket_origin = t.origin AND r.ticket_seq = t.seq"
        " AND r.ticket_line = t.line)",
        (CODE,),
    ) or (0,)
    if orders > CODE_USES:
        yield f"{orders} good orders with a code for {CODE_USES}"


def _reports(sql: Sql) -> Iterator[_Report]:
    for origin, seq in sql.rows("SELECT origin, seq FROM till_report WHERE kind = 'Z'"):
        yield _Report(int(origin), int(seq))


def _zs_tell_every_payment(world: World) -> Iterator[str]:
    """The Zs of a register together have the money of its log up to the last of them."""
    replica = world.store.program.replica
    log = TillLog(replica)
    told: dict[int, int] = defaultdict(int)
    last: dict[int, int] = defaultdict(int)
    for report in _reports(replica.sql):
        body = log.z_at(report.origin, report.seq).body
        told[report.origin] += sum(one.net_cents for one in body.report.means)
        last[report.origin] = max(last[report.origin], report.seq)
    for origin, seq in sorted(last.items()):
        (taken,) = replica.sql.row(
            "SELECT COALESCE(SUM(amount_cents), 0) FROM payment WHERE origin = ? AND seq <= ?",
            (origin, seq),
        ) or (0,)
        if taken != told[origin]:
            yield f"log {origin}: the Zs tell {told[origin]} cents, it took {taken}"
