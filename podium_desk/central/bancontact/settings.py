"""A house's key at Bancontact: a file beside the database that only this user may read.

It is in no table, record, fact, snapshot, parcel or answer. That the house takes Bancontact Pay,
which its devices know, is a record of the catalogue.
"""

from __future__ import annotations

import os
import stat
import tomllib
from pathlib import Path

from podium_desk.central.cluster import Central
from podium_desk.central.refusals import SecretFileUnsafe, SecretFileUnusable
from podium_desk.config import replace_file, write_secret
from podium_desk.domain.ids import HouseId
from podium_desk.domain.qr_pay import QrRules
from podium_desk.integrations.bancontact.client import Credentials
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.kinds import QR_PAY

PRODUCTION = "https://merchant.api.bancontact.net"
TEST = "https://merchant.api.preprod.bancontact.net"
KEYS_AT = {
    PRODUCTION: "https://jwks.bancontact.net",
    TEST: "https://jwks.preprod.bancontact.net",
}
_NAMES = ("api_key", "api_url", "jwks_url", "callback_url")


def credentials(key: str, callback_url: str, *, is_test: bool) -> Credentials:
    """A key with the addresses of its environment."""
    url = TEST if is_test else PRODUCTION
    return Credentials(key, url, KEYS_AT[url], callback_url)


def keep_key(path: Path, kept: Credentials) -> None:
    """Put the key in its file, readable by this user only."""
    values = (kept.api_key, kept.api_url, kept.jwks_url, kept.callback_url)
    lines = [f"{name} = {_quoted(value)}\n" for name, value in zip(_NAMES, values, strict=True)]
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    # The draft has the narrow mode before the secret is in it.
    write_secret(draft, "".join(lines).encode())
    os.replace(draft, path)


def read_key(path: Path) -> Credentials | None:
    """The key, None when the house has none.

    Raises `SecretFileUnsafe` when others may read it, `SecretFileUnusable` when it is damaged.
    """
    if not path.exists():
        return None
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise SecretFileUnsafe(file=str(path))
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        return Credentials(*(str(values[name]) for name in _NAMES))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError) as error:
        raise SecretFileUnusable(file=str(path)) from error


def forget_key(path: Path) -> None:
    """Overwrite and remove the key."""
    if path.exists():
        replace_file(path, b"\n")
        path.unlink()


def set_rules(central: Central, house: HouseId, rules: QrRules) -> None:
    """Tell every device of the house whether it takes Bancontact Pay."""
    central.replica.write_records([(house, QR_PAY, str(house), record_to_bytes(rules))])


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
