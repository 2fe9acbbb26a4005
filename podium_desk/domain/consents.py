"""What a customer allows a house: for each purpose the newest word counts, and "no" in doubt.

A consent is given by an act, for one purpose of one house, and taken back as easily (GDPR, articles
4(11) and 7). Who is not eighteen gives none here: at a counter nobody can check who answers for a
child, so no house writes to one (domain.md 5.8 has 13 years as the least that the law allows).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from podium_desk.domain.customer_facts import ConsentSaid, Purpose
from podium_desk.domain.customer_fields import Said, is_minor
from podium_desk.domain.ids import HouseId
from podium_desk.domain.refusals import Refusal, RefusalReason


def decide_consent(said: Said, is_given: bool, purpose: Purpose, today: date) -> Refusal | None:
    """Why a customer cannot give this consent; None when it can. It can always be taken back."""
    if is_given and is_minor(said, today):
        return Refusal(RefusalReason.MINOR_CONSENT, {"purpose": purpose.value})
    return None


def newest(consents: Iterable[ConsentSaid]) -> dict[tuple[HouseId, Purpose], ConsentSaid]:
    """For each house and purpose the word that counts: the newest, of two equal ones the "no"."""
    kept: dict[tuple[HouseId, Purpose], ConsentSaid] = {}
    for one in consents:
        key = (one.house, one.purpose)
        known = kept.get(key)
        if known is None or _weight(one) > _weight(known):
            kept[key] = one
    return kept


def is_in_force(consent: ConsentSaid, said: Said, said_on: date) -> bool:
    """Whether a house may act on a consent: given, and not by who was a minor on that day.

    `said_on` is the day of the consent, in the house's zone. The age matters where a birth is
    written down only later.
    """
    return consent.is_given and not is_minor(said, said_on)


def _weight(consent: ConsentSaid) -> tuple[int, bool, str, str, str]:
    """A withdrawal outweighs a consent of the same moment; the rest tells equals apart."""
    return (
        consent.stamp, not consent.is_given, consent.customer, consent.how.value, consent.clerk,
    )  # fmt: skip
