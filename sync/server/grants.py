"""What the store gives away: the application decides it, behind this port."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sync.exchange.messages import AskRequest
from sync.facts.fact import Draft, Move
from sync.identity.certificate import CertificateClaims
from sync.store.replica import Replica


class GrantPolicy(Protocol):
    """What the store gives away, decided by the application."""

    def on_ask(self, claims: CertificateClaims, ask: AskRequest) -> Sequence[int]:
        """The units of the ask that this device may have, if the store holds them so."""
        ...

    def may_have(
        self, replica: Replica, claims: CertificateClaims, ask: AskRequest, hops: dict[int, int]
    ) -> dict[int, int]:
        """Of these units with their hops, all held here as asked, those that this device gets."""
        ...

    def may_have_amount(self, claims: CertificateClaims, ask: AskRequest) -> bool:
        """Whether this device gets all that the store holds of the amount that is asked for."""
        ...

    def on_contact(self, replica: Replica, claims: CertificateClaims) -> Sequence[Draft]:
        """Grants that fill the device's reserve up, now that the store hears it."""
        ...

    def moved(self, house: int, moves: tuple[Move, ...]) -> Draft:
        """The fact that makes these moves of the store's own."""
        ...
