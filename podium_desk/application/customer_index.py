"""The customers of a house in memory only, so that a desk finds one as it is typed.

On the disk each is encrypted under the person's key (docs/decisions/0014). Here stands in the clear
what is looked for, while the program runs; who is forgotten is gone from here at the next look.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from podium_desk.application.customer_desk import CustomerFound, LikelySame, line_of
from podium_desk.application.workplace import Workplace
from podium_desk.domain.customer_fields import Field, Said
from podium_desk.domain.customers import PHONE_DIGITS_LEAST, digits_of, folded
from podium_desk.domain.ids import CustomerId
from podium_desk.domain.likely_same import is_near_name, why_same
from podium_desk.domain.same_customers import known_fields, name_of
from podium_desk.replica.customers import CustomerRows

FOUND_MOST = 20
_LOOKED_AT_MOST = 400
"""So many that fit are put in order by name; who typed so little types on."""
_PAGE = 1_000


class CustomerIndex:
    """Finds customers of the own house. Runs on the replica's lane."""

    def __init__(self, work: Workplace) -> None:
        self._work = work
        self._rows = CustomerRows(work.replica.sql, work.house)
        self._lines: list[str] = []
        """A customer's searched text each, empty for who went: see `_line`."""
        self._ids: list[CustomerId] = []
        self._places: dict[CustomerId, int] = {}
        self._read_to = 0
        self._joined: tuple[tuple[int, ...], frozenset[CustomerId]] = ((), frozenset())
        self._erased: frozenset[CustomerId] = frozenset()

    def find(self, text: str) -> tuple[CustomerFound, ...]:
        """The customers of whom every word typed begins a word, or whose telephone or card holds
        these digits; by name, at most `FOUND_MOST`."""
        self._refresh()
        words = [f" {word}" for word in folded(text).split()]
        digits = digits_of(text)
        is_number = len(digits) >= PHONE_DIGITS_LEAST and not any(map(str.isalpha, text))
        if not words:
            return ()
        found = self._with_words([digits] if is_number else words)
        lines = sorted((self._lines[place], place) for place in found)[:FOUND_MOST]
        return tuple(self._found(place) for _line, place in lines)

    def read_ahead(self) -> bool:
        """Read a page of what came since, and look again at whom it changed; whether there may be
        more. So a large house is read in short turns before anybody looks for a customer."""
        changed = self._newly_joined() | self._newly_erased()
        page = self._rows.said_since(self._read_to, _PAGE)
        for number, one in page:
            self._read_to = number
            if one.customer in self._places or one.customer in self._joined[1]:
                changed.add(one.customer)
            else:
                self._put(one.customer, known_fields([one]))
        self._look_again(changed)
        return len(page) == _PAGE

    def likely_same(self, customer: CustomerId) -> tuple[LikelySame, ...]:
        """Others who are likely the same person, but none whom somebody told apart from it."""
        self._refresh()
        members = self._rows.members(customer)
        own = known_fields(self._rows.said(members))
        apart = self._rows.told_apart(members)
        seen = []
        for place in dict.fromkeys(self._near(own)):
            other = self._ids[place]
            if other in members or apart & self._rows.members(other):
                continue
            said = self._said(other)
            reason = why_same(own, said)
            if reason is not None:
                seen.append(LikelySame(line_of(other, said), reason))
        return tuple(seen[:FOUND_MOST])

    def _with_words(self, words: list[str]) -> list[int]:
        """The longest goes first: it leaves the fewest to look at."""
        first, *others = sorted(words, key=len, reverse=True)
        found = []
        for place, line in enumerate(self._lines):
            if first in line and all(word in line for word in others):
                found.append(place)
                if len(found) == _LOOKED_AT_MOST:
                    break
        return found

    def _near(self, own: Said) -> Iterator[int]:
        """Who shares a way to be reached, a card, or a postcode with nearly the same name."""
        lines = list(enumerate(self._lines))
        for mark in _marks(own):
            yield from (place for place, line in lines if mark in line)
        if own.get(Field.POSTCODE) and own.get(Field.NAME):
            at_place = f"\t{own[Field.POSTCODE]}\t"
            for place in [place for place, line in lines if at_place in line]:
                if is_near_name(own[Field.NAME], self._lines[place].partition("\n")[0]):
                    yield place

    def _found(self, place: int) -> CustomerFound:
        customer = self._ids[place]
        return line_of(customer, self._said(customer))

    def _said(self, customer: CustomerId) -> dict[Field, str]:
        return known_fields(self._rows.said(self._rows.members(customer)))

    def _refresh(self) -> None:
        """Read what came since, and look again at whom it changed."""
        while self.read_ahead():
            pass

    def _newly_joined(self) -> set[CustomerId]:
        counts = self._rows.join_counts()
        if counts == self._joined[0]:
            return set()
        self._joined = (counts, self._rows.ever_joined())
        return set(self._joined[1])

    def _newly_erased(self) -> set[CustomerId]:
        if self._rows.erased_count() == len(self._erased):
            return set()
        erased = self._rows.erased()
        changed, self._erased = set(erased - self._erased), erased
        return changed

    def _look_again(self, customers: Iterable[CustomerId]) -> None:
        for customer in customers:
            members = self._rows.members(customer)
            for one in members:
                self._take_out(one)
            if not self._rows.is_erased(members):
                self._put(name_of(members), known_fields(self._rows.said(members)))

    def _take_out(self, customer: CustomerId) -> None:
        place = self._places.pop(customer, None)
        if place is not None:
            self._lines[place] = ""

    def _put(self, customer: CustomerId, said: Said) -> None:
        if said:
            self._places[customer] = len(self._lines)
            self._lines.append(_line(said))
            self._ids.append(customer)


def _line(said: Said) -> str:
    """What is looked for in a customer: first the name, words after spaces, whole marks."""
    words = (said.get(field, "") for field in (Field.NAME, Field.COMPANY))
    first, second = (f" {folded(text)}" for text in words)
    numbers = f" {said.get(Field.ENTERPRISE, '')} {digits_of(said.get(Field.PHONE, ''))}"
    return "".join((
        first, "\n", second, "\n", numbers, *_marks(said), f"\t{said.get(Field.POSTCODE, '')}\t"
    ))  # fmt: skip


def _marks(said: Said) -> tuple[str, ...]:
    """What two customers who are one person may share, each as it stands in a line."""
    marked = ((Field.EMAIL, ""), (Field.PHONE, "t"), (Field.CARD, ""))
    return tuple(f" {folded(said[field])}{kind}\r" for field, kind in marked if said.get(field))
