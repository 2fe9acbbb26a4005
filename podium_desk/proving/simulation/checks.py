"""Every invariant of sync.md section 4 by its number, those that are not checked yet among them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from podium_desk.proving.simulation.invariants import (
    acts,
    beginnings,
    doors,
    logs,
    money,
    persons,
    places,
    progress,
    venue,
    wire,
)
from podium_desk.proving.simulation.world import World

Check = Callable[[World], Iterator[str]]

ALWAYS: dict[str, Check] = {
    "I1": places.i1_a_place_is_sold_once,
    "I3": places.i3_a_right_has_one_holder,
    "I20": venue.i20_every_other_double_is_an_incident,
    "L3": progress.l3_who_holds_places_can_sell,
}
"""What is looked at in the middle of things too."""

AT_THE_END: dict[str, Check] = {
    "I1b": acts.i1b_no_more_is_sold_twice_than_was_stated,
    "I1c": acts.i1c_two_copies_sell_their_reserve_twice_and_no_more,
    "I2": places.i2_no_more_is_sold_than_there_are_places,
    "I4": doors.i4_a_ticket_lets_in_once,
    "I5": places.i5_a_ticket_is_paid_back_once,
    "I6": logs.i6_what_was_confirmed_is_kept,
    "I7": logs.i7_logs_are_chained_and_never_fork,
    "I7b": acts.i7b_both_memories_are_kept,
    "I8": logs.i8_tables_are_the_fold_of_the_log,
    "I9": logs.i9_equal_vectors_mean_equal_tables,
    "I10": places.i10_every_move_follows_the_one_before,
    "I11": logs.i11_orders_are_whole,
    "I12": logs.i12_nobody_does_what_is_not_their_role,
    "I13": wire.i13_no_word_of_another_house,
    "I14": persons.i14_nothing_is_left_of_an_erased_person,
    "I15": logs.i15_clocks_change_no_right,
    "I16": logs.i16_bytes_are_passed_on_as_they_were,
    "I17": beginnings.i17_a_snapshot_says_what_replay_says,
    "I18": beginnings.i18_compaction_changes_no_answer,
    "I19": places.i19_the_money_is_right,
    "I21": venue.i21_every_double_is_an_incident_in_the_end,
    "I22": venue.i22_who_says_that_it_asked_did,
    "I23": venue.i23_nobody_gets_what_is_not_theirs,
    "I24": money.i24_every_order_has_the_money_that_it_says,
    "I25": money.i25_every_z_can_be_worked_out_again,
    "I26": money.i26_no_voucher_and_no_code_is_used_twice,
    "I27": doors.i27_nobody_is_sent_away_wrongly,
    "I28": doors.i28_nobody_is_in_twice_among_doors_that_heard_each_other,
    "L1": progress.l1_all_queues_empty,
    "L2": progress.l2_one_bad_log_stops_no_other,
    "L4": progress.l4_what_is_stuck_is_a_reserve_only,
    "L4b": acts.l4b_a_closing_code_strands_nothing,
    "L5": progress.l5_messages_stay_bounded,
    "L6": venue.l6_a_word_that_was_not_used_shuts_nobody_out,
}
"""What must hold once everything is healed and quiet."""

NOT_CHECKED: dict[str, str] = {}
"""What no scenario looks at, and why; never silently passed."""
