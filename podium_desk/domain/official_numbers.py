"""Belgian numbers with their check digits: of a person, which is never kept, and of a company.

A person's national number may be kept by who is authorised only (law of 8 August 1983, article 8;
domain.md 5.8). A box office is not, so a number that could be one is refused wherever it is typed.
"""

from __future__ import annotations

import re

from podium_desk.domain.refusals import Refusal, RefusalReason

_NATIONAL = re.compile(
    r"(?<![\d+])(\d{2})#(\d{2})#(\d{2})#(\d{3})#(\d{2})(?!\d)".replace("#", r"[ ./\-]{0,3}")
)
_MODULUS = 97
_BORN_SINCE_2000 = 2_000_000_000
_BIS_MONTHS = (0, 20, 40)
"""What is added to the month in the number of who is not in the national register (BIS)."""
_ENTERPRISE_DIGITS = 10


def holds_national_number(text: str) -> bool:
    """Whether eleven digits that a Belgian national number could be stand anywhere in a text.

    They are a birth date, a serial number and a check: 97 less the rest of the nine digits divided
    by 97, with a 2 before them for who was born since 2000. The number of who has no place in the
    register (BIS) has 20 or 40 added to its month.
    """
    return any(_is_national("".join(match.groups())) for match in _NATIONAL.finditer(text))


def refused_number(*texts: str) -> Refusal | None:
    """Why these cannot be written down in a fact or beside it, which stand for long."""
    if any(holds_national_number(text) for text in texts):
        return Refusal(RefusalReason.NATIONAL_NUMBER)
    return None


def _is_national(digits: str) -> bool:
    month, day = int(digits[2:4]), int(digits[4:6])
    if day > 31 or not any(0 <= month - more <= 12 for more in _BIS_MONTHS):
        return False
    nine, check = int(digits[:9]), int(digits[9:])
    return check in {_check(nine), _check(nine + _BORN_SINCE_2000)}


def _check(digits: int) -> int:
    return _MODULUS - digits % _MODULUS


def enterprise_number(text: str) -> str | None:
    """The ten digits of a Belgian enterprise number (KBO), None when the text is none.

    It may be typed with ``BE`` before it and with dots. The last two digits are 97 less the rest
    of the first eight divided by 97; the first digit is 0 or 1, and may be left out where it is 0.
    """
    plain = re.sub(r"[\s.\-]", "", text).upper().removeprefix("BE")
    if len(plain) == _ENTERPRISE_DIGITS - 1:
        plain = f"0{plain}"
    is_number = len(plain) == _ENTERPRISE_DIGITS and plain.isascii() and plain.isdigit()
    if not is_number or plain[0] not in "01":
        return None
    return plain if _check(int(plain[:8])) == int(plain[8:]) else None


def printed_enterprise_number(digits: str) -> str:
    """As it stands on an invoice: ``BE 0203.201.340``."""
    return f"BE {digits[:4]}.{digits[4:7]}.{digits[7:]}"
