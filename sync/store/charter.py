"""What the application tells the engine: who may write what, and who gets which bodies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sync.facts.fact import Fact, Header
from sync.identity.certificate import CertificateClaims


@dataclass(frozen=True, slots=True)
class PersonalRule:
    """Who gets personal bodies, and how a fact names the one that it commits to."""

    in_scope: Callable[[CertificateClaims, int], bool]
    """Whether a device may have, and write, the personal bodies of a house."""
    named_in: Callable[[Fact], tuple[str, bytes] | None]
    """The person and the commitment that a fact with a body names; None when it names none."""


def _everybody(_reader: CertificateClaims, _house: int) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Charter:
    """Who may write what, and who gets which bodies."""

    writers: Mapping[int, frozenset[str]]
    """Kind of fact to the roles that may write it."""
    in_scope: Callable[[CertificateClaims, Header, int], bool]
    """Whether a device is given the body of a fact, or only a stub; told the writer's house."""
    personal: PersonalRule | None = None
    """None where facts are about nobody."""
    reads_records: Callable[[CertificateClaims, int], bool] = _everybody
    """Whether a device follows the records that stand under this number."""
