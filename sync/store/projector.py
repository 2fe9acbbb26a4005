"""What the application keeps of facts and records in tables of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sync.facts.fact import Fact
from sync.records.record import Record
from sync.store.port import Sql
from sync.store.rights import RightTable


class Projector(Protocol):
    """Keeps the application's tables equal to the facts and records, in the same transaction."""

    def create_tables(self, sql: Sql) -> None:
        """Make the application's tables where they are not there."""
        ...

    def amounts(self, sql: Sql, facts: Sequence[Fact]) -> None:
        """Declare the amounts that begin with these facts, before the moves of facts behind them
        are made."""
        ...

    def facts(self, sql: Sql, facts: Sequence[Fact]) -> None:
        """Take facts of one log, in its order, into the tables, many rows a statement.

        The outcome must not depend on the order of logs, nor on how a log was cut into calls.
        """
        ...

    def withdraw(self, sql: Sql, fact: Fact) -> None:
        """Take one fact out of the tables again: the store set it aside."""
        ...

    def record(self, sql: Sql, rights: RightTable, record: Record) -> None:
        """Take one record into the tables, and declare the pools it brings."""
        ...
