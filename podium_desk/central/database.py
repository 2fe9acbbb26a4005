"""Where a central store's rows are: a file in its folder, or a PostgreSQL database.

The only place of the store that names storage engines. The database's address stands in the
folder, readable by its user only, for it holds a password; it is never shown.
"""

from __future__ import annotations

from contextlib import closing

from podium_desk.central.folder import CentralFolder
from podium_desk.central.refusals import CentralReason, CentralRefusal, NotACentralStore
from podium_desk.config import write_secret
from sync.snapshot.making import Copier
from sync.store.port import Sql
from sync.store.sqlite import SqliteStore
from sync.store.sqlite_copy import SqliteCopier

_SERVER = ("postgresql://", "postgres://")


def choose_database(folder: CentralFolder, url: str) -> CentralRefusal | None:
    """Keep for a new store where its rows will be; "" is a file in the folder.

    Refuses a folder that has chosen otherwise and a database that something else uses. Raises
    `StoreFault` when the database does not answer.
    """
    if url.startswith("sqlite:"):
        url = ""
    if url and not url.startswith(_SERVER):
        return CentralRefusal(CentralReason.UNKNOWN_DATABASE)
    exists = CentralRefusal(CentralReason.EXISTS, {"folder": str(folder.path)})
    if is_on_server(folder):
        return None if _kept_url(folder) == url else exists
    if not url:
        return None
    if folder.database.exists():
        return exists
    from sync.store.postgresql import PostgresqlStore

    with closing(PostgresqlStore(url)) as database:
        if database.tables():
            return CentralRefusal(CentralReason.DATABASE_NOT_EMPTY, {"database": shown(url)})
    write_secret(folder.database_url, url.encode())
    return None


def open_database(folder: CentralFolder) -> Sql:
    """The database of this folder; a file is made when it is not there. Raises `StoreFault`."""
    if not folder.database_url.exists():
        return SqliteStore(folder.database)
    # psycopg loads slowly, and only a store on a server needs it.
    from sync.store.postgresql import PostgresqlStore

    return PostgresqlStore(_kept_url(folder))


def copier_of(folder: CentralFolder) -> Copier:
    """What copies the store's tables into files for newcomers."""
    if not is_on_server(folder):
        return SqliteCopier(folder.database)
    from sync.store.postgresql_copy import PostgresqlCopier

    return PostgresqlCopier(_kept_url(folder))


def is_on_server(folder: CentralFolder) -> bool:
    """Whether the rows are in a database server, which several programs may serve from."""
    return folder.database_url.exists()


def address_of(folder: CentralFolder) -> str:
    """Where the rows are, for people: without a name or a password in it."""
    if is_on_server(folder):
        return shown(_kept_url(folder))
    return f"sqlite:///{folder.database.resolve()}"


def shown(url: str) -> str:
    """A database's address without who may enter it and how."""
    from sync.store.postgresql import place_of

    return place_of(url)


def _kept_url(folder: CentralFolder) -> str:
    try:
        return folder.database_url.read_text(encoding="utf-8").strip()
    except UnicodeDecodeError as error:
        missing = folder.database_url.name
        raise NotACentralStore(folder=str(folder.path), missing=missing) from error
