"""A text about a person beside a fact: a name, a note. It can be forgotten, the fact cannot.

The fact commits to it by a hash; the text stands encrypted beside the log under a key of its own
(docs/decisions/0014).
"""

from __future__ import annotations

from collections.abc import Callable

from podium_desk.late_dataclass import dataclass
from sync.facts.fact import Fact
from sync.records.personal import (
    KEY_BYTES,
    NONCE_BYTES,
    SALT_BYTES,
    PersonalBody,
    PersonalParcel,
    commitment,
    seal,
)
from sync.store.personal import PersonalTable
from sync.store.port import Sql

_PERSON_BYTES = 8


@dataclass(frozen=True, slots=True)
class PersonalText:
    """A sealed text. `person` is the reference, random letters, by which it is erased."""

    person: str
    key: bytes
    salt: bytes
    sealed: bytes

    @classmethod
    def of(cls, text: str, secret: Callable[[int], bytes]) -> PersonalText:
        """Seal a text for a person of its own; `secret` makes so many random bytes."""
        return cls.of_new(text.encode(), secret)

    @classmethod
    def of_new(cls, plain: bytes, secret: Callable[[int], bytes]) -> PersonalText:
        """Seal the first body of a person who gets a reference and a key now."""
        return cls.of_known(secret(_PERSON_BYTES).hex(), secret(KEY_BYTES), plain, secret)

    @classmethod
    def of_known(
        cls, person: str, key: bytes, plain: bytes, secret: Callable[[int], bytes]
    ) -> PersonalText:
        """Seal another body of a person whose key is here."""
        salt = secret(SALT_BYTES)
        return cls(person, key, salt, seal(key, secret(NONCE_BYTES), person, plain))

    @property
    def commitment(self) -> bytes:
        """What the fact holds of it."""
        return commitment(self.salt, self.sealed)

    def keep(self, sql: Sql, fact: Fact) -> None:
        """Keep it beside the fact that names it; in the same transaction."""
        house = fact.header.house
        body = PersonalBody(house, self.person, fact.origin, fact.seq, self.salt, self.sealed)
        PersonalTable(sql).put(PersonalParcel(body, self.key), is_sent=False)
