"""The store's lines to Bancontact, one for each house that has a key, each with a breaker."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import httpx

from podium_desk.central.bancontact.settings import read_key
from podium_desk.central.folder import CentralFolder
from podium_desk.central.kept_lines import KeptLines
from podium_desk.integrations.bancontact.client import (
    BancontactAway,
    BancontactClient,
    Credentials,
    dialled,
)
from podium_desk.integrations.uitpas.breaker import Breakers
from podium_desk.late_dataclass import dataclass

_T = TypeVar("_T")
_THE_ONLY = 0


@dataclass(slots=True)
class QrLine:
    """One house's client; after silences in a row it is left alone for a while."""

    kept: Credentials
    client: BancontactClient
    breakers: Breakers

    def attempt(self, work: Callable[[BancontactClient], _T]) -> _T:
        """Ask. Raises `BancontactAway`, at once while it is left alone, and
        `BancontactRefused`."""
        if not self.breakers.allows(_THE_ONLY):
            raise BancontactAway("left alone after silences")
        try:
            outcome = work(self.client)
        except BancontactAway:
            self.breakers.silent(_THE_ONLY)
            raise
        self.breakers.answered(_THE_ONLY)
        return outcome

    def close(self) -> None:
        """Hang up."""
        self.client.close()


QrLines = KeptLines[Credentials, QrLine]
"""The lines of all houses that have a key."""


def qr_lines(
    folder: CentralFolder,
    now_s: Callable[[], float],
    connect: Callable[[], httpx.Client] = dialled,
) -> QrLines:
    """`now_s` is a clock that never goes back; `connect` makes an HTTP client."""

    def make(kept: Credentials) -> QrLine:
        return QrLine(kept, BancontactClient(kept, connect), Breakers(now_s))

    return KeptLines(lambda house: read_key(folder.bancontact(house)), make)
