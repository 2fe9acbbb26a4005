"""Whatever two desks say of customers apart, they know the same once they have met."""

from __future__ import annotations

from typing import Any

from harness.cluster import Cluster, Place
from harness.full_evening import TONIGHT, sell
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from podium_desk.application.customer_desk import CustomerSeen
from podium_desk.domain.customer_facts import ConsentWay, Purpose, SameReason
from podium_desk.domain.customer_fields import Field
from podium_desk.domain.ids import CustomerId, OrderId

_PEOPLE = 3
_person = st.integers(0, _PEOPLE - 1)
_fields = st.dictionaries(
    st.sampled_from([Field.NAME, Field.PHONE, Field.TOWN]),
    st.sampled_from(["", "0471 23 45 67", "0471 23 45 68", "09 123 45 67"]),
    min_size=1,
)
_deeds = st.one_of(
    st.tuples(st.just("correct"), _person, _fields),
    st.tuples(st.just("consent"), _person, st.booleans()),
    st.tuples(st.just("join"), _person, _person),
    st.tuples(st.just("undo_join"), _person, st.none()),
    st.tuples(st.just("tie"), _person, st.none()),
    st.tuples(st.just("erase"), _person, st.none()),
    st.tuples(st.just("meet"), _person, st.none()),
)
_evenings = st.lists(st.tuples(st.booleans(), _deeds), min_size=2, max_size=14)


class Apart:
    """Two desks of a house that hear nobody, and what was sold before."""

    def __init__(self) -> None:
        cluster = Cluster()
        house = cluster.house(1, "GC Het Anker")
        cluster.performance(house, TONIGHT, cluster.plan(house, "gc-het-anker-theaterzaal.json"))
        self.cluster = cluster
        self.desks = [cluster.device(house, "counter", f"Kassa {n}") for n in (1, 2)]
        self.order: OrderId = sell(self.desks[0], 1).order
        names = ("Ada Vink", "Bo Vink", "Ada Fink")
        made = [self.desks[0].desk.customers.write_down({Field.NAME: name}) for name in names]
        self.people = [CustomerId(str(one)) for one in made]
        self.meet()
        self.cut(is_cut=True)

    def cut(self, *, is_cut: bool) -> None:
        for desk in self.desks:
            desk.wire.is_cut = is_cut

    def meet(self) -> None:
        self.cut(is_cut=False)
        for desk in self.desks * 3:
            desk.sync()

    def do(self, desk: Place, deed: tuple[str, int, Any]) -> None:
        """Do it; a refusal is an answer like another."""
        what, number, more = deed
        customers, person = desk.desk.customers, self.people[number]
        self.cluster.clock.pass_(minutes=1)
        match what:
            case "correct":
                customers.correct(person, more)
            case "consent":
                customers.consent(person, Purpose.POST, more, ConsentWay.COUNTER)
            case "join":
                customers.join(person, self.people[more], SameReason.SAID)
            case "undo_join":
                customers.undo_join(person)
            case "tie":
                customers.tie(self.order, person)
            case "erase":
                customers.erase(person)
            case "meet":
                self.meet()
                self.cut(is_cut=True)

    def known_at(self, desk: Place) -> list[object]:
        customers = desk.desk.customers
        pages = [customers.look(one) for one in self.people]
        found = {one.id for word in ("ada", "vink", "0471") for one in customers.find(word)}
        shown = {page.id for page in pages if isinstance(page, CustomerSeen)}
        assert found <= shown
        return [pages, customers.customer_of(self.order), sorted(found)]


@settings(max_examples=8, deadline=None, phases=(Phase.reuse, Phase.generate))
@given(_evenings)
def test_two_desks_know_the_same_customers_once_they_met(deeds):
    apart = Apart()
    for is_first, deed in deeds:
        apart.do(apart.desks[not is_first], deed)
    apart.meet()
    first, second = (apart.known_at(desk) for desk in apart.desks)
    assert first == second
    rows = "SELECT DISTINCT person FROM personal_body ORDER BY person"
    kept = [desk.work.replica.sql.rows(rows) for desk in apart.desks]
    assert kept[0] == kept[1] == apart.cluster.sql.rows(rows)
