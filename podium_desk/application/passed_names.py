"""Names that were written down for a while go by themselves: of baskets, and of who waited.

The desk that wrote a name forgets it a day after it was of use, while the store answers; so
everybody forgets it. Names on orders and customers of the house stay until a person asks.
"""

from __future__ import annotations

from podium_desk.application.customers import erase_persons
from podium_desk.application.workplace import Workplace
from podium_desk.domain.facts import FactKind
from podium_desk.domain.roles import WRITERS, Role
from podium_desk.replica.parked import persons_of_ended
from podium_desk.replica.waiting import persons_waiting
from sync.store.schema import number_setting, put_setting

KEPT_MS = 86_400_000
LOOK_EVERY_MS = 6 * 3_600_000
_LOOKED = "passed_names_looked"


def forget_passed(work: Workplace) -> int:
    """Forget the names of this desk that are of no use any more; how many. Looks now and then.

    To be called only while the store answers, which has shown that this memory is the newest.
    """
    sql, now_ms = work.replica.sql, work.clock.now_ms()
    looked_ms = number_setting(sql, _LOOKED) or 0
    may_forget = Role(work.claims.role) in WRITERS[FactKind.PERSON_ERASED]
    if not may_forget or 0 <= now_ms - looked_ms < LOOK_EVERY_MS:
        return 0
    before_ms, house = now_ms - KEPT_MS, int(work.house)
    persons = persons_of_ended(sql, house, work.origin, before_ms)
    for number, person in persons_waiting(sql, house, work.origin):
        performance = work.catalogue.performance(number)
        if performance is not None and performance.start.timestamp() * 1000 < before_ms:
            persons.append(person)
    if persons:
        erase_persons(work, dict.fromkeys(persons))
    with sql.transaction():
        put_setting(sql, _LOOKED, b"%d" % now_ms)
    return len(persons)
