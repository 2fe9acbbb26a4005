"""A device that was lost: what it wrote before counts, what it writes later does not."""

from __future__ import annotations

from test_desk_and_door import Evening, evening, sell

from podium_desk.application.door import AGREED
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.replica.queries import totals
from sync.facts.fact import device_of
from sync.server.enrolment import CERTIFICATE_DAYS

__all__ = ["evening"]
DAY_S = 86_400


def revoke(evening: Evening) -> None:
    number = evening.counter.work.claims.device
    heads = evening.cluster.replica.log.heads()
    last = tuple((log, seq) for log, seq in heads.items() if device_of(log) == number)
    evening.cluster.enrolment.revoke(number, last, evening.cluster.clock.ms)


def test_a_revoked_device_is_told_so_and_gets_nothing(evening: Evening) -> None:
    revoke(evening)
    evening.counter.sync()
    assert evening.counter.line.state().fault == "revoked"


def test_a_ticket_sold_after_the_revocation_is_for_a_person_to_look_at(evening: Evening) -> None:
    before = sell(evening.counter, evening.tonight)
    evening.counter.sync()
    revoke(evening)
    evening.door.sync()
    evening.counter.wire.is_cut = True
    after = sell(evening.counter, evening.tonight)
    assert evening.door.door.scan(before.tickets[0].code).verdict is Verdict.ADMIT
    asked = evening.door.door.scan(after.tickets[0].code)
    assert (asked.verdict, asked.reason) == (Verdict.ASK, ScanReason.REVOKED_ISSUER)
    assert evening.door.door.scan(after.tickets[0].code, says=AGREED).verdict is Verdict.ADMIT


def test_what_a_revoked_device_held_stays_with_it(evening: Evening) -> None:
    store = evening.cluster.replica.rights
    held = store.held_free_counts(evening.counter.work.origin)
    revoke(evening)
    evening.other.sync()
    assert store.held_free_counts(evening.counter.work.origin) == held


def test_a_certificate_is_renewed_by_contact_before_its_end(evening: Evening) -> None:
    counter, clock = evening.counter, evening.cluster.clock
    until_ms = counter.work.claims.not_after_ms
    clock.pass_(days=CERTIFICATE_DAYS - 2)
    counter.sync()
    renewed = counter.work.replica.devices.get(counter.work.claims.device)
    assert renewed is not None
    assert renewed.claims.not_after_ms > until_ms
    counter.kill_and_restart()


def test_a_certificate_that_ended_stops_new_grants_and_nothing_else(evening: Evening) -> None:
    counter = evening.counter
    evening.cluster.clock.pass_(days=CERTIFICATE_DAYS + 1)
    held = counter.work.replica.rights.held_free_counts(counter.work.origin)
    assert held
    counter.sync()
    assert counter.line.state().fault is None
    origin = counter.work.origin
    after = evening.cluster.replica.rights.held_free_counts(origin)
    assert sum(after.values()) <= sum(held.values())
    assert totals(counter.sql) == totals(evening.cluster.sql)
