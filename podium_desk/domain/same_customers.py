"""Which customers are one person, and what is then known of that person.

Joinings are facts, and being one person goes on from one to the next; so whoever has the same facts
finds the same persons, in whatever order they came. A joining that was undone does not count, and
what both were called before stands again: nothing was written over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from podium_desk.domain.customer_fields import Field
from podium_desk.domain.ids import CustomerId, FactId
from podium_desk.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class FieldsSaid:
    """What one fact said of a customer: some fields, empty where one is taken away."""

    customer: CustomerId
    fact: FactId
    stamp: int
    fields: Mapping[str, str]


def all_of(
    start: CustomerId, neighbours: Callable[[CustomerId], Iterable[CustomerId]]
) -> frozenset[CustomerId]:
    """Everybody who is one person with `start`, itself included.

    `neighbours` gives those joined with a customer by a joining that stands.
    """
    found, waiting = {start}, [start]
    while waiting:
        for other in neighbours(waiting.pop()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return frozenset(found)


def name_of(members: Iterable[CustomerId]) -> CustomerId:
    """The one by which a person is called who is several: the same at every desk."""
    return min(members)


def known_fields(said: Iterable[FieldsSaid]) -> dict[Field, str]:
    """What is known now: of each field what was said last (by stamp, then by log and number).

    Fields that only a newer program knows are left where they stand.
    """
    newest: dict[str, tuple[int, FactId, str]] = {}
    for one in said:
        for field, text in one.fields.items():
            mark = (one.stamp, one.fact, text)
            newest[field] = max(newest.get(field, mark), mark)
    names = {field.value: field for field in Field}
    return {names[name]: newest[name][2] for name in names if name in newest and newest[name][2]}
