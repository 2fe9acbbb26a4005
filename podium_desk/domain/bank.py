"""A house's account at the bank, and the picture that a customer's bank reads to fill a transfer.

Sources: ISO 13616 (IBAN, its check modulo 97), ISO 9362 (BIC), EPC069-12 version 2 (the text of a
QR code for a SEPA credit transfer; domain.md 6.4).
"""

from __future__ import annotations

import re

from podium_desk.domain.communication import printed_communication
from podium_desk.late_dataclass import dataclass

_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_BIC = re.compile(r"[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?")
_LENGTHS = {"BE": 16, "NL": 18, "DE": 22, "FR": 27, "LU": 20}
"""Of the countries around; of others only the check tells."""
_NAME_MAX = 70
_SIGNS = str.maketrans("", "", " .-")


@dataclass(frozen=True, slots=True)
class BankAccount:
    """Where transfers go: `iban` and `bic` without spaces, `bic` may be empty."""

    name: str
    iban: str
    bic: str = ""


@dataclass(frozen=True, slots=True)
class TransferWish:
    """What a customer is asked to transfer. `communication` has twelve digits."""

    account: BankAccount
    amount_cents: int
    communication: str

    @property
    def picture(self) -> str:
        """The text of the QR code that fills the transfer in a customer's bank (EPC069-12 v2).

        A Belgian structured communication goes into the free text: the structured line expects a
        creditor reference of ISO 11649.
        """
        euros, cents = divmod(self.amount_cents, 100)
        lines = (
            "BCD", "002", "1", "SCT", self.account.bic, self.account.name[:_NAME_MAX],
            self.account.iban, f"EUR{euros}.{cents:02d}", "", "",
            printed_communication(self.communication),
        )  # fmt: skip
        return "\n".join(lines)


def read_iban(text: str) -> str | None:
    """The account number without spaces and in capitals; None when it is none."""
    plain = text.translate(_SIGNS).upper()
    if not _IBAN.fullmatch(plain) or len(plain) != _LENGTHS.get(plain[:2], len(plain)):
        return None
    digits = "".join(str(int(letter, 36)) for letter in plain[4:] + plain[:4])
    return plain if int(digits) % 97 == 1 else None


def read_bic(text: str) -> str | None:
    """The code of a bank in capitals; None when it is none."""
    plain = text.translate(_SIGNS).upper()
    return plain if _BIC.fullmatch(plain) else None


def printed_iban(iban: str) -> str:
    """As it stands on paper: in fours."""
    return " ".join(iban[place : place + 4] for place in range(0, len(iban), 4))
