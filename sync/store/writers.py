"""Whether a device may write what it wrote: its role, its revocation, and no body kept back."""

from __future__ import annotations

from collections.abc import Sequence

from sync.facts.batch import BatchFault
from sync.facts.fact import Fact
from sync.store.charter import Charter
from sync.store.devices import Device
from sync.store.rulings import NotAllowed, group_of


def check_writer(
    charter: Charter, device: Device, facts: Sequence[Fact], is_authority: bool
) -> None:
    """Raise `NotAllowed` for the first of these facts that their device may not write."""
    role = device.claims.role
    # A kind that a newer version invented is kept and passed on, whoever wrote it.
    kinds = {fact.header.kind for fact in facts}
    forbidden = {kind for kind in kinds if role not in charter.writers.get(kind, (role,))}
    is_whole = not is_authority or all(fact.body is not None for fact in facts)
    if not device.is_revoked and is_whole and not forbidden:
        return
    for fact in facts:
        if not device.is_believed(fact.origin, fact.seq):
            fault, why = BatchFault.REVOKED, "the device was revoked before this"
        elif fact.body is None and is_authority:
            fault, why = BatchFault.DAMAGED, "a body is missing"
        elif fact.header.kind in forbidden:
            fault = BatchFault.ROLE
            why = f"a {role} may not write facts of kind {fact.header.kind}"
        else:
            continue
        raise NotAllowed(group_of(facts, fact), fault, fact.seq, why)
