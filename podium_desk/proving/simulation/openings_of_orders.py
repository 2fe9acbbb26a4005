"""What stands in the place of a guard of orders, vouchers, codes or Zs while it is off."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from podium_desk.domain.refusals import RefusalReason
from sync.rights.rules import MoveFault

_NOTHING_LEFT = (RefusalReason.VOUCHER_SPENT, RefusalReason.VOUCHER_ELSEWHERE)


def draws_what_is_not_there(original: Any) -> Any:
    """A log uses and gives of an amount whatever it likes."""

    def drawn(account: Any, move: Any) -> Any:
        done = original(account, move)
        if isinstance(done, MoveFault):
            return original(replace(account, is_lost=True), move)
        return done

    return drawn


def always_enough(_original: Any) -> Any:
    """Nobody asks what is left."""

    def enough(*_about: Any, **_more: Any) -> None:
        return None

    return enough


def though_it_is_spent(original: Any) -> Any:
    """A voucher of this house pays, whatever is left on it."""

    def gather(*about: Any) -> Any:
        refusal = original(*about)
        is_left = refusal is None or refusal.reason not in _NOTHING_LEFT
        return refusal if is_left else None

    return gather


def open_and_held(original: Any) -> Any:
    """Every reservation is still to be paid, and its places are here."""

    def state(self: Any, order: Any, rows: Any) -> Any:
        return replace(original(self, order, rows), is_open=True, is_held=True)

    return state


def since_the_first_fact(original: Any) -> Any:
    """Each Z tells all that the register ever did."""

    def book(self: Any, origin: int, last: int | None = None) -> Any:
        head = self._head(origin) if last is None else last
        return type(original(self, origin, last)).of(self.entries(origin, 1, head))

    return book


def forgets_the_one_before(_original: Any) -> Any:
    """No Z knows that there was one."""

    def last_z(self: Any, origin: int, before: int | None = None) -> None:  # noqa: ARG001
        return None

    return last_z
