"""The store's lines to Bancontact, one for each house that has a key, each with a breaker."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import httpx

from podium_desk.central.bancontact.settings import read_key
from podium_desk.central.folder import CentralFolder
from podium_desk.central.refusals import CentralFault, SecretFileUnsafe, SecretFileUnusable
from podium_desk.integrations.bancontact.client import (
    BancontactAway,
    BancontactClient,
    Credentials,
    dialled,
)
from podium_desk.integrations.uitpas.breaker import Breakers

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


class QrLines:
    """The lines of all houses, made when first needed and made anew when a key changes."""

    def __init__(
        self,
        folder: CentralFolder,
        now_s: Callable[[], float],
        connect: Callable[[], httpx.Client] = dialled,
    ) -> None:
        """`now_s` is a clock that never goes back; `connect` makes an HTTP client."""
        self._folder = folder
        self._now_s = now_s
        self._connect = connect
        self._lines: dict[int, QrLine] = {}
        self.unusable: dict[int, CentralFault] = {}
        """Houses whose key is there and may not be used, with why."""
        self._lock = threading.Lock()

    def of(self, house: int) -> QrLine | None:
        """The line of a house, None when it has no key that may be used."""
        try:
            kept = read_key(self._folder.bancontact(house))
            self.unusable.pop(house, None)
        except (SecretFileUnsafe, SecretFileUnusable) as fault:
            self.unusable[house] = fault
            kept = None
        with self._lock:
            line = self._lines.get(house)
            if line is not None and line.kept == kept:
                return line
            if line is not None:
                line.client.close()
                del self._lines[house]
            if kept is None:
                return None
            client = BancontactClient(kept, self._connect)
            line = self._lines[house] = QrLine(kept, client, Breakers(self._now_s))
            return line

    def close(self) -> None:
        """Hang all of them up."""
        with self._lock:
            for line in self._lines.values():
                line.client.close()
            self._lines.clear()
