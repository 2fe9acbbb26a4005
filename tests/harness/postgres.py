"""PostgreSQL for tests: servers of their own (`podium_desk.proving.own_postgres`), and standbys."""

from __future__ import annotations

import time

import psycopg

from podium_desk.proving.own_postgres import (
    PATIENCE_S,
    NoPostgres,
    Server,
    as_server_user,
    configure,
    new_folder,
    new_server,
    program,
)

__all__ = ["NoPostgres", "Server", "new_server", "standby_of"]


def standby_of(primary: Server) -> Server:
    """A standby that follows the primary, which from now on confirms nothing without it."""
    server = new_folder()
    done = as_server_user(
        program("pg_basebackup"), "--pgdata", server.data, "--write-recovery-conf", "--no-sync",
        "--checkpoint", "fast", "--dbname", f"{primary.url()}&application_name=standby",
    )  # fmt: skip
    if done.returncode:
        raise NoPostgres(f"pg_basebackup failed: {done.stderr}")
    configure(server, {})
    server.start()
    with psycopg.connect(primary.url(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
        connection.execute("SELECT pg_reload_conf()")
        ends_at = time.monotonic() + PATIENCE_S
        synchronous = "SELECT COUNT(*) FROM pg_stat_replication WHERE sync_state = 'sync'"
        while connection.execute(synchronous).fetchone() != (1,):
            assert time.monotonic() < ends_at, "the standby did not become synchronous"
            time.sleep(0.05)
    return server
