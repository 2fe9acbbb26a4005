"""A device's data folder and its settings: frozen values from TOML, an unknown key is an error."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime
from pathlib import Path

from podium_desk.folder_lock import FolderLock
from podium_desk.late_dataclass import dataclass

_FEW = 10
LANGUAGES = ("nl", "fr", "de", "en")
VERSION = "0.1.0"
"""The version of this program; its package takes it from here."""


class FolderFault(Exception):
    """This data folder cannot be worked in."""


class FolderInUse(FolderFault):
    """Another program works in this data folder."""


class NotEnrolled(FolderFault):
    """This data folder belongs to no cluster yet."""


class IdentityDamaged(FolderFault):
    """The file that says who this device is, or its key, cannot be read."""


class SettingsError(Exception):
    """The settings cannot be used; `code` is the key of the sentence, `details` its places."""

    def __init__(self, code: str, **details: str) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person may set for one device.

    `printer`, `second_printer`, `camera`, `terminal` and, with commas between, `scanners` are
    device addresses, e.g. ``escpos+tcp://192.168.1.40:9100``, ``sim://printer``; empty for none,
    and for a card terminal that is not connected. `lan` is ``off``, ``listed`` (only who stands in
    `lan_peers`, as ``host:port, host:port``) or empty: others are found by themselves. `lan_port`
    is where this device answers them, empty for 8471 or any free one.
    """

    store_url: str = ""
    printer: str = ""
    camera: str = ""
    scanners: str = ""
    scanner_keys: str = ""
    """How the scanner that types does it, as it was learnt (`set-up`); empty for a US layout."""
    board: str = ""
    """A door's lamps, buzzer or turnstile."""
    pole: str = ""
    """A counter's customer display of two lines."""
    language: str = "nl"
    clerk: str = ""
    help_phone: str = ""
    lan: str = ""
    lan_port: str = ""
    lan_peers: str = ""
    witness_folder: str = ""
    """Where the witness is kept; empty for the user's own state folder."""
    second_printer: str = ""
    """Prints instead of `printer` while that one can put nothing on paper; empty for none."""
    terminal: str = ""
    ticket_paper: str = ""
    """What tickets are printed on: ``80mm``, ``58mm``, ``boca``, ``wristband`` or ``a4``; empty for
    what the printer has."""
    display: str = ""
    """The language of the customer's display on the second screen; empty for none."""
    theme: str = ""
    """``dark`` for a dark room; empty for light."""
    text_percent: str = ""
    """The size of text at the counter, 100 to 200; empty for 100."""
    door_pin: str = ""
    """Salt and hash of the PIN that leaves the door's window; empty for none."""
    door_pin_for: str = ""
    """``overrides`` where that PIN is asked too before somebody is let in against a verdict."""

    @classmethod
    def read(cls, path: Path) -> Settings:
        """The settings in a TOML file; the defaults when there is none."""
        if not path.exists():
            return cls()
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError("settings_unreadable", file=str(path), why=str(error)) from error
        known = {field.name for field in fields(cls)}
        for key, value in values.items():
            named = {"file": str(path), "key": key}
            if key not in known:
                raise SettingsError("settings_unknown_key", **named, known=", ".join(sorted(known)))
            if not isinstance(value, str):
                raise SettingsError("settings_not_text", **named)
        settings = cls(**values)
        check_language(settings.language)
        if settings.display:
            check_language(settings.display)
        _check_appearance(path, settings)
        return settings

    @property
    def scanner_urls(self) -> tuple[str, ...]:
        """The addresses of scanners and readers of chips."""
        return tuple(url.strip() for url in self.scanners.split(",") if url.strip())

    def keep(self, path: Path, **changes: str) -> None:
        """Keep the settings with the changes that are not empty."""
        path.parent.mkdir(parents=True, exist_ok=True)
        replace(self, **{name: value for name, value in changes.items() if value}).write(path)

    def with_door_pin(self, kept: str, asked_for: str) -> Settings:
        """The same with another PIN at the door, or with none."""
        return replace(self, door_pin=kept, door_pin_for=asked_for)

    def with_devices(self, printer: str, scanners: str, camera: str, scanner_keys: str) -> Settings:
        """The same with other devices, each empty for none."""
        return replace(
            self, printer=printer, scanners=scanners, camera=camera, scanner_keys=scanner_keys
        )

    def write(self, path: Path) -> None:
        """Keep the settings, whole or not at all."""
        lines = [f"{key} = {_quoted(value)}" for key, value in asdict(self).items() if value]
        replace_file(path, ("\n".join(lines) + "\n").encode())


@dataclass(frozen=True, slots=True)
class DataFolder:
    """Where a device keeps everything. One folder belongs to one device of one cluster."""

    path: Path

    @property
    def replica(self) -> Path:
        """The replica's database."""
        return self.path / "replica.sqlite"

    @property
    def key(self) -> Path:
        """The device's private key; never leaves this folder."""
        return self.path / "device.key"

    @property
    def membership(self) -> Path:
        """What enrolment gave: certificates, cluster, incarnation."""
        return self.path / "membership"

    @property
    def settings(self) -> Path:
        """What a person may change."""
        return self.path / "settings.toml"

    @property
    def shown(self) -> Path:
        """Which answer a door painted last."""
        return self.path / "shown"

    @property
    def sealed_names(self) -> Path:
        """A door's names of tonight, under a key that is not in this folder."""
        return self.path / "names.sealed"

    @property
    def given(self) -> Path:
        """What a customer is given to take along, until the next one or the next start."""
        return self.path / "given"

    @property
    def layouts(self) -> Path:
        """How the house wants its papers, with the pictures on them."""
        return self.path / "layouts"

    @property
    def log_in(self) -> Path:
        """Who could log in the last time: the tiles that the next start shows at once."""
        return self.path / "log-in"

    @property
    def snapshot(self) -> Path:
        """A snapshot on its way, until it is the replica."""
        return self.path / "replica.snapshot"

    @property
    def lock(self) -> Path:
        """Held by the one program that works in this folder."""
        return self.path / "lock"


def witness_folder(environment: Mapping[str, str], platform: str, home: Path) -> Path:
    """Where a device's witness is kept unless its settings say otherwise.

    The user's state folder: another place than the data, which a restore of the data leaves as
    it is. ``PODIUM_DESK_STATE`` in the environment names another one.
    """
    if environment.get("PODIUM_DESK_STATE"):
        return Path(environment["PODIUM_DESK_STATE"])
    if platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / "Podium Desk"
    if platform == "darwin":
        return home / "Library" / "Application Support" / "Podium Desk"
    return Path(environment.get("XDG_STATE_HOME") or home / ".local" / "state") / "podium-desk"


def check_language(language: str) -> None:
    """Refuse a language that no words are kept for."""
    if language not in LANGUAGES:
        raise SettingsError(
            "settings_unknown_language", language=language, known=", ".join(LANGUAGES)
        )


def _check_appearance(path: Path, settings: Settings) -> None:
    known = (
        ("ticket_paper", settings.ticket_paper, ("80mm", "58mm", "boca", "wristband", "a4")),
        ("theme", settings.theme, ("light", "dark")),
        ("text_percent", settings.text_percent, tuple(map(str, range(100, 201)))),
    )
    for key, value, values in known:
        if value and value not in values:
            span = ", ".join(values) if len(values) < _FEW else f"{values[0]}…{values[-1]}"
            raise SettingsError("settings_unknown_value", file=str(path), key=key, known=span)


def environment_language(environment: Mapping[str, str]) -> str:
    """The language that a terminal asks for by its locale; Dutch when it asks for none of ours."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            language = environment[name][:2].lower()
            return language if language in LANGUAGES else LANGUAGES[0]
    return LANGUAGES[0]


def replace_file(path: Path, content: bytes) -> None:
    """Put a file in place whole or not at all, also when the power goes."""
    draft = path.with_name(path.name + ".new")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)


def write_secret(path: Path, secret: bytes) -> None:
    """Keep secret bytes in a file that only this user may read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


class ShownFile:
    """Which answer a door painted last, for its next start. Nobody waits for the disk: what is
    written here is for a program that was killed, not for a machine that lost its power."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def last(self) -> str:
        """The token of that scan; empty when nothing was painted, or it cannot be read."""
        return self._path.read_text(encoding="utf-8") if self._path.exists() else ""

    def note(self, token: str) -> None:
        """This one is on the screen now. Raises `OSError`."""
        self._path.write_text(token, encoding="utf-8")


class FaultBook:
    """Keeps unexpected errors in a device's folder, for whoever repairs them."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "faults.log"

    def keep(self, error: BaseException) -> None:
        """Write one error with its traceback; no customer's data stands in it."""
        # Loaded with the first error, since most devices never have one.
        import traceback

        report = "".join(traceback.format_exception(error))
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now(UTC).isoformat()}\n{report}\n")


def lock_folder(folder: DataFolder) -> FolderLock:
    """Hold this folder for one program; `FolderInUse` when another has it."""
    lock = FolderLock(folder.lock)
    if not lock.take():
        raise FolderInUse(str(folder.path))
    return lock
