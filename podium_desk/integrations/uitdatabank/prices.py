"""`priceInfo` to tariffs in cents, by UiTdatabank's own rules.

Exactly one base price, any number of tariffs with unique names in the event's main language
(udb3-backend, features/event/price-info.feature; domain.md 3.3). UiTPAS prices are computed at the
sale, and a group price is no price of a place: both are left out and said.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum

from podium_desk.domain.text import Text
from podium_desk.integrations.refusals import (
    EventReason,
    ImportNote,
    NoteKind,
    UnreadableError,
    shown,
)
from podium_desk.integrations.uitdatabank.events import ImportedTariff
from podium_desk.integrations.uitdatabank.fields import (
    JsonObject,
    choice_in,
    is_placeholder,
    objects_in,
    string_in,
    text_in,
)

BASE_CODE = "base"
_BASE_NAMES = {"nl": "Basistarief", "fr": "Tarif de base", "de": "Basisrate", "en": "Base tariff"}
_DEAREST_EURO = 100_000


class _Category(StrEnum):
    BASE = "base"
    TARIFF = "tariff"
    UITPAS = "uitpas"


def read_tariffs(
    item: JsonObject, main: str, notes: list[ImportNote]
) -> tuple[ImportedTariff, ...]:
    """The tariffs, base first; remarks go to `notes`. None when the event tells no prices."""
    entries = objects_in(item, "priceInfo")
    if not entries:
        notes.append(ImportNote(NoteKind.NO_PRICES))
        return ()
    for entry in entries:
        choice_in(entry, "category", _Category.TARIFF)
    _refuse_wrong_base(entries)
    sold = [entry for entry in entries if _is_for_one_place(entry, main, notes)]
    tariffs = [_tariff(entry, main) for entry in sold]
    _refuse_names_twice(tariffs)
    return _with_one_base(_with_own_codes(tariffs))


def code_of(name: str) -> str:
    """A tariff's code from its name: ``-26 jaar`` is ``min-26-jaar``, ``+65`` is ``plus-65``."""
    signed = re.sub(r"^\s*-\s*(?=\d)", "min-", name)
    signed = re.sub(r"^\s*\+\s*(?=\d)", "plus-", signed)
    plain = unicodedata.normalize("NFKD", signed).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "tarief"


def cents_of(value: Decimal | int) -> int | None:
    """Whole cents of an amount in euro, None when it is negative, absurd or has half cents."""
    if not 0 <= value <= _DEAREST_EURO:
        return None
    cents = Decimal(value) * 100
    return int(cents) if cents == cents.to_integral_value() else None


def _refuse_wrong_base(entries: list[JsonObject]) -> None:
    count = sum(entry.get("category") == _Category.BASE for entry in entries)
    if count == 0:
        raise UnreadableError(EventReason.NO_BASE_PRICE)
    if count > 1:
        raise UnreadableError(EventReason.TWO_BASE_PRICES, n=count)


def _is_for_one_place(entry: JsonObject, main: str, notes: list[ImportNote]) -> bool:
    name = text_in(entry, "name", main).in_language(main)
    if entry.get("category") == _Category.UITPAS:
        notes.append(ImportNote(NoteKind.UITPAS_PRICE_LEFT_OUT, {"name": name}))
        return False
    if entry.get("groupPrice") is True:
        notes.append(ImportNote(NoteKind.GROUP_PRICE_LEFT_OUT, {"name": name}))
        return False
    return True


def _tariff(entry: JsonObject, main: str) -> ImportedTariff:
    is_base = entry.get("category") == _Category.BASE
    name = text_in(entry, "name", main)
    if is_base:
        # The base price's name is fixed in UiTdatabank: what is missing is filled in.
        name = Text(main, {**_BASE_NAMES, **name.words})
    written = name.words.get(main, "")
    if not written:
        raise UnreadableError(
            EventReason.NOT_IN_MAIN_LANGUAGE,
            field="priceInfo",
            language=main,
            value=shown(name.in_language(main)),
        )
    if is_placeholder(written):
        raise UnreadableError(EventReason.PLACEHOLDER, field="priceInfo", value=shown(written))
    code = BASE_CODE if is_base else code_of(written)
    return ImportedTariff(code, name, _price_cents(entry, written), is_base)


def _price_cents(entry: JsonObject, name: str) -> int:
    currency = string_in(entry, "priceCurrency") or "EUR"
    if currency != "EUR":
        raise UnreadableError(EventReason.WRONG_CURRENCY, name=shown(name), value=shown(currency))
    value = entry.get("price")
    cents = None
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        cents = cents_of(value)
    if cents is None:
        raise UnreadableError(EventReason.WRONG_PRICE, name=shown(name), value=shown(value))
    return cents


def _refuse_names_twice(tariffs: list[ImportedTariff]) -> None:
    seen: set[tuple[str, str]] = set()
    for tariff in tariffs:
        for language, words in tariff.name.words.items():
            if (language, words.casefold()) in seen:
                raise UnreadableError(EventReason.TARIFF_NAME_TWICE, name=shown(words))
            seen.add((language, words.casefold()))


def _with_own_codes(tariffs: list[ImportedTariff]) -> list[ImportedTariff]:
    """Different names may give the same code; the later ones get a number."""
    taken = {BASE_CODE} if any(tariff.is_base for tariff in tariffs) else set()
    coded: list[ImportedTariff] = []
    for tariff in tariffs:
        code, number = tariff.code, 2
        while code in taken and not tariff.is_base:
            code, number = f"{tariff.code}-{number}", number + 1
        taken.add(code)
        coded.append(replace(tariff, code=code))
    return coded


def _with_one_base(tariffs: list[ImportedTariff]) -> tuple[ImportedTariff, ...]:
    """When the base was a group's price, the dearest price of one place takes its role."""
    if tariffs and not any(tariff.is_base for tariff in tariffs):
        dearest = max(tariffs, key=lambda tariff: tariff.price_cents)
        tariffs = [replace(tariff, is_base=tariff is dearest) for tariff in tariffs]
    return tuple(sorted(tariffs, key=lambda tariff: not tariff.is_base))
