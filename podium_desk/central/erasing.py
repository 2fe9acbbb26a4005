"""Forgetting a person in the whole cluster, because that person asked for it."""

from __future__ import annotations

from podium_desk.central.cluster import Central
from podium_desk.central.refusals import CentralReason, CentralRefusal
from podium_desk.domain.facts import PersonErased
from podium_desk.domain.ids import CustomerId, HouseId
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.codec import body_to_bytes, kind_of
from podium_desk.replica.customers import CustomerRows
from sync.facts.fact import Draft, origin_of
from sync.store.personal import SECRET_TABLES
from sync.store.replica import OwnLog


@dataclass(frozen=True, slots=True)
class Erased:
    """What was done: in how many houses the person was known."""

    person: str
    houses: tuple[int, ...]


def erase_person(central: Central, person: str, by: str) -> Erased | CentralRefusal:
    """Say in every house that knows a person that he or she is forgotten, and forget here.

    Who was joined with that person is the same person and goes too, with the names on the orders.
    Devices follow at their next contact. Facts stay, without a name.
    """
    rows = central.sql.rows(
        "SELECT DISTINCT house FROM personal_body WHERE person = ?"
        " UNION SELECT house FROM order_named WHERE person = ?"
        " UNION SELECT house FROM customer_said WHERE customer = ? ORDER BY house",
        (person, person, person),
    )
    houses = tuple(int(row[0]) for row in rows)
    if not houses:
        return CentralRefusal(CentralReason.UNKNOWN_PERSON, {"person": person})
    claims = central.identity.certificate.claims
    central.replica.own = OwnLog(claims.house, origin_of(claims.device, 0), central.identity.key)
    for house in houses:
        bodies = [
            PersonErased(one, central.now_ms(), by) for one in _all_of(central, house, person)
        ]
        central.replica.append(
            [Draft(kind_of(body), house, body_to_bytes(body)) for body in bodies]
        )
    central.sql.scrub(SECRET_TABLES)
    return Erased(person, houses)


def _all_of(central: Central, house: int, person: str) -> list[str]:
    """Every reference under which a house keeps this person."""
    rows = CustomerRows(central.sql, HouseId(house))
    members = rows.members(CustomerId(person))
    named = rows.persons_named_on(rows.orders_of(members))
    return list(dict.fromkeys([*sorted(members), *named]))
