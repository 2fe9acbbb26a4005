"""A PostgreSQL server for a test or a measurement, from the programs that are installed.

Its data and its Unix socket are in a temporary folder. As root, which PostgreSQL refuses to run
as, the user ``postgres`` or ``nobody`` runs it.
"""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

from podium_desk.late_dataclass import dataclass

VERSION_MIN = 15
PATIENCE_S = 60
_USERS = ("postgres", "nobody")
_SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "80",
    "shared_buffers": "64MB",
    "max_wal_size": "512MB",
    "log_min_messages": "error",
}
_numbers = itertools.count(1)


class NoPostgres(Exception):
    """There is no PostgreSQL to start; the sentence says what to do."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"PostgreSQL {VERSION_MIN} or later is needed and {why}. `make test` installs it"
            " with apt (installer/apt-packages-test.txt); with PODIUM_SKIP_APT=1 or on another"
            " system install it yourself, and where it is not found name the folder of initdb in"
            " PODIUM_POSTGRES_BIN."
        )


@dataclass(frozen=True)
class Server:
    """A server that was started: where its data and its socket are, and its port."""

    folder: Path
    port: int
    socket: Path

    @property
    def data(self) -> Path:
        """Where PostgreSQL keeps its files."""
        return self.folder / "data"

    def url(self, database: str = "postgres") -> str:
        """The address of a database, by the socket."""
        return f"postgresql:///{database}?host={self.socket}&port={self.port}&user=podium"

    def new_database(self, name: str = "") -> str:
        """The address of an empty database."""
        name = name or f"t{os.getpid()}_{next(_numbers)}"
        done = as_server_user(
            program("createdb"), "--host", self.socket, "--port", self.port, "--username", "podium",
            "--template", "template0", name,
        )  # fmt: skip
        if done.returncode:
            raise NoPostgres(f"createdb failed: {done.stderr}")
        return self.url(name)

    def start(self) -> None:
        """Start it on the data that is there, and wait until it answers."""
        done = as_server_user(
            program("pg_ctl"), "start", "--wait", "--silent", "--timeout", str(PATIENCE_S),
            "--pgdata", self.data, "--log", self.folder / "log",
        )  # fmt: skip
        if done.returncode:
            log = self.folder / "log"
            raise NoPostgres(
                f"it did not start: {done.stderr}{log.read_text() if log.exists() else ''}"
            )

    def stop(self, mode: str = "fast") -> None:
        """Stop it: `fast` cleanly, `immediate` as a crash."""
        as_server_user(program("pg_ctl"), "stop", "--wait", "--silent", "--mode", mode,
                       "--pgdata", self.data)  # fmt: skip

    def kill(self) -> None:
        """kill -9 for the server and every process of it, as when the machine goes."""
        lines = (self.data / "postmaster.pid").read_text().splitlines()
        postmaster = int(lines[0])
        for pid in (postmaster, *_children(postmaster)):
            try:
                os.kill(pid, 9)
            except ProcessLookupError:
                continue
        (self.data / "postmaster.pid").unlink()
        for left in self.folder.glob(".s.PGSQL.*"):
            left.unlink()

    def promote(self) -> None:
        """Make a standby the one that takes writes."""
        done = as_server_user(program("pg_ctl"), "promote", "--wait", "--silent",
                              "--pgdata", self.data)  # fmt: skip
        assert done.returncode == 0, done.stderr

    def remove(self) -> None:
        """Take the folder away."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _children(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(after_name[1]) == parent:
            found.append(int(entry.parent.name))
    return found


def new_server(**settings: str) -> Server:
    """A server with its own empty data, started; its settings are PostgreSQL's own but for size."""
    server = new_folder()
    done = as_server_user(
        program("initdb"), "--pgdata", server.data, "--username", "podium", "--auth", "trust",
        "--encoding", "UTF8", "--no-locale", "--no-instructions", "--no-sync",
    )  # fmt: skip
    if done.returncode:
        raise NoPostgres(f"initdb failed: {done.stderr}")
    configure(server, {**_SETTINGS, **settings})
    server.start()
    return server


def new_folder() -> Server:
    """A server to be: an empty folder and a free port."""
    folder = Path(tempfile.mkdtemp(prefix="podium-pg-", dir="/tmp"))
    account = server_user()
    if account is not None:
        os.chown(folder, account.pw_uid, account.pw_gid)
    folder.chmod(0o755)
    with socket.create_server(("127.0.0.1", 0)) as free:
        return Server(folder, free.getsockname()[1], folder)


def configure(server: Server, settings: dict[str, str]) -> None:
    """Write settings into a server that does not run yet."""
    own = {"port": str(server.port), "unix_socket_directories": f"'{server.folder}'"}
    with (server.data / "postgresql.conf").open("a") as file:
        for name, value in {**settings, **own}.items():
            file.write(f"{name} = {value}\n")


def program(name: str) -> str:
    """A program of PostgreSQL: by PODIUM_POSTGRES_BIN, in PATH, or where Debian puts it."""
    named = os.environ.get("PODIUM_POSTGRES_BIN")
    if named:
        return str(Path(named) / name)
    debian = Path("/usr/lib/postgresql")
    versions = sorted(
        (int(path.name) for path in debian.glob("*") if path.name.isdecimal()), reverse=True
    )
    for version in versions:
        path = debian / str(version) / "bin" / name
        if version >= VERSION_MIN and path.exists():
            return str(path)
    found = shutil.which(name)
    if found is None:
        raise NoPostgres(f"{name} is not here")
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
    if int(said.split()[2].split(".")[0]) < VERSION_MIN:
        raise NoPostgres(f"{said.strip()} is too old")
    return found


def server_user() -> pwd.struct_passwd | None:
    """Who runs the server: None for whoever runs the tests."""
    if os.geteuid() != 0:
        return None
    for name in _USERS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPostgres("root may not run it, and there is no user postgres or nobody")


@dataclass(frozen=True)
class Said:
    """How a program ended and what it said."""

    returncode: int
    stderr: str


def as_server_user(*words: object) -> Said:
    """A program of PostgreSQL, run by the user of the server."""
    command = [str(word) for word in words]
    account = server_user()
    # A server that is started inherits these: a pipe would never end.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd="/", check=False,
            timeout=PATIENCE_S * 2,
            user=None if account is None else account.pw_uid,
            group=None if account is None else account.pw_gid,
            extra_groups=None if account is None else [],
        )  # fmt: skip
        said.seek(0)
        return Said(done.returncode, said.read())
