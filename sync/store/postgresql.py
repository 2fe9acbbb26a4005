"""The store in a PostgreSQL database, through psycopg.

Every commit is durable there before it counts, on the standby too when one is synchronous. A
connection that broke is made anew at the next transaction, on whichever of the hosts in the
address takes writes; a transaction that was cut off is reported and never repeated here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import TransactionStatus
from psycopg.types.numeric import Int8BinaryDumper, NumericBinaryLoader
from psycopg.types.string import BytesBinaryDumper, StrDumper

from sync.store.insertion import Insertion, insertion_of
from sync.store.port import DatabaseUnreachable, Row, StoreBusy
from sync.store.postgresql_bulk import ROWS_MIN, arrays, in_bulk
from sync.store.postgresql_dialect import in_postgresql, is_question, made_by, storable
from sync.store.postgresql_faults import AddressUnreadable, told

POSTGRESQL_VERSION_MIN = 150000
LOCK_TIMEOUT_MS = 5000
_STREAMED_ROWS = 2000
_PREPARE_AFTER = 2
_PREPARED_MAX = 400
_ADDRESS_DEFAULTS = {
    "connect_timeout": "5",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
    # Of several hosts the one that takes writes; a standby is never written to by mistake.
    "target_session_attrs": "read-write",
    "application_name": "podium-desk",
    "client_encoding": "utf8",
}
_LOCK = "SELECT house FROM house_lock WHERE house = ? FOR UPDATE"
_COLUMNS = (
    "SELECT attname::text, format_type(atttypid, NULL) FROM pg_attribute"
    " WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
)
_WEAK_COMMITS = ("off", "local", "remote_write")
_Connection: TypeAlias = "psycopg.Connection[Row]"


class PostgresqlStore:
    """One connection to one database; several programs may have theirs at the same time."""

    def __init__(self, url: str) -> None:
        """Connect to ``postgresql://user:password@host[,host…]/database``; raises `StoreFault`."""
        self._address = _address(url)
        self._depth = 0
        self._locked: set[int] = set()
        self._types: dict[Insertion, tuple[str, ...]] = {}
        self._warned = ""
        self._connection: _Connection | None = None
        self._connect()

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query."""
        return self._execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        """The first row of a query, or None."""
        return self._execute(sql, values).fetchone()

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        """One statement without an answer."""
        made = made_by(sql)
        # Making an index that is there already would still wait for everybody who writes.
        if made is None or self.row("SELECT to_regclass(?::text) IS NULL", (made,)) == (True,):
            self._execute(sql, values)

    def run_many(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        """The same statement for many rows."""
        rows = [storable(row) for row in values]
        insertion = insertion_of(sql)
        # One that updates what is there is done row by row: the same key may come twice.
        if insertion is not None and not insertion.updates and len(rows) >= ROWS_MIN:
            types = self._types_of(insertion)
            self._execute(in_bulk(insertion, types), arrays(rows, types))
        elif rows:
            try:
                self._open().cursor().executemany(in_postgresql(sql), rows)
            except psycopg.Error as error:
                raise told(error) from error

    def expect_sizes(self, sizes: Iterable[tuple[str, str, str]]) -> None:
        """Nothing: PostgreSQL measures its tables by itself."""

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; the outermost block commits with full durability."""
        if self._depth:
            yield
            return
        self._execute("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
        self._depth = 1
        try:
            yield
            self._commit()
        except BaseException:
            self._roll_back()
            raise
        finally:
            self._depth = 0
            self._locked.clear()

    def lock(self, houses: Iterable[int]) -> None:
        """Make what these houses own this transaction's alone, by a row that each of them has."""
        assert self._depth, "a lock lasts as long as its transaction"
        for house in sorted(set(houses) - self._locked):
            while (
                self.row("SELECT house FROM house_lock WHERE house = ? FOR UPDATE", (house,))
                is None
            ):
                self._execute("INSERT INTO house_lock VALUES (?) ON CONFLICT DO NOTHING", (house,))
            self._locked.add(house)

    def tables(self) -> list[str]:
        """The names of the tables that are there, ours and others'."""
        rows = self.rows("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        return [name for (name,) in rows]

    def tidy(self) -> None:
        """Nothing: PostgreSQL tidies by itself."""

    def scrub(self, tables: Iterable[str]) -> None:
        """Write these tables anew without their deleted rows; the files of before are removed.

        What the server's log, its archive and its backups hold of them is the operator's. A
        transaction that another program has open, and began before, keeps its rows alive.
        """
        for table in tables:
            self._execute(f"VACUUM (FULL) {table}")

    @contextmanager
    def one_moment(self) -> Iterator[None]:
        """Everything that is read inside is of one moment; nobody waits for it."""
        assert not self._depth, "a moment is a transaction of its own"
        self._execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        self._depth = 1
        try:
            yield
        finally:
            self._depth = 0
            self._roll_back()

    def stream(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Row]:
        """The rows of a query, some thousands at a time, inside a transaction."""
        statement = in_postgresql(sql)
        try:
            with psycopg.RawServerCursor(self._open(), "stream") as cursor:
                cursor.itersize = _STREAMED_ROWS
                cursor.execute(statement, storable(values), binary=True)
                yield from cursor
        except psycopg.Error as error:
            raise told(error) from error

    def close(self) -> None:
        """End the connection cleanly."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _types_of(self, insertion: Insertion) -> tuple[str, ...]:
        """The types of the columns that an insertion fills, in its order."""
        if insertion not in self._types:
            known: dict[str, str] = dict(self.rows(_COLUMNS, (insertion.table,)))
            named = insertion.columns.split(", ") if insertion.columns else list(known)
            self._types[insertion] = tuple(known[name] for name in named)
        return self._types[insertion]

    def _execute(self, sql: str, values: Sequence[Any] = ()) -> psycopg.Cursor[Row]:
        statement = in_postgresql(sql)
        try:
            return self._open().execute(statement, storable(values), binary=True)
        except psycopg.Error as error:
            if self._may_ask_again(sql):
                return self._execute(sql, values)
            raise told(error) from error

    def _may_ask_again(self, sql: str) -> bool:
        """Whether the line is gone with nothing under way; there is a new one then."""
        is_gone = self._connection is not None and self._connection.closed
        if not is_gone or self._depth or not (is_question(sql) or sql.startswith("BEGIN")):
            return False
        self._connect()
        return True

    def _open(self) -> _Connection:
        connection = self._connection
        if connection is not None and not connection.closed:
            return connection
        if self._depth:
            raise DatabaseUnreachable("the line to the database broke")
        return self._connect()

    def _connect(self) -> _Connection:
        self.close()
        try:
            connection = psycopg.connect(
                self._address,
                autocommit=True,
                cursor_factory=psycopg.RawCursor,
                prepare_threshold=_PREPARE_AFTER,
            )
        except psycopg.Error as error:
            raise told(error) from error
        connection.prepared_max = _PREPARED_MAX
        _teach_types(connection)
        connection.add_notice_handler(self._hear)
        try:
            _check(connection)
            self._connection = connection
        except psycopg.Error as error:
            raise told(error) from error
        finally:
            if self._connection is None:
                connection.close()
        return connection

    def _commit(self) -> None:
        self._warned = ""
        outcome = self._execute("COMMIT").statusmessage
        if outcome != "COMMIT":
            raise StoreBusy("the transaction failed earlier and was rolled back")
        if self._warned:
            # It is kept here but the standby has not confirmed it: not durable enough to count.
            raise DatabaseUnreachable(self._warned)

    def _roll_back(self) -> None:
        connection = self._connection
        if connection is None or connection.closed:
            return
        if connection.info.transaction_status is TransactionStatus.IDLE:
            return
        try:
            connection.execute("ROLLBACK")
        except psycopg.Error:
            # The server rolls back what belongs to a line that is closed.
            connection.close()

    def _hear(self, notice: psycopg.errors.Diagnostic) -> None:
        if notice.severity_nonlocalized == "WARNING":
            self._warned = notice.message_primary or "warning"


def place_of(url: str) -> str:
    """A database's address for people: hosts and name, without who may enter it and how."""
    given = _parts(url)
    hosts = str(given.get("host") or "").split(",")
    ports = str(given.get("port") or "").split(",")
    ports += ports[-1:] * (len(hosts) - len(ports))
    names = [host + (f":{port}" if port else "") for host, port in zip(hosts, ports, strict=False)]
    return f"postgresql://{','.join(names)}/{given.get('dbname') or ''}"


def _address(url: str) -> str:
    return make_conninfo("", **{**_ADDRESS_DEFAULTS, **_parts(url)})


def _parts(url: str) -> dict[str, Any]:
    try:
        return dict(conninfo_to_dict(url))
    except psycopg.Error:
        # The library repeats the address in its message, with the password in it.
        raise AddressUnreadable("its address cannot be read") from None


def _teach_types(connection: _Connection) -> None:
    """Whole numbers, text and bytes are one type each, so that a statement is prepared once."""
    for kind in (int, bool):
        connection.adapters.register_dumper(kind, Int8BinaryDumper)
    connection.adapters.register_dumper(str, StrDumper)
    connection.adapters.register_dumper(bytes, BytesBinaryDumper)
    connection.adapters.register_loader("numeric", _WholeNumber)


class _WholeNumber(NumericBinaryLoader):
    """A sum of whole numbers is a whole number."""

    def load(self, data: Any) -> Any:
        return int(super().load(data))


def _check(connection: _Connection) -> None:
    """Refuse a server that does not keep what it confirms; raise what a session may raise."""
    if connection.info.server_version < POSTGRESQL_VERSION_MIN:
        raise DatabaseUnreachable("the database is older than PostgreSQL 15")
    row = connection.execute(
        "SELECT current_setting('fsync'), current_setting('server_encoding'),"
        " current_setting('synchronous_commit'),"
        f" set_config('lock_timeout', '{LOCK_TIMEOUT_MS}', false)"
    ).fetchone()
    assert row is not None
    fsync, encoding, commit, _ = row
    if fsync != "on":
        raise DatabaseUnreachable("the database runs with fsync off: it does not keep what it says")
    if encoding != "UTF8":
        raise DatabaseUnreachable(f"the database is in {encoding}; it must be in UTF8")
    if commit in _WEAK_COMMITS:
        connection.execute("SET synchronous_commit = on")
