"""The made pictures of tickets: the same for a seed, and readable where they are mild."""

from __future__ import annotations

from itertools import islice

import numpy as np

from hardware.scanning.decoding import LiveReader, decode_still
from hardware.scanning.port import Frame
from podium_desk.domain.tickets import NotATicket, read_ticket_text
from podium_desk.proving.camera_pictures.sequences import hard_sequences
from podium_desk.proving.camera_pictures.stills import hard_pictures


def test_the_mildest_picture_of_every_condition_is_read_and_nothing_else():
    for picture in hard_pictures(seed=3, per_condition=1):
        texts = {code.text for code in decode_still(picture.grey)}
        assert texts == set(picture.texts), picture.condition


def test_a_seed_makes_the_same_pictures_of_signed_tickets():
    first, again = (next(hard_pictures(seed=5, per_condition=1)) for _ in range(2))

    assert first.texts == again.texts
    assert np.array_equal(first.grey, again.grey)
    assert not isinstance(read_ticket_text(first.texts[0]), NotATicket)


def test_a_ticket_that_comes_before_the_camera_is_read_on_its_way():
    sequence = hard_sequences(seed=7, count=4)[3]
    reader = LiveReader()

    reads = [reader.read(Frame(grey, "camera")) for grey in islice(sequence.frames(), 16)]

    assert {code.text for codes in reads for code in codes} == {sequence.text}
