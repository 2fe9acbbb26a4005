"""The corpus of a release: real signed facts of every kind, in one readable file, for ever.

``python -m harness.corpus RELEASE`` (from ``tests``) plays the full evening with the program as it
is and writes ``corpus/RELEASE/facts.json``; it never writes over one that is there. Bytes stand in
hexadecimal. ``docs/formats/facts.md`` tells when to do this.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from harness.full_evening import FullEvening, played
from podium_desk.application.enrolling import podium_charter
from podium_desk.domain.facts import FactKind
from podium_desk.replica.projection import PodiumProjector
from podium_desk.replica.tables import FACT_TABLES
from sync.exchange.messages import PushRequest, seal_request
from sync.facts.batch import Batch
from sync.facts.clock import HybridClock
from sync.facts.fact import read_header
from sync.facts.run import header_of, items_to_bytes, items_to_segment
from sync.identity.certificate import Certificate, check
from sync.store.replica import Replica
from sync.store.rulings import SET_ASIDE
from sync.store.sqlite import memory_store

CORPORA = Path(__file__).resolve().parents[1] / "corpus"
TABLES = (*FACT_TABLES, "person_erased", "unit_right", "former_right", "set_aside")
_FILE = "facts.json"
_WORDS = "explanation"
"""A column in the words of the program that reads."""
_WIDE = 110
_BATCH_FACTS = 6
Corpus = dict[str, Any]


def corpora() -> list[Path]:
    """The file of every release, the oldest first."""
    return sorted(CORPORA.glob(f"*/{_FILE}"))


def read(path: Path) -> Corpus:
    """What stands in such a file."""
    found: Corpus = json.loads(path.read_text("utf-8"))
    return found


def batches_of(corpus: Corpus) -> list[Batch]:
    """Its batches, each log's in order."""
    return [
        Batch(
            one["origin"], one["first_seq"], bytes.fromhex(one["previous_hash"]),
            tuple((bytes.fromhex(f["header"]), bytes.fromhex(f["body"])) for f in one["facts"]),
            bytes.fromhex(one["signature"]),
        )
        for one in corpus["batches"]
    ]  # fmt: skip


def listener_of(corpus: Corpus) -> Replica:
    """A replica that knows the corpus' devices and pools, and has heard nothing yet.

    Raises `CertificateError` when one of the certificates was not signed by its cluster.
    """
    replica = Replica(
        memory_store(), podium_charter(), PodiumProjector(1), HybridClock(lambda: corpus["made_ms"])
    )
    for certificate_bytes in corpus["certificates"]:
        certificate = Certificate.from_bytes(bytes.fromhex(certificate_bytes))
        check(certificate, bytes.fromhex(corpus["authority_public"]))
        replica.devices.put(certificate)
    for pool in corpus["pools"]:
        replica.rights.declare(*pool)
    return replica


def rows(replica: Replica, table: str, columns: list[str]) -> list[list[Any]]:
    """These columns of a table, in an order that does not depend on how the rows came."""
    found = replica.sql.rows(f"SELECT {', '.join(columns)} FROM {table}")
    plain = [[cell.hex() if isinstance(cell, bytes) else cell for cell in row] for row in found]
    return sorted(plain, key=repr)


def all_rows(replica: Replica) -> Corpus:
    """Every table that facts fill, with the names of its columns."""
    return {table: _table(replica, table) for table in TABLES}


def made_from(evening: FullEvening, release: str) -> Corpus:
    """What the store has heard of an evening."""
    store = evening.cluster.replica
    batches = [
        batch for origin, house in sorted(store.log.homes().items())
        for batch in _batches(store, house, origin)
    ]  # fmt: skip
    corpus = {
        "release": release,
        "made_ms": evening.cluster.clock.ms,
        "authority_public": evening.cluster.authority.public.hex(),
        "certificates": [one.certificate.to_bytes().hex() for one in store.devices.all()],
        "pools": [list(row) for row in store.sql.rows("SELECT house, pool, size, owner FROM pool")],
        "batches": [_batch_told(batch) for batch in batches],
        **_other_forms(evening, batches[-1]),
    }
    listener = listener_of(corpus)
    for batch in batches_of(corpus):
        listener.receive(batch)
    return {**corpus, "tables": all_rows(listener)}


def _batches(store: Replica, house: int, origin: int) -> list[Batch]:
    found: list[Batch] = []
    seq = 0
    while (batch := store.log.batch_after(house, origin, seq, _BATCH_FACTS)) is not None:
        found.append(batch)
        seq = batch.first_seq + len(batch.items) - 1
    return found


def _batch_told(batch: Batch) -> Corpus:
    return {
        "origin": batch.origin,
        "first_seq": batch.first_seq,
        "previous_hash": batch.previous_hash.hex(),
        "facts": [
            {
                "kind": kind_name(read_header(header_of(item)).kind),
                "header": item[0].hex(),
                "body": (item[1] or b"").hex(),
            }
            for item in batch.items
        ],
        "signature": batch.signature.hex(),
    }


def kind_name(kind: int) -> str:
    """The name of a kind, for who reads the file."""
    return "SET_ASIDE" if kind == SET_ASIDE else FactKind(kind).name


def _other_forms(evening: FullEvening, batch: Batch) -> Corpus:
    """The same facts of the last batch as they lie in a database and as they travel."""
    door = evening.doors[1]
    request = PushRequest((batch,), b"a nonce of the device")
    path = "/sync/push"
    sealed = seal_request(path, request, door.work.claims.device, door.key)
    return {
        "run": items_to_bytes(batch.items).hex(),
        "compressed_run": items_to_segment(batch.items).hex(),
        "request": {"path": path, "bytes": sealed.hex()},
    }


def _table(replica: Replica, table: str) -> Corpus:
    names = [row[1] for row in replica.sql.rows(f"PRAGMA table_info({table})")]
    columns = [name for name in names if name != _WORDS]
    return {"columns": columns, "rows": rows(replica, table, columns)}


def text_of(value: Any, indent: str = "") -> str:
    """JSON of which a line holds as much as a person reads at once."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(flat) + len(indent) <= _WIDE or not isinstance(value, dict | list):
        return flat
    inner = indent + "  "
    if isinstance(value, dict):
        lines = [f"{inner}{json.dumps(key)}: {text_of(one, inner)}" for key, one in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    return "[\n" + ",\n".join(inner + text_of(one, inner) for one in value) + f"\n{indent}]"


def main(release: str) -> int:
    """Write the corpus of a release; 1 when it has one already."""
    path = CORPORA / release / _FILE
    if path.exists():
        print(f"{path} is there: what was released is never written again", file=sys.stderr)
        return 1
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text_of(made_from(played(), release)) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
