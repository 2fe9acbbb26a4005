"""What stands in the place of a guard of the venue's own network while it is off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from podium_desk.domain.admission import Decision, ScanReason, Verdict
from podium_desk.domain.roles import Role
from podium_desk.domain.stays import Stay
from sync.exchange.line import StoreRefused
from sync.exchange.peer_messages import ASK, Ask, AskAnswer
from sync.identity.certificate import Certificate


def nothing_promised(_original: Any) -> Any:
    """No entry that was promised is counted."""
    return lambda *_about: []


def no(_original: Any) -> Any:
    """It is not so."""
    return lambda *_about: False


def asks_nobody(_original: Any) -> Any:
    """The door decides by itself, and says nothing of it."""
    return lambda _work, _asked, decision: (decision, False)


def nobody_is_inside(_original: Any) -> Any:
    """Whoever went in before is out again."""
    return lambda *_about: Stay()


def refuses_alone(original: Any) -> Any:
    """Without the holder's word nobody goes in."""

    def ask(work: Any, asked: Any, decision: Any) -> Any:
        said, is_alone = original(work, asked, decision)
        if not is_alone:
            return said, is_alone
        return Decision(Verdict.REFUSE, ScanReason.ISOLATED, said.ticket), True

    return ask


def lazily(original: Any) -> Any:
    """It is done, and on the disk some time later."""

    def keep_claim(sql: Any, *about: Any) -> None:
        with _NotWaiting(sql):
            original(sql, *about)

    return keep_claim


def gives_lazily(original: Any) -> Any:
    """The gift is answered before the disk has it."""

    def ask(self: Any, envelope: Any) -> Any:
        with _NotWaiting(self._replica.sql):
            return original(self, envelope)

    return ask


class _NotWaiting:
    """For a while commits return before the disk has them."""

    def __init__(self, sql: Any) -> None:
        self._sql = sql

    def __enter__(self) -> None:
        self._sql.run("PRAGMA synchronous=NORMAL")

    def __exit__(self, *_error: object) -> None:
        self._sql.run("PRAGMA synchronous=FULL")


def out_of_baskets(_original: Any) -> Any:
    """Whatever is held is given, though it lies in a basket."""

    def spared(work: Any, _number: Any, ask: Ask) -> dict[int, int]:
        held = work.replica.rights.held_free(ask.house, ask.pool, work.origin)
        return {unit: held[unit] for unit in dict.fromkeys(ask.units) if unit in held}

    return spared


def every_role(_original: Any) -> Any:
    """Whoever asks sells."""
    return frozenset(Role)


def for_anybody(_original: Any) -> Any:
    """A device may ask in the name of another."""

    def ask(self: Any, envelope: Any) -> AskAnswer:
        claims, request = self._from_peer(envelope, ASK, Ask)
        replica = self._replica
        with replica.sql.transaction():
            gift = self._policy.gift(claims, request)
            if gift is not None:
                replica.append([gift])
        granted = () if gift is None else tuple(
            unit for move in gift.moves for unit in range(move.first, move.first + move.count)
        )  # fmt: skip
        return AskAnswer(self._own_log_after(claims, request.giver_seq), granted)

    return ask


def for_whomever(_original: Any) -> Any:
    """A request does not say for whom it is."""
    return lambda path, _key: path


def believed(_original: Any) -> Any:
    """A certificate says the truth, whoever signed it."""
    return lambda certificate, _authority: certificate.claims


def of_any_house(original: Any) -> Any:
    """Other houses are peers too."""
    return _peers_but_not(original, "other_house")


def though_revoked(original: Any) -> Any:
    """A revoked device is a peer."""
    return _peers_but_not(original, "revoked")


def _peers_but_not(original: Any, code: str) -> Callable[..., Any]:
    def peer_claims(member: Any, devices: Any, certificate: bytes, key: bytes) -> Any:
        try:
            return original(member, devices, certificate, key)
        except StoreRefused as refused:
            if refused.code != code:
                raise
            shown = Certificate.from_bytes(certificate)
            if devices.get(shown.claims.device) is None:
                devices.put(shown)
            return shown.claims

    return peer_claims
