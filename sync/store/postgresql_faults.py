"""PostgreSQL's errors as the port's faults. What is none of these is a bug and stays itself."""

from __future__ import annotations

import psycopg
from psycopg import errors

from sync.store.port import DatabaseUnreachable, StoreBusy, StoreDamaged, StoreFull

_FAULTS: tuple[tuple[type[psycopg.Error], type[Exception]], ...] = (
    (errors.DiskFull, StoreFull),
    (errors.DataCorrupted, StoreDamaged),
    (errors.IndexCorrupted, StoreDamaged),
    (errors.LockNotAvailable, StoreBusy),
    (errors.DeadlockDetected, StoreBusy),
    (errors.SerializationFailure, StoreBusy),
    (errors.QueryCanceled, StoreBusy),
    # As with SQLite: a number that no column holds is the sender's mistake.
    (errors.NumericValueOutOfRange, OverflowError),
    (errors.ReadOnlySqlTransaction, DatabaseUnreachable),
    (errors.InsufficientPrivilege, DatabaseUnreachable),
    (psycopg.OperationalError, DatabaseUnreachable),
    (psycopg.InterfaceError, DatabaseUnreachable),
)


class AddressUnreadable(DatabaseUnreachable):
    """What was given is no address of a PostgreSQL database."""


def told(error: psycopg.Error) -> Exception:
    """What the port says of this error."""
    for kind, fault in _FAULTS:
        if isinstance(error, kind):
            return fault(_first_line(error))
    return error


def _first_line(error: psycopg.Error) -> str:
    return str(error).strip().split("\n")[0]
