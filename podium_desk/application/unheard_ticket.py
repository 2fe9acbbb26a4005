"""A ticket nobody told us of, as its signed code says it.

A code is small: a long section's name is cut in it and validity is in whole minutes. What it names,
a place and a tariff, stands whole in the catalogue; where that still begins as the code says, it
holds.
"""

from __future__ import annotations

from dataclasses import replace

from podium_desk.application.workplace import Workplace
from podium_desk.domain.admission import TicketRecord
from podium_desk.domain.deciding import record_of_code
from podium_desk.domain.places import place_at
from podium_desk.domain.programme import Performance, Tariff
from podium_desk.domain.tickets import TicketContent, whole_minutes


def unheard_record(work: Workplace, content: TicketContent) -> TicketRecord:
    """What is known of a ticket whose sale was not heard of."""
    performance = work.catalogue.performance(content.performance)
    if performance is None:
        return record_of_code(content, "")
    tariff = work.catalogue.tariff(performance.id, content.tariff)
    record = record_of_code(content, "" if tariff is None else tariff.code)
    return _with_whole_section(work, performance, content, _to_the_moment(record, content, tariff))


def _to_the_moment(
    record: TicketRecord, content: TicketContent, tariff: Tariff | None
) -> TicketRecord:
    """Validity as the tariff has it, if that is the one that the code was made with."""
    if tariff is None:
        return record
    since, until = tariff.valid_from_ms, tariff.valid_until_ms
    if whole_minutes(since, until) != (content.valid_from_min, content.valid_until_min):
        return record
    return replace(record, valid_from_ms=since, valid_until_ms=until)


def _with_whole_section(
    work: Workplace, performance: Performance, content: TicketContent, record: TicketRecord
) -> TicketRecord:
    """The section's name as the plan has it, if it is the one that was cut."""
    if not content.is_zone_cut or content.unit is None:
        return record
    plan = work.catalogue.plan_of(performance)
    place = None if plan is None else place_at(plan, content.unit)
    if place is None or not place.zone.startswith(content.zone):
        return record
    return replace(record, section=place.zone, is_section_cut=False)
