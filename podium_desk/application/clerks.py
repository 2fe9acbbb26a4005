"""Who stands at this counter: log in by PIN or badge, lock, and a manager's word above limits.

It asks nobody: the staff of the house is in the replica. Wrong PINs are remembered with the data,
so that a restart is no way round the wait.
"""

from __future__ import annotations

from podium_desk.application.log_in import ClerkTile, LogIn
from podium_desk.application.pins import is_right_pin
from podium_desk.application.workplace import Workplace
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.staff import Clerk, badge_hash, is_badge, wait_left_ms
from podium_desk.replica.staff import clerk_at, clerks_of
from sync.store.schema import put_setting, setting


class Clerks:
    """Log-in on one counter. Runs on the replica's lane."""

    def __init__(self, work: Workplace) -> None:
        self._work = work

    def look(self) -> LogIn:
        """How it stands; somebody who left the house in the meantime is logged out."""
        staff = clerks_of(self._work.replica.records, self._work.house)
        known = {clerk.number: clerk for clerk in staff}
        person = self._work.person
        if person is not None and person.number not in known:
            self.lock()
        elif person is not None:
            self._work.person = known[person.number]
        person = self._work.person
        return LogIn(
            tuple(_tile(clerk) for clerk in staff),
            None if person is None else _tile(person),
            bool(staff) and person is None,
        )

    def log_in(self, number: int, pin: str) -> ClerkTile | Refusal:
        """Log somebody in by PIN; refused when it is wrong, and for a while after some of those."""
        clerk = self._checked(number, pin)
        return clerk if isinstance(clerk, Refusal) else self._enter(clerk)

    def log_in_by_badge(self, code: str) -> ClerkTile | Refusal:
        """Log in whoever's badge was scanned."""
        clerk = self._of_badge(code)
        return clerk if isinstance(clerk, Refusal) else self._enter(clerk)

    def lock(self) -> None:
        """Nobody works here until somebody logs in."""
        self._work.person = None
        self._work.approved_by = ""
        self._work.clerk = ""

    def approve(self, number: int, pin: str) -> str | Refusal:
        """A manager's PIN for the next thing that needs one; who it was."""
        clerk = self._checked(number, pin)
        if isinstance(clerk, Refusal):
            return clerk
        if not clerk.is_manager:
            return Refusal(RefusalReason.MANAGER_NEEDED)
        self._work.approved_by = clerk.name
        return clerk.name

    def use_word(self) -> str:
        """A manager's word was for something that only the screen does; whose it was."""
        return self._work.take_approval()

    def _enter(self, clerk: Clerk) -> ClerkTile:
        self._work.person = clerk
        self._work.clerk = clerk.name
        self._work.approved_by = ""
        return _tile(clerk)

    def _of_badge(self, code: str) -> Clerk | Refusal:
        if is_badge(code.strip()):
            for clerk in clerks_of(self._work.replica.records, self._work.house):
                if clerk.badge_hash and clerk.badge_hash == badge_hash(code, clerk.pin_salt):
                    return clerk
        return Refusal(RefusalReason.UNKNOWN_BADGE)

    def _checked(self, number: int, pin: str) -> Clerk | Refusal:
        clerk = clerk_at(self._work.replica.records, self._work.house, number)
        if clerk is None:
            return Refusal(RefusalReason.WRONG_PIN)
        failures, last_ms = self._failures(number)
        now_ms = self._work.clock.now_ms()
        left_ms = wait_left_ms(failures, last_ms, now_ms)
        if left_ms:
            if now_ms < last_ms:
                self._note(number, failures, now_ms)
            return Refusal(RefusalReason.PIN_WAIT, {"n": -(-left_ms // 1000)})
        if is_right_pin(pin, clerk.pin_salt, clerk.pin_hash):
            if failures:
                self._note(number, 0, now_ms)
            return clerk
        self._note(number, failures + 1, now_ms)
        return Refusal(RefusalReason.WRONG_PIN)

    def _failures(self, number: int) -> tuple[int, int]:
        kept = setting(self._work.replica.sql, _setting_of(number))
        failures, _, last_ms = (kept or b"0 0").partition(b" ")
        return int(failures), int(last_ms)

    def _note(self, number: int, failures: int, at_ms: int) -> None:
        with self._work.replica.sql.transaction():
            put_setting(self._work.replica.sql, _setting_of(number), b"%d %d" % (failures, at_ms))


def has_staff(work: Workplace) -> bool:
    """Whether the house has written down who works there."""
    return bool(clerks_of(work.replica.records, work.house))


def _setting_of(number: int) -> str:
    return f"wrong_pins_{number}"


def _tile(clerk: Clerk) -> ClerkTile:
    return ClerkTile(clerk.number, clerk.name, clerk.role.value, clerk.is_manager)
