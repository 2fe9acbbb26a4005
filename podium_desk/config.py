"""A device's data folder and its settings: frozen values from TOML, an unknown key is an error."""

from __future__ import annotations

import os
import tomllib
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path


class SettingsError(Exception):
    """The settings cannot be used; the message says which line or key, and what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person may set for one device.

    `printer` and `camera` are device addresses, e.g. ``escpos+tcp://192.168.1.40:9100``,
    ``sim://printer``; empty for none.
    """

    store_url: str = ""
    printer: str = ""
    camera: str = ""
    language: str = "nl"
    clerk: str = ""
    help_phone: str = ""

    @classmethod
    def read(cls, path: Path) -> Settings:
        """The settings in a TOML file; the defaults when there is none."""
        if not path.exists():
            return cls()
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError(f"{path}: {error}") from error
        known = {field.name for field in fields(cls)}
        for key, value in values.items():
            if key not in known:
                raise SettingsError(f"{path}: unknown key {key!r}; known are {sorted(known)}")
            if not isinstance(value, str):
                raise SettingsError(f"{path}: {key} must be a text in quotes")
        return cls(**values)

    def keep(self, path: Path, **changes: str) -> None:
        """Keep the settings with the changes that are not empty."""
        path.parent.mkdir(parents=True, exist_ok=True)
        replace(self, **{name: value for name, value in changes.items() if value}).write(path)

    def with_store(self, url: str) -> Settings:
        """The same with another store's address."""
        return replace(self, store_url=url)

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
    def lock(self) -> Path:
        """Held by the one program that works in this folder."""
        return self.path / "lock"


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
