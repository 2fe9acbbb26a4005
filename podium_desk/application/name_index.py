"""The names on orders, in memory only, so that a desk finds one as it is typed.

On the disk each name is encrypted under its person's key (docs/decisions/0014). Here they stand in
the clear while the program runs; who is erased, or dropped after too long without contact, is gone
from here at the next look.
"""

from __future__ import annotations

from collections.abc import Iterator

from podium_desk.application.workplace import Workplace
from podium_desk.domain.customers import PHONE_DIGITS_LEAST, Customer, digits_of, folded
from podium_desk.domain.ids import OrderId
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.persons import names_since
from sync.store.personal import PersonalTable


@dataclass(frozen=True, slots=True)
class _Entry:
    order: OrderId
    name: str
    """Folded, each word after a space."""
    phone: str
    written: str
    """As it was typed."""


class NameIndex:
    """Finds orders of the own house by name or telephone number. Runs on the replica's lane."""

    def __init__(self, work: Workplace) -> None:
        self._work = work
        self._personal = PersonalTable(work.replica.sql)
        self._entries: list[_Entry] = []
        self._read_to = 0
        self._seen = (0, 0)

    def find(self, text: str, most: int) -> list[OrderId]:
        """The newest orders with a name of which every word typed begins a word, or with a
        telephone number that holds these digits."""
        return [order for order, _ in self.find_named(text, most)]

    def find_named(self, text: str, most: int) -> list[tuple[OrderId, str]]:
        """The same, each with its name as it was typed."""
        self._refresh()
        words = [f" {word}" for word in folded(text).split()]
        digits = digits_of(text)
        if any(letter.isalpha() for letter in text) or len(digits) < PHONE_DIGITS_LEAST:
            digits = ""
        found: dict[OrderId, str] = {}
        for entry in self._matches(words, digits):
            found.setdefault(entry.order, entry.written)
            if len(found) == most:
                break
        return list(found.items())

    def _matches(self, words: list[str], digits: str) -> Iterator[_Entry]:
        """The newest first. The longest word goes first: it leaves the fewest to look at."""
        if digits:
            yield from (entry for entry in reversed(self._entries) if digits in entry.phone)
            return
        first, *others = sorted(words, key=len, reverse=True) or [""]
        for entry in reversed(self._entries):
            if first and first in entry.name and all(word in entry.name for word in others):
                yield entry

    def _refresh(self) -> None:
        """Read what came since; read all anew once something went."""
        house = int(self._work.house)
        row = self._work.replica.sql.row(
            "SELECT COUNT(*) FROM personal_body WHERE house = ?", (house,)
        )
        count, erased = 0 if row is None else int(row[0]), self._personal.erased_count()
        if (count, erased) == self._seen:
            return
        if count < self._seen[0] or erased != self._seen[1]:
            self._entries, self._read_to = [], 0
        self._seen = (count, erased)
        while page := names_since(self._work.replica.sql, house, self._read_to):
            for number, order, plain in page:
                self._read_to = number
                customer = Customer.from_body(plain)
                name = f" {folded(f'{customer.name} {customer.number}')}"
                phone = digits_of(customer.phone)
                self._entries.append(_Entry(order, name, phone, customer.name))
