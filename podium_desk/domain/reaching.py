"""How a customer is reached: telephone numbers and e-mail addresses in one form each.

A number is kept as the world dials it (``+32471234567``, ITU-T E.164), so that two desks that type
one number in two ways mean the same person. Nothing is looked up: the form can be right and the
number dead.
"""

from __future__ import annotations

import re

COUNTRY = "+32"
_MOBILE_DIGITS, _LANDLINE_DIGITS = 9, 8
"""Of a Belgian number without its 0."""
_MOBILES = ("45", "46", "47", "48", "49")
"""Any other number that begins with 4 is one of Luik."""
_WORLD_DIGITS = range(7, 16)
_MAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\".]+(\.[^@\s,;<>\".]+)+")
_MAIL_LETTERS_MOST = 254
_SHORT_AREAS = ("2", "3", "4", "9")
"""Brussel, Antwerpen, Luik and Gent have one digit, the other zones two."""


def phone_number(text: str) -> str | None:
    """The number as the world dials it, None when the text is no telephone number.

    Belgian ones may be typed as they are said: ``0471 23 45 67``, ``02/123.45.67``,
    ``+32 (0)9 123 45 67``, ``0032...``. Any other country needs its ``+`` or ``00``.
    """
    plain = re.sub(r"[\s./()\-]", "", text.replace("(0)", ""))
    if plain.startswith("00"):
        plain = f"+{plain[2:]}"
    if plain.startswith("+"):
        return _of_the_world(plain)
    return _belgian(plain[1:]) if plain.startswith("0") else None


def _of_the_world(plain: str) -> str | None:
    digits = plain[1:]
    if not (digits.isascii() and digits.isdigit()):
        return None
    if plain.startswith(COUNTRY):
        return _belgian(plain.removeprefix(COUNTRY).removeprefix("0"))
    return plain if len(digits) in _WORLD_DIGITS and digits[0] != "0" else None


def _belgian(digits: str) -> str | None:
    if not (digits.isascii() and digits.isdigit()) or digits.startswith("0"):
        return None
    is_mobile = digits.startswith(_MOBILES)
    wanted = _MOBILE_DIGITS if is_mobile else _LANDLINE_DIGITS
    return COUNTRY + digits if len(digits) == wanted else None


def spoken_phone(number: str) -> str:
    """A kept number as people here say it: ``0471 23 45 67``; another country's as it is kept."""
    if not number.startswith(COUNTRY):
        return number
    digits = number.removeprefix(COUNTRY)
    if len(digits) == _MOBILE_DIGITS:
        return f"0{digits[:3]} {digits[3:5]} {digits[5:7]} {digits[7:]}"
    if digits.startswith(_SHORT_AREAS):
        return f"0{digits[0]} {digits[1:4]} {digits[4:6]} {digits[6:]}"
    return f"0{digits[:2]} {digits[2:4]} {digits[4:6]} {digits[6:]}"


def mail_address(text: str) -> str | None:
    """The address in small letters, None when the text is no e-mail address."""
    plain = text.strip().casefold()
    is_mail = len(plain) <= _MAIL_LETTERS_MOST and ".." not in plain
    return plain if is_mail and _MAIL.fullmatch(plain) else None
