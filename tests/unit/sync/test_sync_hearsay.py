"""When each device was last heard of, as it goes from mouth to mouth."""

from __future__ import annotations

from sync.store.hearsay import TOLD_MS_MAX, Hearsay


def test_what_is_told_counts_from_the_hour_of_who_hears_it() -> None:
    near, far = Hearsay(), Hearsay()
    near.heard(7, 1_000)
    far.told(near.ages(4_000, [7]), 900_000, [7])
    assert far.age_ms(7, 900_500) == 3_500


def test_older_word_takes_nothing_back() -> None:
    hearsay = Hearsay()
    hearsay.heard(7, 5_000)
    hearsay.told(((7, 4_000),), 6_000, [7])
    hearsay.heard(7, 100)
    assert hearsay.age_ms(7, 6_000) == 1_000


def test_two_that_repeat_each_other_do_not_keep_a_third_alive() -> None:
    one, two = Hearsay(), Hearsay()
    one.heard(7, 0)
    for now_ms in range(0, 60_000, 1_000):
        two.told(one.ages(now_ms, [7]), now_ms, [7])
        one.told(two.ages(now_ms, [7]), now_ms, [7])
    assert one.age_ms(7, 60_000) == two.age_ms(7, 60_000) == 60_000


def test_of_strangers_and_of_what_cannot_be_nothing_is_believed() -> None:
    hearsay = Hearsay()
    hearsay.told(((7, -5), (8, 10), (9, TOLD_MS_MAX + 1)), 1_000, [7, 9])
    assert [hearsay.age_ms(device, 1_000) for device in (7, 8, 9)] == [None, None, None]


def test_what_is_of_another_evening_is_not_told_on() -> None:
    hearsay = Hearsay()
    hearsay.heard(7, 0)
    assert hearsay.ages(TOLD_MS_MAX + 1, [7]) == ()


def test_the_longest_silence_is_told_but_for_who_is_not_at_work_tonight() -> None:
    hearsay = Hearsay()
    for device, at_ms in ((7, 0), (8, 60_000), (9, 90_000)):
        hearsay.heard(device, at_ms)
    at_work = frozenset({7, 8, 9, 10})
    assert hearsay.longest_ms(at_work, 100_000, 100_000) == 100_000
    assert hearsay.longest_ms(at_work, 100_000, 99_999) == 40_000
    assert hearsay.longest_ms(at_work - {7, 8}, 100_000, 100_000) == 10_000
    assert hearsay.longest_ms(frozenset({10}), 100_000, 100_000) is None
    assert hearsay.unheard(at_work) == {10}
