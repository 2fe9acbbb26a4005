"""What stands on the paper of an X or Z report, now and when it is printed again years later."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from podium_desk.application.till import register_of
from podium_desk.application.workplace import Workplace
from podium_desk.documents.till_report import TillPrint
from podium_desk.domain.ids import Origin
from podium_desk.domain.till_report import TillReport
from podium_desk.replica.till_log import StandingReport, TillLog
from podium_desk.replica.till_tables import Z


def till_print(work: Workplace, origin: Origin, name: str, duplicate: int = 0) -> TillPrint:
    """A report of a register by its name; `KeyError` when this replica does not know it."""
    log = TillLog(work.replica)
    standing = next((one for one in log.reports(origin) if one.name == name), None)
    if standing is None:
        raise KeyError(name)
    report, own_hash, previous = _content(work, log, standing)
    house = work.own_house
    zone = ZoneInfo(house.timezone)

    def moment(at_ms: int) -> datetime:
        return datetime.fromtimestamp((at_ms or standing.at_ms) / 1000, UTC).astimezone(zone)

    device = work.replica.devices.get(int(origin) >> 16)
    return TillPrint(
        name=name,
        house=house.name,
        legal_name=house.legal_name or house.name,
        enterprise_number=house.enterprise_number,
        device=work.claims.name if device is None else device.claims.name,
        clerk=standing.clerk,
        at=moment(standing.at_ms),
        begins=moment(report.from_ms),
        ends=moment(report.until_ms),
        report=report,
        moves=tuple(log.moves(origin, report.first_seq, report.last_seq)),
        hash=own_hash,
        previous_hash=previous,
        duplicate_number=duplicate,
        is_training=work.is_training,
    )


def _content(
    work: Workplace, log: TillLog, standing: StandingReport
) -> tuple[TillReport, str, str]:
    """The report, its hash and the one before; an X is worked out again from the log."""
    if standing.kind == Z:
        z = log.z_at(standing.origin, standing.seq)
        return z.body.report, z.hash.hex(), z.body.previous_hash.hex()
    book = log.book(standing.origin, standing.seq - 1)
    report = book.report(work.house, register_of(standing.origin), None)
    return report, "", ""
