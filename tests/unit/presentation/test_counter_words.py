"""Every "no" of the rules, and every state of a seat, has its sentence in Dutch and English."""

import pytest
from fake_desk import FakeDesk

from podium_desk.domain.ids import Unit
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.i18n.words import Words
from podium_desk.presentation.counter_words import refusal_sentence
from podium_desk.presentation.hall import SeatLook, picture_of, spoken, tooltip

DETAILS = {
    "wanted": 3,
    "free": 2,
    "least": 10,
    "most": 4,
    "number": "1000 0000 0000 0008 8",
    "each_needs": 1,
    "code": "LENTE26",
    "device": "Kassa 2",
    "name": "Ada",
}
"""What the rules tell with a refusal, for those sentences that say it."""


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
@pytest.mark.parametrize("reason", RefusalReason)
def test_every_refusal_says_what_it_means_and_what_to_do(reason, language):
    words = Words(language)
    assert f"refusals.{reason.value}" in words
    sentence = refusal_sentence(Refusal(reason, DETAILS), words)
    assert sentence.count(".") >= 2
    assert len(sentence) <= 120


def test_a_seat_is_spoken_with_its_place_state_and_price():
    desk, words = FakeDesk(), Words("nl")
    picture = picture_of(desk.hall(1), frozenset((Unit(77),)), is_online=True, words=words)
    sentence = spoken(picture, Unit(77), words).replace("\xa0", " ")
    assert sentence == "Rij E stoel 6, gekozen, € 22,00"
    tip = tooltip(picture, Unit(77), words).replace("\xa0", " ")
    assert tip == "E6 · Parterre · € 22,00 · gekozen"


def test_a_wheelchair_place_is_spoken_as_one():
    desk, words = FakeDesk(), Words("nl")
    picture = picture_of(desk.hall(1), frozenset(), is_online=True, words=words)
    assert "rolstoelplaats" in spoken(picture, Unit(0), words)


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
@pytest.mark.parametrize("look", SeatLook)
def test_every_look_of_a_seat_has_a_word(look, language):
    assert f"counter.look_{look.name.lower()}" in Words(language)
