"""What the doctor says of a card terminal: there, away, or an address that means none."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from hardware.emulators.card_customer import CardTill
from hardware.emulators.zvt_terminal import ZvtServer
from podium_desk.commands.checks import Check, _terminal
from podium_desk.i18n.words import Words


def checked(url: str) -> list[Check]:
    return _terminal(SimpleNamespace(settings=SimpleNamespace(terminal=url)), Words("nl"))  # type: ignore[arg-type]


def test_a_terminal_that_answers_is_well_and_its_driver_says_that_it_was_never_seen():
    with ZvtServer(CardTill()) as server:
        (check,) = checked(server.url)

    assert check.ok
    assert "nooit op het echte toestel" in check.name


@pytest.mark.parametrize(
    ("url", "said"),
    [("zvt+tcp://127.0.0.1:1", "antwoordt niet"), ("zvt+tcp://", "which host"), ("x://", "x://")],
)
def test_a_terminal_that_is_away_or_wrongly_named_says_what_to_do(url, said):
    (check,) = checked(url)

    assert not check.ok
    assert said in check.advice


def test_where_the_clerk_confirms_there_is_nothing_to_try():
    assert checked("") == []
