"""The few things that are asked of a customer, which sale asks which, and in what form they are.

Nothing is asked that the sale does not need (GDPR, article 5(1)(c); domain.md 5.8): a seat that is
paid and taken along asks nothing at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from podium_desk.domain.official_numbers import enterprise_number, holds_national_number
from podium_desk.domain.reaching import mail_address, phone_number
from podium_desk.domain.refusals import Refusal, RefusalReason

ADULT_YEARS = 18
_TEXT_MOST = 120
_REMARK_MOST = 400
_YEARS = range(1900, 2200)


class Field(StrEnum):
    """What can be kept of a customer; the value is its name in a personal body, for ever."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    STREET = "street"
    POSTCODE = "postcode"
    TOWN = "town"
    COMPANY = "company"
    ENTERPRISE = "enterprise"
    CARD = "card"
    """The number of a house's own card or pass, never one that the state gives."""
    BIRTH = "birth"
    """A date, or a year alone; only where what is sold needs it."""
    GUARDIAN = "guardian"
    GUARDIAN_CONTACT = "guardian_contact"
    """A telephone number or an e-mail address."""
    REMARK = "remark"


class SaleKind(StrEnum):
    """What is sold, as far as it decides what is asked."""

    WALK_UP = "walk_up"
    RESERVATION = "reservation"
    SUBSCRIPTION = "subscription"
    """Of seats, or a pass with its rights."""
    INVOICE = "invoice"


Said = Mapping[Field, str]
"""What is kept of a customer, each field in its form; what is not known is not there."""
REACHED_BY = (Field.PHONE, Field.EMAIL)
GUARDED_BY = (Field.GUARDIAN, Field.GUARDIAN_CONTACT)
_ADDRESS = (Field.STREET, Field.POSTCODE, Field.TOWN)
_COMPANY = (Field.COMPANY, Field.ENTERPRISE)
_SHOWN: dict[SaleKind, tuple[Field, ...]] = {
    SaleKind.WALK_UP: (),
    SaleKind.RESERVATION: (Field.NAME, *REACHED_BY),
    SaleKind.SUBSCRIPTION: (Field.NAME, *REACHED_BY),
    SaleKind.INVOICE: (Field.NAME, *_ADDRESS, *_COMPANY),
}


_NEEDED = {
    Field.NAME: RefusalReason.NAME_NEEDED,
    Field.PHONE: RefusalReason.CONTACT_NEEDED,
    **dict.fromkeys(_ADDRESS, RefusalReason.ADDRESS_NEEDED),
    **dict.fromkeys(_COMPANY, RefusalReason.COMPANY_NEEDED),
    Field.BIRTH: RefusalReason.BIRTH_NEEDED,
    **dict.fromkeys(GUARDED_BY, RefusalReason.GUARDIAN_NEEDED),
}
_WRONG = {
    Field.PHONE: RefusalReason.WRONG_PHONE,
    Field.EMAIL: RefusalReason.WRONG_MAIL,
    Field.GUARDIAN_CONTACT: RefusalReason.WRONG_CONTACT,
    Field.ENTERPRISE: RefusalReason.WRONG_ENTERPRISE_NUMBER,
    Field.POSTCODE: RefusalReason.WRONG_POSTCODE,
    Field.BIRTH: RefusalReason.WRONG_BIRTH,
}


def fields_of(kind: SaleKind, needs_birth: bool = False) -> tuple[Field, ...]:
    """The fields that a sale shows, in the order in which they are asked.

    `needs_birth`: what is sold is for an age, so the birth is asked too.
    """
    return (*_SHOWN[kind], Field.BIRTH) if needs_birth else _SHOWN[kind]


def decide_complete(
    said: Said, kind: SaleKind, today: date, needs_birth: bool = False
) -> Refusal | None:
    """Why a sale of this kind needs more than is known of a customer; None when it is enough.

    A reservation and a pass need a name and one way to reach the customer; an invoice a name, an
    address, and a company's name only with its number. A minor is reached by an adult.
    """
    missing = _missing(said, kind, today, needs_birth)
    if not missing:
        return None
    return Refusal(_NEEDED[missing[0]], {"field": missing[0].value})


def _missing(said: Said, kind: SaleKind, today: date, needs_birth: bool) -> list[Field]:
    if kind is SaleKind.WALK_UP and not needs_birth:
        return []
    wanted = [Field.NAME]
    if kind is SaleKind.INVOICE:
        wanted += _ADDRESS
        wanted += _COMPANY if any(field in said for field in _COMPANY) else ()
    if needs_birth:
        wanted.append(Field.BIRTH)
    is_child = is_minor(said, today)
    if is_child:
        wanted += GUARDED_BY
    missing = [field for field in wanted if field not in said]
    is_reached = is_child or any(field in said for field in REACHED_BY)
    if kind in (SaleKind.RESERVATION, SaleKind.SUBSCRIPTION) and not is_reached:
        missing.append(Field.PHONE)
    return missing


def is_minor(said: Said, today: date) -> bool:
    """Whether the customer is known to be under eighteen; with a year alone, until it is over."""
    birth = said.get(Field.BIRTH, "")
    if not birth:
        return False
    year, month, day = (int(part) for part in [*birth.split("-"), "12", "31"][:3])
    return (today.year - year, today.month, today.day) < (ADULT_YEARS, month, day)


def checked(field: Field, text: str, today: date) -> str | Refusal:
    """What was typed in a field, in the form in which it is kept; empty takes the field away.

    Refuses what has another form than the field, and in every field what could be a Belgian
    national number.
    """
    plain = " ".join(text.split())
    if not plain:
        return ""
    # A telephone number that is written as one may have eleven digits.
    kept = _in_form(field, plain, today)
    is_number = field in (Field.PHONE, Field.GUARDIAN_CONTACT) and kept is not None
    if holds_national_number(plain) and not is_number:
        return Refusal(RefusalReason.NATIONAL_NUMBER, {"field": field.value})
    most = _REMARK_MOST if field is Field.REMARK else _TEXT_MOST
    if kept is None or len(kept) > most:
        return Refusal(_WRONG.get(field, RefusalReason.TEXT_TOO_LONG), {"field": field.value})
    return kept


def _in_form(field: Field, plain: str, today: date) -> str | None:
    """The kept form; None where the text is no such thing."""
    match field:
        case Field.PHONE:
            return phone_number(plain)
        case Field.EMAIL:
            return mail_address(plain)
        case Field.ENTERPRISE:
            return enterprise_number(plain)
        case Field.GUARDIAN_CONTACT:
            return phone_number(plain) or mail_address(plain)
        case Field.BIRTH:
            return birth_form(plain, today)
        case Field.POSTCODE:
            return plain.upper() if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9 \-]{2,9}", plain) else None
        case Field.CARD:
            return re.sub(r"[ .\-]", "", plain).upper()
        case _:
            return plain


def birth_form(text: str, today: date) -> str | None:
    """A birth as it is kept: ``2012`` or ``2012-05-30``; None for no past date of these 120 years.

    Days are typed as people here do, ``30/5/2012``, or as they are kept.
    """
    if re.fullmatch(r"\d{4}", text):
        return text if int(text) in _YEARS and int(text) <= today.year else None
    found = re.fullmatch(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})", text)
    parts = found.groups()[::-1] if found else text.split("-")
    try:
        born = date(*(int(part) for part in parts))
    except (TypeError, ValueError):
        return None
    return born.isoformat() if born.year in _YEARS and born <= today else None
