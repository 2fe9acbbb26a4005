import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium_desk.domain.ids import PerformanceId, Unit
from podium_desk.domain.short_code import ALPHABET, parse_short_code, place_of, short_code

P = PerformanceId(7)
codes = st.builds(
    short_code,
    st.integers(1, 2**31).map(PerformanceId),
    st.integers(0, 60_000).map(Unit),
    st.integers(0, 2_000),
)


def test_no_two_tickets_of_a_performance_share_a_code():
    seen = {short_code(P, Unit(unit), hop) for unit in range(2_100) for hop in range(12)}
    edges = {
        short_code(P, Unit(unit), hop)
        for unit in (8_190, 8_191, 8_192, 8_193, 65_535)
        for hop in (0, 1, 783, 784, 785, 786, 2_257)
    }
    assert len(seen) == 2_100 * 12
    assert len(edges) == 35
    assert not seen & edges


def test_neighbours_get_codes_that_look_unrelated():
    codes = [short_code(P, Unit(unit), 3) for unit in range(500)]
    alike = [
        sum(a == b for a, b in zip(one, other, strict=True) if a != "-")
        for one, other in pairwise(codes)
    ]
    assert sum(alike) / len(alike) < 1
    assert short_code(P, Unit(1), 3) != short_code(PerformanceId(8), Unit(1), 3)


def test_a_place_that_moved_too_often_has_no_code():
    with pytest.raises(ValueError, match="no short code"):
        short_code(P, Unit(0), 52_000)
    with pytest.raises(ValueError, match="no short code"):
        short_code(P, Unit(65_536), 0)


@given(codes)
def test_a_code_is_short_plain_and_reads_back(code):
    assert re.fullmatch(rf"[{ALPHABET}]{{3}}-[{ALPHABET}]{{3,5}}", code)
    assert parse_short_code(code) == code
    assert parse_short_code(f" {code.lower().replace('-', '  ')} ") == code
    assert parse_short_code(code.replace("-", "")) == code


@given(st.integers(0, 65_535), st.integers(0, 51_000), st.integers(1, 999_999))
def test_a_code_leads_back_to_its_place(unit, hop, performance):
    code = short_code(PerformanceId(performance), Unit(unit), hop)
    assert place_of(PerformanceId(performance), code) == (unit, hop)


@pytest.mark.parametrize("place", [(0, 0), (513, 4), (8_192, 900), (1_999, 784)])
def test_every_single_wrong_character_is_found(place):
    code = short_code(P, Unit(place[0]), place[1])
    for position, right in enumerate(code):
        for wrong in ALPHABET:
            if right != "-" and wrong != right:
                assert parse_short_code(code[:position] + wrong + code[position + 1 :]) is None


@given(codes, st.data())
def test_every_two_characters_that_changed_places_are_found(code, data):
    plain = list(code.replace("-", ""))
    pair = st.lists(st.integers(0, len(plain) - 1), min_size=2, max_size=2, unique=True)
    i, j = data.draw(pair)
    is_same = plain[i] == plain[j]
    plain[i], plain[j] = plain[j], plain[i]
    assert parse_short_code("".join(plain)) == (code if is_same else None)


@pytest.mark.parametrize("text", ["", "K7M", "K7M-3W", "OI0-1LQ", "K7M-3WA-3WA", "https://x.be"])
def test_what_is_no_code_is_not_taken_for_one(text):
    assert parse_short_code(text) is None
