"""What follows on a round with the store: what need not be kept goes back, and who was erased is
forgotten.
"""

from __future__ import annotations

from podium_desk.application.aside_places import keep_parked
from podium_desk.application.codes import free_uses
from podium_desk.application.customers import forget_joined
from podium_desk.application.lane import Lane
from podium_desk.application.named_orders import scrub_erased
from podium_desk.application.pass_rights import return_passes
from podium_desk.application.passed_names import forget_passed
from podium_desk.application.reserves import return_surplus
from podium_desk.application.taking_over import hand_over_open
from podium_desk.application.voucher_rights import return_vouchers
from podium_desk.application.workplace import Workplace


def give_back(work: Workplace) -> int:
    """What this device need not keep goes to the store; how much went."""
    keep_parked(work)
    returned = return_surplus(work) + hand_over_open(work)
    return returned + return_vouchers(work) + return_passes(work) + free_uses(work)


def forget(work: Workplace, lane: Lane) -> None:
    """Who was joined, erased or came is forgotten, each in a piece of its own on the lane."""
    lane(lambda: forget_joined(work))
    lane(lambda: forget_passed(work))
    lane(lambda: scrub_erased(work))
