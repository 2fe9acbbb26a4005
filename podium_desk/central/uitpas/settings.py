"""A house's credentials at UiTPAS: a file beside the database that only this user may read.

They are in no table, record, fact, snapshot, parcel or answer. How a house works with UiTPAS, which
every device knows, is a record of the catalogue.
"""

from __future__ import annotations

import os
import stat
import tomllib
from dataclasses import field
from pathlib import Path

from podium_desk.central.cluster import Central
from podium_desk.central.refusals import UitpasFileUnsafe, UitpasFileUnusable
from podium_desk.config import replace_file, write_secret
from podium_desk.domain.ids import HouseId
from podium_desk.domain.uitpas import UitpasRules
from podium_desk.integrations.uitpas.calling import Credentials
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.kinds import UITPAS

TEST = ("https://api-test.uitpas.be", "https://account-test.uitid.be")
PRODUCTION = ("https://api.uitpas.be", "https://account.uitid.be")
_KEYS = ("client_id", "client_secret", "api_url", "auth_url", "organizer")


@dataclass(frozen=True, slots=True)
class UitpasHouse:
    """What the store holds for one house. `organizer` is its id at publiq, "" for the only one."""

    client_id: str
    client_secret: str = field(repr=False)
    api_url: str
    auth_url: str
    organizer: str = ""

    @property
    def credentials(self) -> Credentials:
        """For the client."""
        return Credentials(self.client_id, self.client_secret, self.api_url, self.auth_url)


def keep_house(path: Path, kept: UitpasHouse) -> None:
    """Put the credentials in their file, readable by this user only."""
    values = (kept.client_id, kept.client_secret, kept.api_url, kept.auth_url, kept.organizer)
    lines = [f"{key} = {_quoted(value)}\n" for key, value in zip(_KEYS, values, strict=True)]
    content = "".join(lines).encode()
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    # The draft has the narrow mode before the secret is in it.
    write_secret(draft, content)
    os.replace(draft, path)


def read_house(path: Path) -> UitpasHouse | None:
    """The credentials, None when the house has none.

    Raises `UitpasFileUnsafe` when others may read them, `UitpasFileUnusable` when they are damaged.
    """
    if not path.exists():
        return None
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise UitpasFileUnsafe(file=str(path))
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        return UitpasHouse(*(str(values[key]) for key in _KEYS))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError) as error:
        raise UitpasFileUnusable(file=str(path)) from error


def forget_house(path: Path) -> None:
    """Overwrite and remove the credentials."""
    if path.exists():
        replace_file(path, b"\n")
        path.unlink()


def set_rules(central: Central, house: HouseId, rules: UitpasRules) -> None:
    """Tell every device how this house works with UiTPAS."""
    central.replica.write_records([(house, UITPAS, str(house), record_to_bytes(rules))])


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
