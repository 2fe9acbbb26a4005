"""What a house writes down of a customer: it stands in a personal body and can be forgotten."""

from __future__ import annotations

import unicodedata

from podium_desk.late_dataclass import dataclass

PHONE_DIGITS_LEAST = 4
"""Fewer digits than this are a seat or a number of places, not part of a telephone number."""


@dataclass(frozen=True, slots=True)
class Customer:
    """A name, and where they were asked a telephone number and, for an invoice, the number that the
    accounts know them by, the enterprise number (ten digits) and an address on one line."""

    name: str
    phone: str = ""
    number: str = ""
    enterprise: str = ""
    address: str = ""

    def to_body(self) -> bytes:
        """The personal body; one that holds a name only is that name."""
        said = (self.name, self.phone, self.number, self.enterprise, self.address)
        parts = [" ".join(part.split()) for part in said]
        return "\n".join(parts).rstrip("\n").encode()

    @classmethod
    def from_body(cls, body: bytes) -> Customer:
        """The customer of a personal body; later programs may add lines, which are not read."""
        lines = body.decode(errors="replace").split("\n")
        return cls(*[*lines, "", "", "", ""][:5])


def folded(text: str) -> str:
    """Text as it is compared: small letters, without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def digits_of(text: str) -> str:
    """A telephone number as it is compared: its digits, a leading 0 for the country's own 32."""
    digits = "".join(letter for letter in text if letter.isdigit())
    return "0" + digits.removeprefix("00").removeprefix("32") if (
        text.strip().startswith(("+32", "0032"))
    ) else digits  # fmt: skip
