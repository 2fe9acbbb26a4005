"""Podium Desk as people start it: real processes, real folders, a real store on loopback.

`run` starts a process a command and `call` runs the same command inside this one, several times
faster; both fail the test on a traceback and on anything but one JSON document after ``--json``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from podium_desk.commands.command_line import app
from podium_desk.resources import resource_path

HALL = "GC Het Anker – Theaterzaal"
PLACES = 260
PATIENCE_S = 30


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its JSON document: all that stands on stdout."""
        return json.loads(self.out)


def run(*words: object, **environment: str) -> Said:
    """A command in a process of its own."""
    done = subprocess.run(
        program(*words), capture_output=True, text=True, timeout=PATIENCE_S, check=False,
        env=environment_of(**environment),
    )  # fmt: skip
    return _checked(words, Said(done.returncode, done.stdout, done.stderr))


def call(*words: object, **environment: str) -> Said:
    """The same command inside this process."""
    env: dict[str, str | None] = {"LC_ALL": None, "LC_MESSAGES": None, "LANG": None}
    result = CliRunner().invoke(app, [str(word) for word in words], env=env | environment)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise AssertionError(f"a traceback after {words}") from result.exception
    return _checked(words, Said(result.exit_code, result.stdout, result.stderr))


def program(*words: object) -> list[str]:
    """What to start for a command."""
    return [sys.executable, "-m", "podium_desk", *map(str, words)]


def environment_of(**changes: str) -> dict[str, str]:
    """This environment without its language, and with the changes."""
    languages = ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE")
    kept = {name: value for name, value in os.environ.items() if name not in languages}
    return {**kept, "PYTHONUTF8": "1", **changes}


def _checked(words: tuple[object, ...], said: Said) -> Said:
    assert "Traceback" not in said.err, f"{words}: {said.err}"
    if "--json" in words and said.status != 2:
        json.loads(said.out)
    return said


class StoreProcess:
    """A central store on disk, with one house and its hall on sale, and its server's process.

    Performances start one an hour, the first in an hour and a half: the evening desk, at which
    the keeper gets what is left, is not open yet. Without `database_url` it stands in SQLite.
    """

    def __init__(
        self, folder: Path, hours: int = 3, cluster: str = "Proef", database_url: str = ""
    ) -> None:
        self.folder = folder / "central"
        self.host = "127.0.0.1"
        self.port = 0
        self.url = ""
        self._process: subprocess.Popen[str] | None = None
        where = ("--database-url", database_url) if database_url else ()
        self._done(call("central", "init", self.folder, "--cluster", cluster, *where, "--json"))
        self._done(self.central("house", "add", "GC Het Anker", "--slug", "anker"))
        season = folder / "season.json"
        events = [event(hour) for hour in range(1, hours + 1)]
        season.write_text(json.dumps({"member": events}), "utf-8")
        plan = resource_path("demo", "plans", "gc-het-anker-theaterzaal.json")
        self._done(self.central("import", season, plan, "--house", "anker"))
        on_sale = self.central("plan", "--house", "anker", "--performance", "all", "--plan", HALL)
        self.performances: list[int] = self._done(on_sale).json["performances"]

    def central(self, command: str, *words: object) -> Said:
        """``central COMMAND`` on this store, as JSON."""
        first, rest = ([command], words) if command != "house" else ([command, words[0]], words[1:])
        return call("central", *first, self.folder, *rest, "--json")

    def code(self, role: str) -> str:
        """A fresh code for a new device."""
        made = self.central("enrol-code", "--house", "anker", "--role", role)
        return str(self._done(made).json["code"])

    def enrol(self, data: Path, role: str = "counter", *words: object) -> Said:
        """A device enrolled in that folder, named after it."""
        return self._done(
            call(
                "device", "enrol", data, "--url", self.url, "--code", self.code(role),
                "--name", data.name, *words, "--json",
            )
        )  # fmt: skip

    def totals(self) -> dict[str, int]:
        """What the store counts."""
        return dict(self._done(self.central("totals")).json)

    def start(self) -> StoreProcess:
        """Serve, on the same port as before."""
        self._process = subprocess.Popen(
            program(
                "central", "serve", self.folder, "--port", self.port, "--host", self.host, "--json"
            ),
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment_of(),
        )  # fmt: skip
        assert self._process.stdout is not None
        self.url = json.loads(self._process.stdout.readline())["url"]
        self.port = int(self.url.rpartition(":")[2])
        return self

    def kill(self) -> None:
        """SIGKILL, as when the plug is pulled."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def __enter__(self) -> StoreProcess:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.kill()

    @staticmethod
    def _done(said: Said) -> Said:
        assert said.status == 0, said
        return said


def event(hour: int) -> dict[str, object]:
    """A performance in the small hall, `hour` and a half hours from now, as UiTdatabank has it."""
    start = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=hour + 0.5)
    return {
        "@id": f"https://example.org/events/event-{hour}",
        "mainLanguage": "nl",
        "name": {"nl": f"Stuk {hour}"},
        "terms": [{"id": "0.55.0.0.0", "domain": "eventtype"}],
        "location": {"name": {"nl": HALL}},
        "calendarType": "single",
        "startDate": start.isoformat(),
        "endDate": (start + timedelta(hours=2)).isoformat(),
        "priceInfo": [
            {"category": "base", "price": 20.03, "priceCurrency": "EUR"},
            {
                "category": "tariff", "name": {"nl": "-26"}, "price": 10, "priceCurrency": "EUR",
            },
        ],
    }  # fmt: skip
