"""A client of UiTPAS API 4.0 for one house: each method is one request of the API.

A method gives what UiTPAS said, a `Problem` where it said no, and raises `UitpasAway` where it
said nothing in time. After that a registration may exist all the same: there is no key by which a
repeat would be known as one, so whoever asks again searches first (`find_sales`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TypeVar
from urllib.parse import quote, urlencode

from podium_desk.domain.uitpas import PassNo
from podium_desk.integrations.uitpas import answers
from podium_desk.integrations.uitpas.answers import (
    CheckIn,
    Garbled,
    Pass,
    Permissions,
    Redeemable,
    Redeemed,
    Reward,
    Tariffs,
    TicketSale,
    WantedSale,
)
from podium_desk.integrations.uitpas.calling import LIMIT_S, Ask, Caller, UitpasAway
from podium_desk.integrations.uitpas.problems import Problem

SEARCH_PAGE = 500
SEARCH_PAGES_MAX = 20
_T = TypeVar("_T")


class UitpasClient:
    """The requests of the API, over a `Caller`."""

    def __init__(self, caller: Caller, limit_s: float = LIMIT_S) -> None:
        self._caller = caller
        self._limit_s = limit_s

    def close(self) -> None:
        """Hang up."""
        self._caller.close()

    def within(self, limit_s: float) -> UitpasClient:
        """The same client with less time for each request."""
        return UitpasClient(self._caller, limit_s)

    def permissions(self) -> tuple[Permissions, ...] | Problem:
        """What these credentials may do, for each organiser."""
        return self._get("/permissions", answers.read_permissions)

    def look_up(self, identifier: str) -> Pass | Problem:
        """The pass with this number or chip number."""
        return self._get(f"/passes?{urlencode({'identifier': identifier})}", _pass_of)

    def tariffs(self, number: str, event: str, regular_cents: int) -> Tariffs | Problem:
        """What a pass may have for an event, for a place of this regular price."""
        asked = urlencode({
            "eventId": event, "uitpasNumber": number, "regularPrice": answers.euro(regular_cents),
        })  # fmt: skip
        return self._get(
            f"/tariffs?{asked}", lambda value: answers.read_tariffs(value, regular_cents)
        )

    def static_tariff(self, event: str, regular_cents: int) -> int | Problem:
        """What a holder of the region pays, in cents: to show and to keep, never to register."""
        asked = urlencode({"eventId": event, "regularPrice": answers.euro(regular_cents)})
        return self._get(f"/tariffs/static?{asked}", answers.read_static)

    def register(self, wanted: Sequence[WantedSale]) -> tuple[TicketSale, ...] | Problem:
        """Register sales, all of them or none; only afterwards may the price be granted."""
        body = _json([_wanted(one) for one in wanted])
        registered = self._ask(Ask("POST", "/ticket-sales", body), answers.read_sales)
        if not isinstance(registered, Problem) and len(registered) != len(wanted):
            raise UitpasAway("another number of sales than was asked", may_have_acted=True)
        return registered

    def find_sales(self, event: str) -> tuple[TicketSale, ...] | Problem:
        """Every registered sale of an event."""
        found: list[TicketSale] = []
        for page in range(SEARCH_PAGES_MAX):
            asked = urlencode({"eventId": event, "start": page * SEARCH_PAGE, "limit": SEARCH_PAGE})
            sales = self._get(f"/ticket-sales?{asked}", answers.read_sales)
            if isinstance(sales, Problem):
                return sales
            found += sales
            if len(sales) < SEARCH_PAGE:
                break
        return tuple(found)

    def cancel(self, ticket_sale: str) -> Problem | None:
        """Take a registered sale back; one that is gone already is taken back too."""
        problem = self._delete("/ticket-sales", ticket_sale)
        return None if problem is None or problem.no is PassNo.GONE else problem

    def rewards(self) -> tuple[Reward, ...] | Problem:
        """What points may be traded for."""
        return self._get("/rewards", answers.read_rewards)

    def redeemable(self, reward: str, number: str) -> Redeemable | Problem:
        """Whether a pass may have a reward now."""
        path = f"/rewards/{quote(reward, safe='')}/redeem-status"
        return self._get(f"{path}?{urlencode({'uitpasNumber': number})}", answers.read_redeemable)

    def redeem(self, reward: str, number: str) -> Redeemed | Problem:
        """Hand a reward out: its points are gone from then on."""
        body = _json({"uitpasNumber": number, "rewardId": reward})
        return self._ask(Ask("POST", "/rewards/redeemed", body), answers.read_redeemed)

    def undo_redeem(self, redeemed: str) -> Problem | None:
        """Take a reward back; its points return."""
        return self._delete("/rewards/redeemed", redeemed)

    def check_in(self, event: str, number: str) -> CheckIn | Problem:
        """Give the points of attending; only around the event, so never kept for long."""
        body = _json({"eventId": event, "uitpasNumber": number})
        return self._ask(Ask("POST", "/checkins", body), answers.read_check_in)

    def undo_check_in(self, check_in: str) -> Problem | None:
        """Take the points of attending back."""
        return self._delete("/checkins", check_in)

    def _get(self, path: str, read: Callable[[object], _T]) -> _T | Problem:
        return self._ask(Ask("GET", path), read)

    def _delete(self, path: str, number: str) -> Problem | None:
        """Undo something; nothing is said of it when that went well."""
        ask = Ask("DELETE", f"{path}/{quote(number, safe='')}")
        said = self._caller.call(ask, self._limit_s)
        return said if isinstance(said, Problem) else None

    def _ask(self, ask: Ask, read: Callable[[object], _T]) -> _T | Problem:
        """Call, and read what came; what is no such answer counts as none."""
        body = self._caller.call(ask, self._limit_s)
        if isinstance(body, Problem):
            return body
        try:
            return read(answers.decoded(body))
        except Garbled as error:
            raise UitpasAway(str(error), may_have_acted=not ask.only_reads) from error


def _pass_of(value: object) -> Pass:
    return answers.read_pass_answer(value)


def _wanted(one: WantedSale) -> dict[str, object]:
    # A hundredth of whole cents is written with two decimals at most: the shortest that names it.
    return {
        "uitpasNumber": one.number,
        "eventId": one.event,
        "regularPrice": one.regular_cents / 100,
        "regularPriceLabel": one.label,
        "tariff": {"id": one.tariff},
    }


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
