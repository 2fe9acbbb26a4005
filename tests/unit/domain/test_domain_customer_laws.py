"""What desks say of a customer, in any order and any number of times, is one customer."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from podium_desk.domain.consents import newest
from podium_desk.domain.customer_facts import (
    STAMP_COUNTER_BITS,
    ConsentSaid,
    ConsentWay,
    Purpose,
    next_stamp,
)
from podium_desk.domain.customer_fields import Field
from podium_desk.domain.ids import CustomerId, FactId, HouseId, Origin
from podium_desk.domain.same_customers import FieldsSaid, all_of, known_fields, name_of

PEOPLE = [CustomerId(letter) for letter in "abcdef"]
people = st.sampled_from(PEOPLE)
stamps = st.integers(0, 4)
fact_ids = st.builds(FactId, st.integers(1, 3).map(Origin), st.integers(1, 9))
sayings = st.lists(
    st.builds(
        FieldsSaid, people, fact_ids, stamps,
        st.dictionaries(st.sampled_from(["name", "phone", "of a later program"]), st.text("ab")),
    ),
    unique_by=lambda one: one.fact,
)  # fmt: skip
consents = st.lists(st.builds(
    ConsentSaid, people, st.just(HouseId(1)), st.sampled_from(Purpose), st.booleans(),
    st.sampled_from(ConsentWay), stamps, st.just(1), st.sampled_from(["An", "Bo"]),
))  # fmt: skip
joinings = st.lists(st.tuples(people, people), max_size=8)


def persons(joined: Sequence[tuple[CustomerId, CustomerId]]) -> set[frozenset[CustomerId]]:
    """Who is one person by these joinings, everybody once."""

    def neighbours(of: CustomerId) -> list[CustomerId]:
        return [pair[pair[0] == of] for pair in joined if of in pair]

    return {all_of(one, neighbours) for one in PEOPLE}


@given(sayings, st.randoms())
def test_corrections_come_to_the_same_in_any_order_and_twice(said, chance):
    known = known_fields(said)
    again = said * 2
    chance.shuffle(again)
    assert known_fields(again) == known
    assert set(known) <= set(Field)
    assert "" not in known.values()


@given(consents, st.randoms())
def test_consents_come_to_the_same_in_any_order_and_a_no_wins_a_tie(said, chance):
    words = newest(said)
    again = said * 2
    chance.shuffle(again)
    assert newest(again) == words
    for (_house, purpose), word in words.items():
        rivals = [one for one in said if one.purpose is purpose and one.stamp == word.stamp]
        assert word.stamp == max(one.stamp for one in said if one.purpose is purpose)
        assert word.is_given == all(one.is_given for one in rivals)


@given(joinings, joinings, st.randoms())
def test_joinings_of_two_places_come_to_the_same_and_each_is_one_person_once(here, there, chance):
    both = here + there
    mixed = there + here + here
    chance.shuffle(mixed)
    found = persons(both)
    assert persons([pair[::-1] for pair in mixed]) == found
    assert sorted(one for members in found for one in members) == PEOPLE
    for one, other in both:
        assert any({one, other} <= members for members in found)


@given(joinings, st.randoms())
def test_without_an_undone_joining_all_is_as_if_it_never_was(joined, chance):
    """An undoing names one joining: the same pair joined by another stays one person."""
    if joined:
        undone = chance.randrange(len(joined))
        left = joined[:undone] + joined[undone + 1 :]
        apart, together = persons(left), persons(joined)
        assert all(any(few <= many for many in together) for few in apart)
        assert len(together) in (len(apart), len(apart) - 1)


@given(joinings)
def test_a_person_has_one_name_at_every_desk(joined):
    for members in persons(joined):
        assert {name_of(members & {one} | members) for one in members} == {min(members)}


@given(st.lists(st.integers(0, 2**41), min_size=1, max_size=8))
def test_who_sees_a_word_and_corrects_it_wins_whatever_the_clocks_say(clocks):
    said: list[FieldsSaid] = []
    for turn, now_ms in enumerate(clocks):
        stamp = next_stamp(now_ms, max((one.stamp for one in said), default=0))
        fact = FactId(Origin(turn % 2), turn)
        said.append(FieldsSaid(PEOPLE[0], fact, stamp, {"name": str(turn)}))
        assert stamp >= now_ms << STAMP_COUNTER_BITS
        assert known_fields(said) == {Field.NAME: str(turn)}
