"""A card that only the clerk saw paid: who may book that without a manager."""

from __future__ import annotations

from collections.abc import Iterable

from podium_desk.application.workplace import Workplace
from podium_desk.domain.facts import PaymentTaken
from podium_desk.domain.refusals import Refusal, RefusalReason


def why_not_by_hand(work: Workplace, payments: Iterable[PaymentTaken]) -> Refusal | None:
    """Why this clerk may not say against the terminal that a card was paid; None when nobody says
    so, or it is granted. A house without staff asks nobody."""
    person = work.person
    is_said = any(one.by_hand and one.amount_cents > 0 for one in payments)
    if not is_said or person is None or person.may_override or work.take_approval():
        return None
    return Refusal(RefusalReason.MANAGER_NEEDED, {})
