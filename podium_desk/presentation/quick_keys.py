"""The letters that choose a tariff after a number: ``3J`` is three of the tariff that J stands for.

The house gives letters in its price list; a tariff without one gets the first letter of its name
that nobody uses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.domain.counter_letters import COUNTER_LETTERS

if TYPE_CHECKING:
    from podium_desk.domain.ids import TariffId
    from podium_desk.domain.programme import Tariff


def quick_letters(tariffs: tuple[Tariff, ...]) -> dict[str, TariffId]:
    """Letter to tariff, in the order of the tariffs; a letter of the house goes before all."""
    letters: dict[str, TariffId] = {}
    for tariff in tariffs:
        if tariff.quick_key:
            letters.setdefault(tariff.quick_key, tariff.id)
    for tariff in tariffs:
        if tariff.id not in letters.values():
            free = [
                letter
                for letter in _letters(tariff)
                if letter not in COUNTER_LETTERS | letters.keys()
            ]
            if free:
                letters[free[0]] = tariff.id
    order = [tariff.id for tariff in tariffs]
    return dict(sorted(letters.items(), key=lambda entry: order.index(entry[1])))


def _letters(tariff: Tariff) -> list[str]:
    name = tariff.name.in_language(tariff.name.main).upper()
    return [letter for letter in name if letter.isascii() and letter.isalpha()]
