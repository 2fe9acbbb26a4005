"""What a performance's attendance is counted from, out of the tables of a replica: at the store
and on a device alike.
"""

from __future__ import annotations

from podium_desk.domain.attendance import (
    AttendanceSeen,
    DoorScan,
    Ticket,
    attendance,
)
from podium_desk.domain.evening import evening_of
from podium_desk.domain.facts import Direction
from podium_desk.domain.ids import Origin, TariffId, TicketId, device_of
from podium_desk.domain.programme import Performance
from podium_desk.domain.roles import Role
from podium_desk.domain.unheard_scans import DoorHeard, unknown_scans
from podium_desk.replica.catalogue import Catalogue
from podium_desk.replica.door_tables import NOT_ANNULLED
from podium_desk.replica.door_visits import visits_to
from podium_desk.replica.evening_counts import was_at_gates_of
from podium_desk.replica.gates import checked_out_ms
from podium_desk.replica.queries import newest_scan_ms
from sync.store.contacts import Contact, ContactTable
from sync.store.devices import Device
from sync.store.port import Sql
from sync.store.replica import Replica

_DAY_MS = 86_400_000
_TICKETS = """
    SELECT t.origin, t.seq, t.line, t.persons, t.zone, t.tariff,
        EXISTS (SELECT 1 FROM ticket_refunded r WHERE r.house = t.house
            AND r.ticket_origin = t.origin AND r.ticket_seq = t.seq AND r.ticket_line = t.line)
        OR EXISTS (SELECT 1 FROM order_sold o WHERE o.house = t.house AND o.origin = t.origin
            AND o.seq = t.seq AND o.pay_before_ms IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM order_paid p WHERE p.house = t.house
            AND p.order_origin = t.order_origin AND p.order_number = t.order_number),
        t.price_cents, EXISTS (SELECT 1 FROM uitpas_line u WHERE u.house = t.house
            AND u.origin = t.origin AND u.seq = t.seq AND u.line = t.line), t.row_name, t.number
    FROM ticket_sold t WHERE t.house = ? AND t.performance = ?"""
_SCAN = (
    "SELECT s.at_ms, s.gate, s.direction, s.verdict, s.reason, s.ticket_origin, s.ticket_seq,"
    f" s.ticket_line, NOT ({NOT_ANNULLED}), s.persons, s.hlc, s.gate_number FROM scan s"
    " WHERE s.house = ?"
)


def attendance_of(
    replica: Replica, catalogue: Catalogue, performance: Performance
) -> AttendanceSeen:
    """Count one performance of a house whose facts this replica has."""
    sql = replica.sql
    first_ms, last_ms = (int(at.timestamp() * 1000) for at in evening_of(performance))
    scans = door_scans(sql, catalogue, performance)
    unknown = unknown_scans(_doors(replica, performance), first_ms, last_ms)
    tickets = tuple(known_tickets(sql, performance))
    return AttendanceSeen(
        attendance(tickets, scans, _closings(catalogue, performance, scans)), tickets, unknown,
        was_scanned=any(scan.ticket is not None for scan in scans),
    )  # fmt: skip


def known_tickets(sql: Sql, performance: Performance) -> list[Ticket]:
    """All tickets of a performance, also those that nobody may come with any more; and the visits
    that doors took of cards, which are paid and have no place."""
    rows = sql.rows(_TICKETS, (performance.house, performance.id))
    visits = [Ticket(one, 1, "", TariffId(0)) for one in visits_to(sql, performance.id)]
    return visits + [
        Ticket(
            TicketId(Origin(origin), seq, line), persons, zone, TariffId(tariff), not is_void,
            cents, bool(is_uitpas), row, number,
        )
        for origin, seq, line, persons, zone, tariff, is_void, cents, is_uitpas, row, number
        in rows
    ]  # fmt: skip


def door_scans(sql: Sql, catalogue: Catalogue, performance: Performance) -> list[DoorScan]:
    """Every attempt of its tickets, and those at its gates whose code named none."""
    house = performance.house
    of_tickets = sql.rows(f"{_SCAN} AND s.performance = ?", (house, performance.id))
    nameless = sql.rows(f"{_SCAN} AND s.performance IS NULL", (house,))
    at_its_gates = was_at_gates_of(catalogue, performance)
    return [
        DoorScan(
            at_ms, gate, Direction(way), verdict, reason or "",
            None if origin is None else TicketId(Origin(origin), seq, line),
            persons,
            bool(is_annulled),
            hlc,
        )
        for at_ms, gate, way, verdict, reason, origin, seq, line, is_annulled, persons, hlc, number
        in (*of_tickets, *nameless)
        if origin is not None or at_its_gates(number, at_ms)
    ]  # fmt: skip


def _closings(
    catalogue: Catalogue, performance: Performance, scans: list[DoorScan]
) -> tuple[int, ...]:
    """When everybody was checked out, as far as it changes what a later passage was."""
    passed = [scan.at_ms for scan in scans if scan.is_passage]
    if not passed:
        return ()
    return checked_out_ms(
        catalogue, performance.house, performance.id, min(passed), max(passed) + _DAY_MS
    )


def _doors(replica: Replica, performance: Performance) -> list[DoorHeard]:
    """The doors of the house, and what else scanned there; not this device, which knows its own."""
    house = performance.house
    own = None if replica.own is None else device_of(Origin(replica.own.origin))
    scanned = {
        device_of(Origin(origin))
        for (origin,) in replica.sql.rows(
            "SELECT DISTINCT origin FROM scan WHERE house = ? AND performance = ?",
            (house, performance.id),
        )
    }
    contacts = {one.device: one for one in ContactTable(replica.sql).all(house)}
    return [
        door_heard(replica, device, contacts.get(device.claims.device))
        for device in replica.devices.of_house(house)
        if device.claims.device != own
        and (device.claims.role == Role.DOOR or device.claims.device in scanned)
    ]


def door_heard(replica: Replica, device: Device, contact: Contact | None) -> DoorHeard:
    """Until when all that a device scanned is here, by its last contact and its own log."""
    claims, unsent = device.claims, 0
    until_ms = _newest_scan_ms(replica, claims.house, claims.device)
    if contact is not None and contact.origin:
        unsent = max(0, contact.said_seq - replica.log.head(claims.house, contact.origin)[0])
        if not unsent:
            until_ms = max(until_ms, contact.heard_ms)
    lost = device.revocation
    lost_ms = None if lost is None else lost.claims.revoked_ms
    return DoorHeard(claims.device, claims.name, until_ms, unsent, lost_ms)


def _newest_scan_ms(replica: Replica, house: int, device: int) -> int:
    """When a device made the newest scan that came here: its log has no gaps before it."""
    logs = [o for o in replica.log.homes() if device_of(Origin(o)) == device]
    return max((newest_scan_ms(replica.sql, house, log) or 0 for log in logs), default=0)
