"""Sales are read run by run: what stands in one run is hashed once for all of them."""

from pathlib import Path

from podium_desk.domain.facts import OrderSold
from podium_desk.domain.ids import Origin
from podium_desk.proving.measures.evening_facts import evening_batches, evening_replica
from podium_desk.replica.sold_facts import SalesReader, order_sold
from sync.store.log import FactLog


def test_each_sale_is_found_and_each_run_read_once(tmp_path: Path, monkeypatch):
    replica = evening_replica(tmp_path / "replica.sqlite")
    batches = evening_batches(performances=range(1, 3))
    for _ in range(3):
        replica.receive(next(batches))
    read = []
    run_of = FactLog.run_of

    def counted(self, *place):
        read.append(place)
        return run_of(self, *place)

    monkeypatch.setattr(FactLog, "run_of", counted)
    (origin, newest), *_ = (
        (origin, seq) for origin, seq in replica.log.heads().items() if origin >> 16 == 2
    )
    sales, seqs = SalesReader(replica), range(1, newest + 1)
    told = [sales.order_sold(Origin(origin), seq) for seq in seqs]
    assert len(read) < len(seqs) / 100
    # A sale and its payment in turn.
    assert [isinstance(one, OrderSold) for one in told] == [seq % 2 == 1 for seq in seqs]
    assert told[::50] == [order_sold(replica, Origin(origin), seq) for seq in seqs][::50]
    assert sales.order_sold(Origin(origin), newest + 1) is None
    assert sales.order_sold(Origin(77 << 16), 1) is None
    replica.sql.close()
