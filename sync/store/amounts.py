"""Who has how much of an amount, as rows: bounded counters that nobody can take below zero.

A log's movements go through one after the other, each once its balance covers it; those that
came before what covers them wait. Since only a log itself draws on its balance, the balances in
the end are the same in whatever order logs are heard.
"""

from __future__ import annotations

from dataclasses import dataclass

from sync.facts.fact import Move, Verb
from sync.rights.amounts import Account, drawn, is_sound, reached
from sync.rights.rules import MoveFault, takes_back
from sync.store.port import Sql


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement: the house, the log that makes it, and which move of which fact it is."""

    house: int
    origin: int
    seq: int
    place: int
    move: Move


class AmountTable:
    """The accounts of every amount. What was never given is on the owner's account."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def declare(
        self, house: int, pool: int, total: int, owner: int, maker: int | None = None
    ) -> None:
        """Make an amount known, once; more is put in by declaring a larger total.

        It begins on the account of its `maker`, the log that said it first; without one, on that of
        its owner, who alone takes back what a lost log had.
        """
        known = self._pool(house, pool)
        if known is not None and known[0] >= total:
            return
        more = total - (0 if known is None else known[0])
        self._sql.run(
            "INSERT INTO amount_pool VALUES (?, ?, ?, ?, ?) ON CONFLICT (house, pool)"
            " DO UPDATE SET total = excluded.total",
            (house, pool, total, owner, maker or owner),
        )
        first = maker or owner
        self._put(house, pool, first, self.account(house, pool, first).plus(more))
        self._wake(house, pool)

    def account(self, house: int, pool: int, holder: int) -> Account:
        """What a log has; an empty account when it never had any."""
        row = self._sql.row(
            "SELECT balance, spent, is_lost FROM amount"
            " WHERE house = ? AND pool = ? AND holder = ?",
            (house, pool, holder),
        )
        return Account() if row is None else Account(row[0], row[1], bool(row[2]))

    def accounts(self, house: int, pool: int) -> dict[int, Account]:
        """Every account of an amount, by log."""
        return {
            holder: Account(balance, spent, bool(lost))
            for holder, balance, spent, lost in self._sql.rows(
                "SELECT holder, balance, spent, is_lost FROM amount"
                " WHERE house = ? AND pool = ? ORDER BY holder",
                (house, pool),
            )
        }

    def held_by(self, house: int, holder: int) -> dict[int, Account]:
        """The amounts of which a log has anything, left or used, by pool."""
        return {
            pool: Account(balance, spent, bool(lost))
            for pool, balance, spent, lost in self._sql.rows(
                "SELECT pool, balance, spent, is_lost FROM amount"
                " WHERE house = ? AND holder = ? AND (balance > 0 OR spent > 0) ORDER BY pool",
                (house, holder),
            )
        }

    def make(self, one: Movement) -> MoveFault | None:
        """Make a movement; why not, and nothing is changed."""
        pool = self._pool(one.house, one.move.pool)
        if pool is None or not is_sound(one.move):
            return MoveFault.NO_SUCH_UNIT
        if takes_back(one.move) and one.origin != pool[1]:
            return MoveFault.NOT_THE_OWNER
        own = drawn(self.account(one.house, one.move.pool, one.origin), one.move)
        if isinstance(own, MoveFault):
            return own
        self._put(one.house, one.move.pool, one.origin, own)
        if one.move.to > 0:
            other = reached(self.account(one.house, one.move.pool, one.move.to), one.move)
            self._put(one.house, one.move.pool, one.move.to, other)
        return None

    def hear(self, one: Movement) -> None:
        """Make a movement of another log, or let it wait behind what it needs."""
        if not is_sound(one.move):
            return
        if self._is_waiting(one) or self.make(one) is not None:
            self._sql.run(
                "INSERT INTO amount_waiting VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (house, pool, origin, seq, place) DO NOTHING",
                (one.house, one.move.pool, one.origin, one.seq, one.place, int(one.move.verb),
                 one.move.count, one.move.to),
            )  # fmt: skip
            return
        self._wake(one.house, one.move.pool)

    def is_early(self, one: Movement) -> bool:
        """Whether other logs have enough to have given what the writer lacks."""
        pool = self._pool(one.house, one.move.pool)
        if pool is None or takes_back(one.move) or one.move.verb is Verb.USE:
            return False
        others = [
            account
            for holder, account in self.accounts(one.house, one.move.pool).items()
            if holder not in (one.origin, pool[1])
        ]
        own = self.account(one.house, one.move.pool, one.origin)
        if one.move.verb in (Verb.SPEND, Verb.GIVE):
            return own.balance + sum(max(0, one_.balance) for one_ in others) >= one.move.count
        return own.spent + sum(max(0, one_.spent) for one_ in others) >= one.move.count

    def forget(self, house: int, pool: int) -> None:
        """Put an amount back to where it was declared; its movements are heard anew then."""
        known = self._pool(house, pool)
        for table in ("amount", "amount_waiting"):
            self._sql.run(f"DELETE FROM {table} WHERE house = ? AND pool = ?", (house, pool))
        if known is not None:
            self._put(house, pool, known[2], Account(known[0]))

    def _is_waiting(self, one: Movement) -> bool:
        row = self._sql.row(
            "SELECT 1 FROM amount_waiting WHERE house = ? AND pool = ? AND origin = ? LIMIT 1",
            (one.house, one.move.pool, one.origin),
        )
        return row is not None

    def _wake(self, house: int, pool: int) -> None:
        """Make what waits and is covered now, each log's movements in their order."""
        has_moved = True
        while has_moved:
            has_moved = False
            stuck: set[int] = set()
            for one in self._waiting(house, pool):
                if one.origin in stuck or self.make(one) is not None:
                    stuck.add(one.origin)
                    continue
                has_moved = True
                self._sql.run(
                    "DELETE FROM amount_waiting WHERE house = ? AND pool = ? AND origin = ?"
                    " AND seq = ? AND place = ?",
                    (house, pool, one.origin, one.seq, one.place),
                )

    def _waiting(self, house: int, pool: int) -> list[Movement]:
        rows = self._sql.rows(
            "SELECT origin, seq, place, verb, quantity, receiver FROM amount_waiting"
            " WHERE house = ? AND pool = ? ORDER BY origin, seq, place",
            (house, pool),
        )
        return [
            Movement(house, origin, seq, place, Move(Verb(verb), pool, 0, quantity, 0, to))
            for origin, seq, place, verb, quantity, to in rows
        ]

    def _pool(self, house: int, pool: int) -> tuple[int, int, int] | None:
        """An amount's total, its owner, and the log on whose account it began."""
        row = self._sql.row(
            "SELECT total, owner, maker FROM amount_pool WHERE house = ? AND pool = ?",
            (house, pool),
        )
        return None if row is None else (row[0], row[1], row[2])

    def _put(self, house: int, pool: int, holder: int, account: Account) -> None:
        self._sql.run(
            "INSERT INTO amount VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (house, pool, holder)"
            " DO UPDATE SET balance = excluded.balance, spent = excluded.spent,"
            " is_lost = excluded.is_lost",
            (house, pool, holder, account.balance, account.spent, int(account.is_lost)),
        )
