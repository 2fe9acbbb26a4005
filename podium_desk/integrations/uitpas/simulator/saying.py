"""How the simulated API says no: problem+json with the types that its documentation lists."""

from __future__ import annotations

from dataclasses import field

from podium_desk.late_dataclass import dataclass

PREFIX = "https://api.publiq.be/probs/uitpas/"


@dataclass(frozen=True, slots=True)
class Said:
    """A problem on its way: slug, status, a sentence for the visitor and more fields."""

    slug: str
    status: int = 400
    nl: str = ""
    more: dict[str, object] = field(default_factory=dict)

    @property
    def document(self) -> dict[str, object]:
        """As RFC 7807 wants it."""
        kind = self.slug if self.slug.startswith("https:") else PREFIX + self.slug
        told: dict[str, object] = {
            "type": kind, "title": self.slug.rpartition("/")[2].replace("-", " "),
            "status": self.status, **self.more,
        }  # fmt: skip
        if self.nl:
            told["endUserMessage"] = {"nl": self.nl}
        return told


PASS_NOT_FOUND = Said("pass-not-found", 404, "Dit UiTPAS-nummer is niet gekend.")
NUMBER_INVALID = Said("invalid-uitpasnumber", 400, "Dit UiTPAS-nummer is niet gekend.")
EVENT_NOT_FOUND = Said("event-not-found", 400)
MAXIMUM_REACHED = Said(
    "maximum-reached", 400, "Het maximum aantal tickets aan dit tarief is bereikt."
)
COUPON_INVALID = Said("invalid-coupon", 400, "Dit voordeel is niet meer geldig.")
SOCIAL_EXPIRED = Said("social-tariff-expired", 400, "Het tarief van deze UiTPAS is verlopen.")
SALE_NOT_FOUND = Said("ticket-sale-not-found", 404)
FORBIDDEN = Said("https://api.publiq.be/probs/auth/forbidden", 403)
BODY_MISSING = Said("https://api.publiq.be/probs/body/missing", 400)
BODY_SYNTAX = Said("https://api.publiq.be/probs/body/invalid-syntax", 400)
BODY_INVALID = Said("https://api.publiq.be/probs/body/invalid-data", 400)
NOT_FOUND = Said("https://api.publiq.be/probs/url/not-found", 404)
CARD_BLOCKED = "Deze UiTPAS is geblokkeerd. Verwijs door naar een UiTPAS-balie."
