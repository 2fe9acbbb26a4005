"""Which doors may show a guest's name: where the house says so at the gate, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable

from podium_desk.domain.gates import Gate
from podium_desk.domain.roles import Role
from sync.identity.certificate import CertificateClaims


def shows_names(gates: Iterable[Gate], reader: CertificateClaims) -> bool:
    """Whether that device is a door at one of these gates, of its house, where names are shown."""
    return reader.role == Role.DOOR and any(
        gate.shows_names and gate.house == reader.house and gate.has_door(reader.device)
        for gate in gates
    )
