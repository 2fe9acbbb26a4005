"""Every "no" of the central store, and the faults that end a command.

Faults::

    CentralFault
    ├── NotACentralStore    the folder holds no central store, or a part of one
    ├── AlreadyServed       another program serves this folder
    ├── CannotListen        the port is taken, or the address is not ours
    ├── UitpasFileUnsafe    others than the store's user may read a house's secret
    ├── UitpasFileUnusable  the file with it is damaged
    ├── SecretFileUnsafe    the same of a house's key at Bancontact
    ├── SecretFileUnusable
    └── WrongTls            certificate and key are not there or do not belong together
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from podium_desk.i18n.words import Words
from podium_desk.late_dataclass import dataclass


class CentralReason(StrEnum):
    """Why the central store does not do what was asked; each has its sentence."""

    EXISTS = "exists"
    UNKNOWN_DATABASE = "unknown_database"
    DATABASE_NOT_EMPTY = "database_not_empty"
    NO_NAME = "no_name"
    UNKNOWN_DEVICE = "unknown_device"
    NOT_THE_STORE = "not_the_store"
    UNKNOWN_PERSON = "unknown_person"
    UNKNOWN_HOUSE = "unknown_house"
    SLUG_TAKEN = "slug_taken"
    WRONG_SLUG = "wrong_slug"
    UNKNOWN_LANGUAGE = "unknown_language"
    UNKNOWN_PERFORMANCE = "unknown_performance"
    UNKNOWN_PLAN = "unknown_plan"
    NOT_A_PAIR = "not_a_pair"
    UNKNOWN_RANK = "unknown_rank"
    NOTHING_IN_HALL = "nothing_in_hall"
    PLAN_IN_USE = "plan_in_use"
    NO_PLACES = "no_places"
    FILE_UNREADABLE = "file_unreadable"
    DATE_MOVED_OR_NEW = "date_moved_or_new"
    TOO_MANY_TARIFFS = "too_many_tariffs"
    TARIFF_UNKNOWN_TARGET = "tariff_unknown_target"
    TARIFF_UNKNOWN_CODE = "tariff_unknown_code"
    TARIFF_UNKNOWN_CATEGORY = "tariff_unknown_category"
    UNKNOWN_DISCOUNT = "unknown_discount"
    DISCOUNT_UNKNOWN_TARGET = "discount_unknown_target"
    DISCOUNT_UNKNOWN_TARIFF = "discount_unknown_tariff"
    DISCOUNT_FEWER_USES = "discount_fewer_uses"
    GATE_UNKNOWN_PERFORMANCE = "gate_unknown_performance"
    GATE_UNKNOWN_DEVICE = "gate_unknown_device"
    GOODS_OTHER_KIND = "goods_other_kind"
    GOODS_UNKNOWN_HOUSE = "goods_unknown_house"
    PRESALE_NOT_BEFORE = "presale_not_before"
    NOTHING_HELD = "nothing_held"
    TWO_PEOPLE = "two_people"
    EXPOSURE_CHANGED = "exposure_changed"
    NOTHING_FORGOTTEN = "nothing_forgotten"
    RECOVERY_CHANGED = "recovery_changed"
    UNKNOWN_CLERK = "unknown_clerk"
    CLERK_EXISTS = "clerk_exists"
    WRONG_CLERK_NAME = "wrong_clerk_name"
    WRONG_PIN_FORM = "wrong_pin_form"
    WRONG_BADGE = "wrong_badge"
    BADGE_TAKEN = "badge_taken"
    NEGATIVE_AMOUNT = "negative_amount"
    UNKNOWN_ACCOUNT = "unknown_account"
    WRONG_ACCOUNT = "wrong_account"
    """No IBAN, or no BIC."""


@dataclass(frozen=True, slots=True)
class CentralRefusal:
    """A rule said no; `details` fill the sentence."""

    reason: CentralReason
    details: Mapping[str, str | int] = field(default_factory=dict)

    def sentence(self, words: Words) -> str:
        """What is wrong and what to do, in the language of `words`."""
        return words(f"central.{self.reason}", **self.details)


class CentralFault(Exception):
    """The central store cannot be used; `code` is stable and the key of the sentence."""

    code = "fault"

    def __init__(self, **details: str | int) -> None:
        super().__init__(self.code)
        self.details = details

    def sentence(self, words: Words) -> str:
        """What is wrong and what to do, in the language of `words`."""
        return words(f"central.{self.code}", **self.details)


class NotACentralStore(CentralFault):
    """The folder holds no central store, or only a part of one."""

    code = "not_a_central_store"


class AlreadyServed(CentralFault):
    """Another program serves this folder."""

    code = "already_served"


class CannotListen(CentralFault):
    """The port is taken, or the address is not one of this machine."""

    code = "cannot_listen"


class UitpasFileUnsafe(CentralFault):
    """Others than the store's user may read the file with a house's secret."""

    code = "uitpas_file_unsafe"


class UitpasFileUnusable(CentralFault):
    """The file with a house's credentials cannot be read as such."""

    code = "uitpas_file_unusable"


class SecretFileUnsafe(CentralFault):
    """Others than the store's user may read the file with a house's key at Bancontact."""

    code = "secret_file_unsafe"


class SecretFileUnusable(CentralFault):
    """The file with a house's key at Bancontact cannot be read as such."""

    code = "secret_file_unusable"


class WrongTls(CentralFault):
    """The certificate and the key for TLS are not there, unreadable or not each other's."""

    code = "wrong_tls"
