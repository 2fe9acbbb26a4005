"""Programs of two versions speak as long as their ranges meet; facts are taken beyond that."""

from __future__ import annotations

import msgspec
import pytest
from harness.plain_cluster import PlainDevice, plain_cluster
from harness.plain_sync import note

from sync.exchange import messages
from sync.exchange.line import StoreRefused
from sync.exchange.messages import PROTOCOL, Envelope, Outside, outside_of


def speaks(newest: int, oldest: int) -> Envelope:
    return Envelope(newest, 2, b"", b"", oldest)


@pytest.mark.parametrize(
    ("newest", "oldest", "outside"),
    [
        (PROTOCOL, PROTOCOL, None),
        (PROTOCOL + 3, PROTOCOL, None),
        (PROTOCOL + 3, PROTOCOL + 1, Outside.ANSWERER),
        (PROTOCOL - 1, PROTOCOL - 1, Outside.CALLER),
        (PROTOCOL, 0, None),
        (PROTOCOL + 1, 0, Outside.ANSWERER),
    ],
)
def test_two_sides_speak_when_their_ranges_meet(
    newest: int, oldest: int, outside: Outside | None
) -> None:
    assert outside_of(speaks(newest, oldest)) is outside


def test_an_envelope_of_the_form_before_ranges_is_read() -> None:
    four = msgspec.msgpack.encode((PROTOCOL, 2, b"payload", b"signature"))
    assert msgspec.msgpack.decode(four, type=Envelope).protocol_min == 0


def test_a_device_that_is_too_old_is_told_to_update_and_its_facts_are_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store, service = plain_cluster()
    device = PlainDevice(2, service)
    device.replica.append([note("sold with an old program")])
    monkeypatch.setattr(messages, "PROTOCOL_MIN", PROTOCOL + 1)
    with pytest.raises(StoreRefused) as refused:
        device.session.round()
    assert refused.value.code == "update_device"
    assert store.sql.rows("SELECT body FROM note") == [(b"sold with an old program",)]


def test_a_store_that_is_too_old_is_named_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    _, service = plain_cluster()
    device = PlainDevice(2, service)
    monkeypatch.setattr(messages, "PROTOCOL", PROTOCOL - 1)
    monkeypatch.setattr(messages, "PROTOCOL_MIN", PROTOCOL - 1)
    old = messages.seal_answer(speaks(PROTOCOL - 1, 0), messages.NewsAnswer(1), device.own.key, 1)
    monkeypatch.undo()
    answer = msgspec.msgpack.decode(old, type=Envelope)
    assert outside_of(answer, is_caller=False) is Outside.ANSWERER
