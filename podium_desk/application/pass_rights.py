"""The right of a pass comes to the desk that uses it, and what is left goes back to the store.

The desk that sold a pass has it first; at its next contact the store gets it. Without the store a
desk uses only what it holds, or a device that it hears: so no visit is spent twice, and a pass
gives its places of a performance once, whatever hears whom.
"""

from __future__ import annotations

from collections.abc import Iterable

from podium_desk.application.counter import Connection
from podium_desk.application.pass_gift import ask_holders, heard_holders
from podium_desk.application.workplace import Workplace
from podium_desk.domain.facts import FactKind, OrderSold
from podium_desk.domain.goods import GoodsSold
from podium_desk.domain.house_passes import (
    HousePass,
    PassIssued,
    PassUse,
    PassUsed,
    is_pass_pool,
    pass_number,
    pool_of_pass,
    read_pass_number,
    spoken_pass,
)
from podium_desk.domain.ids import HouseId, OrderId, PerformanceId, TicketId
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.codec import body_to_bytes
from podium_desk.replica.door_visits import at_door, taken_since
from podium_desk.replica.house_passes import find_pass
from podium_desk.replica.queries import SoldRow
from sync.facts.fact import Draft, Move, Verb
from sync.rights.amounts import Account, movement

_CHANCE_BYTES = 8
VISIT_BACK_MS = 16 * 60_000
"""So long a door keeps what it spent of a card: a volunteer may take the entry back (`annulling`),
and must not need a line for it."""
Uses = dict[str, tuple[PassUse, ...]]
"""What each pass of a sale gives, by its number."""


@dataclass(frozen=True, slots=True)
class _Given:
    """A ticket on which something went off by this code."""

    code: str
    performance: PerformanceId
    organiser: HouseId
    off_cents: int


def uses_of(work: Workplace, sold: Iterable[OrderSold]) -> Uses:
    """What passes give in a sale that was decided, one entry a performance."""
    lines = (line for part in sold for line in part.lines)
    given = [
        _Given(line.discount_code, line.performance, line.organiser, line.discount_cents)
        for line in lines
    ]
    return _uses(work, given, 1)


def why_passes_cannot(work: Workplace, uses: Uses) -> Refusal | None:
    """Why these uses could not be had now, before money is taken for them."""
    if work.link.state().connection is Connection.ONLINE:
        return None
    for number, taken in uses.items():
        nearby = heard_holders(work, _home(work, number), pool_of_pass(number))
        within_reach = _account(work, number).balance + sum(nearby.values())
        if within_reach < _needed(work, number, taken):
            return _elsewhere(number)
    return None


def gather_visit(work: Workplace, number: str) -> bool:
    """Bring the right of one visit here, if anybody who answers has it; whether it is here. A guest
    stands at the door, so that a store which is away is not waited for."""
    home, pool = _home(work, number), pool_of_pass(number)
    if _account(work, number).balance < 1:
        ask_holders(work, home, pool)
    is_online = work.link.state().connection is Connection.ONLINE
    if _account(work, number).balance < 1 and is_online:
        work.link.ask(home, pool, ())
    return _account(work, number).balance >= 1


def visit_draft(work: Workplace, shown: HousePass, use: PassUse, ticket: TicketId) -> Draft:
    """The fact of a visit that is taken at this door, or given back where `use` counts below zero;
    with its right, but for one that is on trust."""
    body = PassUsed(
        shown.number, at_door(work.origin), work.clock.now_ms(), work.clerk, (use,), ticket
    )
    pool = pool_of_pass(shown.number)
    verb = Verb.SPEND if use.count > 0 else Verb.FREE
    moves = () if ticket.origin == pool else (movement(verb, pool, abs(use.count)),)
    return Draft(FactKind.PASS_USED, shown.home, body_to_bytes(body), moves)


def gather_passes(work: Workplace, uses: Uses) -> Refusal | None:
    """Ask who holds the passes of these uses; refuses one that neither this desk nor anybody who
    answers has."""
    for number, taken in uses.items():
        needed = _needed(work, number, taken)
        if _account(work, number).balance < needed:
            _ask(work, number)
        if _account(work, number).balance < needed:
            return _elsewhere(number)
    return None


def fetch_pass(work: Workplace, shown: HousePass) -> bool:
    """Bring a pass here that somebody shows; whether all that is left of it is in our hands."""
    if _account(work, shown.number).balance < shown.left:
        _ask(work, shown.number)
    return _account(work, shown.number).balance >= shown.left


def use_drafts(work: Workplace, order: OrderId, uses: Uses) -> list[Draft]:
    """The facts of passes that were used for an order; a card's visits are spent by them."""
    drafts = []
    for number, taken in uses.items():
        shown = find_pass(work.replica.sql, work.catalogue, number)
        if shown is None:
            continue
        body = PassUsed(number, order, work.clock.now_ms(), work.clerk, taken)
        spent = sum(use.count for use in taken) if shown.terms.visits else 0
        moves = (movement(Verb.SPEND, pool_of_pass(number), spent),) if spent else ()
        drafts.append(Draft(FactKind.PASS_USED, shown.home, body_to_bytes(body), moves))
    return drafts


def issue_drafts(work: Workplace, sold: Iterable[GoodsSold]) -> list[Draft]:
    """The facts of passes that are sold, told to each house where they hold, its own first."""
    drafts = []
    for part in sold:
        for line in part.lines:
            goods = work.catalogue.goods(line.organiser).get(line.code)
            terms = None if goods is None else goods.pass_terms
            for _ in range(line.count if terms is not None else 0):
                assert terms is not None, "only passes are counted"
                chance = int.from_bytes(work.new_secret(_CHANCE_BYTES))
                issued = PassIssued(
                    pass_number(chance), line.organiser, line.code, part.order, line.price_cents,
                    terms.visits, terms.ends_ms(part.at_ms), part.at_ms, part.clerk,
                )  # fmt: skip
                drafts += [
                    Draft(FactKind.PASS_ISSUED, house, body_to_bytes(issued))
                    for house in (line.organiser, *terms.houses)
                ]
    return drafts


def passes_on(work: Workplace, rows: Iterable[SoldRow]) -> Uses:
    """What passes gave for these tickets, to be put back: numbers of places below zero."""
    given = []
    for row in rows:
        found = work.replica.sql.row(
            "SELECT discount_code, discount_cents FROM ticket_sold WHERE house = ?"
            " AND origin = ? AND seq = ? AND line = ?",
            (row.house, row.ticket.origin, row.ticket.seq, row.ticket.line),
        )
        if found is not None:
            given.append(_Given(found[0], row.performance, row.house, found[1]))
    return _uses(work, given, -1)


def gather_back(work: Workplace, uses: Uses) -> Refusal | None:
    """Ask the store for what was spent of these passes, so that it can be put back."""
    for number, taken in uses.items():
        needed = _back_count(work, number, taken)
        if _account(work, number).spent < needed:
            home = _home(work, number)
            work.link.ask(home, pool_of_pass(number), (), True)
        if _account(work, number).spent < needed:
            return _elsewhere(number)
    return None


def back_drafts(work: Workplace, order: OrderId, uses: Uses) -> list[Draft]:
    """The facts that put back what passes gave for tickets that came back."""
    drafts = []
    for number, taken in uses.items():
        body = PassUsed(number, order, work.clock.now_ms(), work.clerk, taken)
        count, pool = _back_count(work, number, taken), pool_of_pass(number)
        moves = (movement(Verb.FREE, pool, count),) if count else ()
        home = HouseId(_home(work, number))
        drafts.append(Draft(FactKind.PASS_USED, home, body_to_bytes(body), moves))
    return drafts


def return_passes(work: Workplace) -> int:
    """Give the store the passes that this device holds, but for visits that it may still give back;
    how many movements. To be called only while the store answers."""
    count, now_ms = 0, work.clock.now_ms()
    taken_lately = taken_since(work.replica.sql, work.origin, now_ms - VISIT_BACK_MS)
    kept = {pool_of_pass(number) for number in taken_lately}
    for house in sorted(work.catalogue.houses()):
        held = work.replica.rights.amounts.held_by(house, work.origin)
        store = work.store_log(house)
        moves: list[Move] = []
        for pool, own in held.items():
            if is_pass_pool(pool):
                spent = 0 if pool in kept else own.spent
                left = ((Verb.GIVE, own.balance), (Verb.GIVE_SPENT, spent))
                moves += [movement(verb, pool, many, store) for verb, many in left if many > 0]
        if moves:
            work.replica.append([Draft(FactKind.RIGHTS_MOVED, house, b"", tuple(moves))])
        count += len(moves)
    return count


def _uses(work: Workplace, given: Iterable[_Given], sign: int) -> Uses:
    offs: dict[str, dict[tuple[PerformanceId, HouseId], list[int]]] = {}
    for one in given:
        number = read_pass_number(one.code)
        if number is not None:
            of_pass = offs.setdefault(number, {})
            of_pass.setdefault((one.performance, one.organiser), []).append(one.off_cents)
    uses: Uses = {}
    for number, of_pass in offs.items():
        shown = find_pass(work.replica.sql, work.catalogue, number)
        each_cents = 0 if shown is None else shown.visit_cents
        uses[number] = tuple(
            PassUse(
                performance, house, sign * len(cents), sign * len(cents) * each_cents,
                sign * sum(cents),
            )
            for (performance, house), cents in of_pass.items()
        )  # fmt: skip
    return uses


def _needed(work: Workplace, number: str, taken: Iterable[PassUse]) -> int:
    """How much of its amount a use takes; a pass without visits has to be here whole."""
    shown = find_pass(work.replica.sql, work.catalogue, number)
    if shown is not None and shown.terms.visits:
        return sum(use.count for use in taken)
    return 1


def _back_count(work: Workplace, number: str, taken: Iterable[PassUse]) -> int:
    shown = find_pass(work.replica.sql, work.catalogue, number)
    is_card = shown is not None and shown.terms.visits
    return -sum(use.count for use in taken) if is_card else 0


def _account(work: Workplace, number: str) -> Account:
    home, pool = _home(work, number), pool_of_pass(number)
    return work.replica.rights.amounts.account(home, pool, work.origin)


def _ask(work: Workplace, number: str) -> None:
    """The devices that are heard and have some of it, then the store."""
    home, pool = _home(work, number), pool_of_pass(number)
    ask_holders(work, home, pool)
    work.link.ask(home, pool, ())


def _home(work: Workplace, number: str) -> int:
    shown = find_pass(work.replica.sql, work.catalogue, number)
    return work.house if shown is None else shown.home


def _elsewhere(number: str) -> Refusal:
    return Refusal(RefusalReason.PASS_ELSEWHERE, {"number": spoken_pass(number)})
