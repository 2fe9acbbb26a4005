"""Whether a device's program and the store's can speak with each other."""

from __future__ import annotations

from sync.exchange.messages import Envelope, outside_of
from sync.server.refusing import RequestRefused

UPGRADE_REQUIRED = 426
FACTS_TAKEN_ANYWAY = "/sync/push"
"""What a device outside the range may still do: what can be read of its facts is taken."""


def check_range(path: str, envelope: Envelope) -> None:
    """Refuse a request of a program that is too old or too new, unless it brings facts."""
    outside = outside_of(envelope)
    if outside is not None and path != FACTS_TAKEN_ANYWAY:
        raise RequestRefused(
            outside.value, "the two programs speak different forms", UPGRADE_REQUIRED
        )
