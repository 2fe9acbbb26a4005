"""What stands in a guard's place while it is off: each makes a replacement from the guard itself.

A replacement does everything that the guarded function does but the one thing that guards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from podium_desk.application.print_queue import PrintState
from podium_desk.domain.ids import incarnation_of
from sync.facts.batch import Batch
from sync.facts.fact import Fact
from sync.rights.rules import after, takes_back, units_of
from sync.server.service import RequestRefused
from sync.store.rulings import NotAllowed
from sync.store.unit_rights import Writer


def without_waiting(settings: tuple[str, ...]) -> tuple[str, ...]:
    """Commits that return before the disk has them."""
    return tuple(one.replace("synchronous=FULL", "synchronous=NORMAL") for one in settings)


def without_sync(settings: tuple[str, ...]) -> tuple[str, ...]:
    """A disk that is never asked to have written anything."""
    return tuple(one.replace("synchronous=FULL", "synchronous=OFF") for one in settings)


def without_transaction(_original: Any) -> Any:
    """Each statement for itself."""

    @contextmanager
    def transaction(self: Any) -> Iterator[None]:
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1

    return transaction


def forgetting_what_was_sent(original: Any) -> Any:
    """A job on its way to the printer is still called queued."""

    def note(self: Any, job: str, state: PrintState) -> None:
        if state is not PrintState.SENT:
            original(self, job, state)

    return note


def anybody_moves(original: Any) -> Any:
    """Whoever wants to move a right moves it."""

    def moved(right: Any, move: Any, by: int, owner: int) -> Any:
        return original(right, move, by, owner) if takes_back(move) else after(move, by)

    return moved


def heard_unchecked(_original: Any) -> Any:
    """The store writes down what it hears of rights."""

    def move(self: Any, _group: Any, fact: Fact) -> None:
        for one in fact.header.moves:
            rights = {unit: after(one, fact.origin) for unit in units_of(one)}
            writer = Writer(fact.header.house, fact.origin, fact.seq)
            self.rights._units.put(writer, one.pool, rights)

    return move


def last_heard_wins(_original: Any) -> Any:
    """What comes last is believed, whatever it is about."""

    def hear(self: Any, fact: Fact) -> None:
        for one in fact.header.moves:
            rights = {unit: after(one, fact.origin) for unit in units_of(one)}
            writer = Writer(fact.header.house, fact.origin, fact.seq)
            self._units.put(writer, one.pool, rights)

    return hear


def always_early(_original: Any) -> Any:
    """Whatever is not understood may still be explained one day."""
    return lambda right, move, by, owner: True  # noqa: ARG005 - the guard's own names


def each_alone(_original: Any) -> Any:
    """Every fact is a group of its own."""
    return lambda _facts, fact: [fact]


def nothing_before(_original: Any) -> Any:
    """No sale is remembered by its token."""
    return lambda _self, _token: None


def never_refunded(original: Any) -> Any:
    """Every ticket looks as on the day of its sale, and here."""

    def state(self: Any, row: Any) -> Any:
        return replace(original(self, row), is_refunded=False, is_right_here=True)

    return state


def shows_nothing(_original: Any) -> Any:
    """The witness is not asked."""
    return lambda *_about: None


def does_nothing(_original: Any) -> Any:
    """The check is not made."""
    return lambda *_about: None


def same_life(_original: Any) -> Any:
    """A memory that was put back goes on in the log it had."""
    return lambda _replica, membership: incarnation_of(membership.own_origin)


def nothing(_original: Any) -> Any:
    """Nothing is found."""
    return lambda *_values: ()


def no(_original: Any) -> Any:
    """Nothing is ever noticed."""
    return lambda *_values, **_named: False


def yes(_original: Any) -> Any:
    """Everything is as it should be."""
    return lambda *_about: True


def stubs_are_fine(original: Any) -> Any:
    """A fact without its body is let through."""
    return _but_not(original, "damaged")


def any_role(original: Any) -> Any:
    """Every role may write every kind."""
    return _but_not(original, "role")


def nobody_is_revoked(original: Any) -> Any:
    """A revocation is not looked at."""
    return _but_not(original, "revoked")


def _but_not(original: Any, fault: str) -> Any:
    """Everything that a writer is checked for, but not this."""

    def is_let_through(charter: Any, device: Any, fact: Fact, is_authority: bool) -> bool:
        try:
            original(charter, device, [fact], is_authority=is_authority)
        except NotAllowed as refused:
            return refused.fault.value == fault
        return False

    def check(charter: Any, device: Any, facts: list[Fact], is_authority: bool) -> None:
        kept = [one for one in facts if not is_let_through(charter, device, one, is_authority)]
        original(charter, device, kept, is_authority=is_authority)

    return check


def honours_the_revoked(original: Any) -> Any:
    """A revoked device is answered."""

    def device(self: Any, envelope: Any) -> Any:
        try:
            return original(self, envelope)
        except RequestRefused as refused:
            if refused.code != "revoked":
                raise
            return self.replica.devices.get(envelope.device)

    return device


def gaps_are_fine(original: Any) -> Any:
    """A log is taken wherever it goes on."""

    def fresh(log: Any, forks: Any, house: int, read: tuple[Batch, list[Fact]]) -> list[Fact]:
        batch, facts = read
        head, _ = log.head(house, batch.origin)
        return facts if batch.first_seq > head + 1 else original(log, forks, house, read)

    return fresh


def forks_are_fine(_original: Any) -> Any:
    """What is known of a log is not held against what comes."""

    def fresh(log: Any, _forks: Any, house: int, read: tuple[Batch, list[Fact]]) -> list[Fact]:
        batch, facts = read
        head, _ = log.head(house, batch.origin)
        return [fact for fact in facts if fact.seq > head] if batch.first_seq <= head + 1 else []

    return fresh


def everything_is_new(_original: Any) -> Any:
    """A fact that is here already is taken once more."""
    return lambda _log, _forks, _house, read: read[1]


def everything_waits(original: Any) -> Any:
    """A log stops at a fact that is not allowed."""

    def init(self: Any, *about: Any) -> None:
        original(self, *about)
        self.waits = True

    return init


def raises_through(_original: Any) -> Any:
    """A batch that is not taken ends the whole request."""

    def receive(self: Any, batch: Batch) -> list[Any]:
        self._replica.receive(batch)
        return []

    return receive


def a_million(_original: Any) -> Any:
    """A batch may be as long as it likes."""
    return 1_000_000


def all_of_it(original: Any) -> Any:
    """A log is read to its end, whatever was asked for."""

    def batch_after(self: Any, house: int, origin: int, seq: int, _limit: int) -> Any:
        return original(self, house, origin, seq, 1_000_000)

    return batch_after


def believes_every_clock(_original: Any) -> Any:
    """A remote time is taken as it is."""

    def hear(self: Any, remotes: Iterable[int]) -> None:
        self._last = max([self._last, *remotes])

    return hear


def enrols_anybody(_original: Any) -> Any:
    """A used code makes another device."""

    def again(self: Any, number: int, device: Any) -> Any:
        claims = self._devices.get(number).claims
        return self.certify(claims.house, claims.role, device, claims.not_before_ms)

    return again


def without_already_in(checks: tuple[Any, ...]) -> tuple[Any, ...]:
    """Nobody asks whether a guest is inside."""
    return tuple(check for check in checks if check.says.__name__ != "_already_in")


def never_seen(_original: Any) -> Callable[..., None]:
    """No scan is remembered by its token."""
    return lambda *_about: None
