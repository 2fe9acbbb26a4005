"""A stranger who has only `docs/formats/facts.md` reads and proves the facts of a release.

Nothing of the program is imported: MessagePack, BLAKE2, Ed25519 and Zstandard are all it takes.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec
import pytest
import zstandard
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "0.1" / "facts.json"
Item = tuple[bytes, bytes | None]


def unpack(data: bytes) -> Any:
    return msgspec.msgpack.decode(data)


def after(previous: bytes, item: Item) -> bytes:
    """The chain's hash behind one more fact."""
    header, body = item
    hashed = header if body is None else header + blake2b(body, digest_size=20).digest()
    return blake2b(previous + hashed, digest_size=32).digest()


def start(origin: int) -> bytes:
    return blake2b(f"podium-desk log 2\n{origin}".encode(), digest_size=32).digest()


def verify(key: bytes, signature: bytes, message: bytes) -> None:
    Ed25519PublicKey.from_public_bytes(key).verify(signature, message)


def verify_head(key: bytes, signature: bytes, origin: int, seq: int, hash_: bytes) -> None:
    verify(key, signature, f"podium-desk head 2\n{origin} {seq} ".encode() + hash_)


def plain_message(payload: bytes) -> bytes:
    is_compressed = payload[:4] == bytes.fromhex("28b52ffd")
    return zstandard.ZstdDecompressor().decompress(payload) if is_compressed else payload


@pytest.fixture(scope="module")
def corpus() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(CORPUS.read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def keys(corpus: dict[str, Any]) -> dict[int, bytes]:
    """The public key of every device whose certificate the cluster signed."""
    found = {}
    for told in corpus["certificates"]:
        claims_bytes, signature = unpack(bytes.fromhex(told))
        message = b"podium-desk certificate 1\n" + claims_bytes
        verify(bytes.fromhex(corpus["authority_public"]), signature, message)
        cluster, house, device, role, name, public_key, not_before_ms, not_after_ms = unpack(
            claims_bytes
        )
        assert cluster
        assert (house == 0) == (role == "store")
        assert name
        assert not_before_ms < not_after_ms
        found[device] = public_key
    return found


def items_of(batch: dict[str, Any]) -> list[Item]:
    return [(bytes.fromhex(f["header"]), bytes.fromhex(f["body"])) for f in batch["facts"]]


def test_every_log_is_proved_from_its_start_to_its_head(
    corpus: dict[str, Any], keys: dict[int, bytes]
) -> None:
    heads: dict[int, tuple[int, bytes]] = {}
    for batch in corpus["batches"]:
        origin = batch["origin"]
        seq, hash_ = heads.get(origin, (0, start(origin)))
        assert (batch["first_seq"], batch["previous_hash"]) == (seq + 1, hash_.hex())
        for item in items_of(batch):
            hash_, seq = after(hash_, item), seq + 1
        verify_head(keys[origin >> 16], bytes.fromhex(batch["signature"]), origin, seq, hash_)
        heads[origin] = seq, hash_
    assert {origin >> 16 for origin in heads} == set(keys)


def test_a_stub_proves_the_same_and_another_body_proves_nothing(
    corpus: dict[str, Any], keys: dict[int, bytes]
) -> None:
    batch = corpus["batches"][0]
    origin, signature = batch["origin"], bytes.fromhex(batch["signature"])
    for replaced, holds in ((None, True), (b"another body", False)):
        hash_ = start(origin)
        for header, body in items_of(batch):
            assert body is not None
            stub = header + blake2b(body, digest_size=20).digest()
            hash_ = after(hash_, (stub, None) if replaced is None else (header, replaced))
        seq = len(batch["facts"])
        if holds:
            verify_head(keys[origin >> 16], signature, origin, seq, hash_)
        else:
            with pytest.raises(InvalidSignature):
                verify_head(keys[origin >> 16], signature, origin, seq, hash_)


def test_a_header_and_a_body_say_what_the_page_tells(corpus: dict[str, Any]) -> None:
    facts = [(batch, fact) for batch in corpus["batches"] for fact in batch["facts"]]
    batch, sold = next((b, f) for b, f in facts if f["kind"] == "ORDER_SOLD")
    kind, version, hlc, house, index, size, moves = unpack(bytes.fromhex(sold["header"]))
    assert (kind, version, house, index, size) == (2, 1, 1, 0, 2)
    assert 0 <= corpus["made_ms"] - (hlc >> 16) < 24 * 3600 * 1000
    places = [unit for _, _, first, count, _, _ in moves for unit in range(first, first + count)]
    assert {move[0] for move in moves} == {0}, "it spends"
    (order_origin, number), at_ms, channel, clerk, language, lines = unpack(
        bytes.fromhex(sold["body"])
    )
    assert (order_origin, number) == (batch["origin"], 1)
    assert (channel, clerk, language) == ("counter", "An", "nl")
    assert [line[1] for line in lines] == places
    assert abs(at_ms - (hlc >> 16)) < 1000


def test_a_stored_run_and_a_request_hold_the_same_facts(
    corpus: dict[str, Any], keys: dict[int, bytes]
) -> None:
    items = [list(item) for item in items_of(corpus["batches"][-1])]
    stored = bytes.fromhex(corpus["run"])
    compressed = bytes.fromhex(corpus["compressed_run"])
    assert unpack(stored) == items
    assert compressed[:4] == bytes.fromhex("28b52ffd")
    assert zstandard.ZstdDecompressor().decompress(compressed) == stored
    path, sealed = corpus["request"]["path"], bytes.fromhex(corpus["request"]["bytes"])
    protocol, device, payload, signature, protocol_min = unpack(sealed)
    digest = blake2b(payload, digest_size=32).digest()
    verify(keys[device], signature, f"podium-desk request 1\n{path}\n".encode() + digest)
    assert protocol_min <= protocol
    batches, _nonce, closings = unpack(plain_message(payload))
    ((origin, first_seq, previous_hash, sent, head_signature),) = batches
    last = corpus["batches"][-1]
    assert (origin, first_seq, sent, closings) == (last["origin"], last["first_seq"], items, [])
    assert (previous_hash.hex(), head_signature.hex()) == (
        last["previous_hash"], last["signature"],
    )  # fmt: skip
