"""A connection that knows when its outermost transaction has really been committed.

What must not happen for a commit that fails (telling a witness, telling a peer) is put off with
`after_commit`: it happens when the disk has the transaction, and never for one that was undone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any

from sync.store.port import Row, Sql


class CommitWatch:
    """A `Sql` over another one; all that writes must go through it."""

    def __init__(self, sql: Sql) -> None:
        self.under = sql
        self._block = _Block(sql)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query."""
        return self.under.rows(sql, values)

    def row(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        """The first row of a query, or None."""
        return self.under.row(sql, values)

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        """One statement without an answer."""
        self.under.run(sql, values)

    def run_many(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        """The same statement for many rows."""
        self.under.run_many(sql, values)

    def expect_sizes(self, sizes: Iterable[tuple[str, str, str]]) -> None:
        """Tell the planner how large tables get."""
        self.under.expect_sizes(sizes)

    def lock(self, houses: Iterable[int]) -> None:
        """Be the only one that writes in these houses until the transaction ends."""
        self.under.lock(houses)

    def tidy(self) -> None:
        """Do what the engine can put off."""
        self.under.tidy()

    def scrub(self, tables: Iterable[str]) -> None:
        """Leave nothing behind of rows deleted from these tables, as far as the engine can."""
        self.under.scrub(tables)

    def close(self) -> None:
        """End the connection cleanly."""
        self.under.close()

    def after_commit(self, work: Callable[[], None]) -> None:
        """Do this once the transaction under way is durable; at once when there is none."""
        if self.is_in_transaction:
            self._block.waiting.append(work)
        else:
            work()

    @property
    def is_in_transaction(self) -> bool:
        """Whether what is read now may still be undone."""
        return self._block.depth > 0

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing, durable when the outermost block ends."""
        return self._block


class _Block:
    """A transaction and the blocks inside it: one object, since a scan opens a block in a block
    and a guest waits for it."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql
        self._outermost: AbstractContextManager[None] = self
        self.depth = 0
        self.waiting: list[Callable[[], None]] = []

    def __enter__(self) -> None:
        if not self.depth:
            self._outermost = self._sql.transaction()
            self._outermost.__enter__()
        self.depth += 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.depth -= 1
        waiting = self.waiting
        if error is not None or not self.depth:
            self.waiting = []
        if self.depth:
            return
        self._outermost.__exit__(kind, error, trace)
        if error is None:
            for work in waiting:
                work()
