"""Signatures: as RFC 8032 has them, and by OpenSSL's count too."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from sync.identity.keys import SEED_BYTES, SIGNATURE_BYTES, DeviceKey, is_signed

RFC_8032 = (
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
)
"""Of section 7.1: seed, public key, message, signature."""
ORDER_L = 2**252 + 27742317777372353535851937790883648493

seeds = st.binary(min_size=SEED_BYTES, max_size=SEED_BYTES)


@pytest.mark.parametrize(("seed", "public", "message", "signature"), RFC_8032)
def test_a_signature_is_the_one_of_the_standard(seed, public, message, signature):
    key = DeviceKey(bytes.fromhex(seed))
    assert key.public.hex() == public
    assert key.sign(bytes.fromhex(message)).hex() == signature
    assert is_signed(key.public, bytes.fromhex(signature), bytes.fromhex(message))


@given(seeds, st.binary(max_size=300))
def test_two_libraries_sign_alike(seed, message):
    key, other = DeviceKey(seed), Ed25519PrivateKey.from_private_bytes(seed)
    assert key.public == other.public_key().public_bytes_raw()
    assert key.sign(message) == other.sign(message)


@given(seeds, st.binary(min_size=1, max_size=80), st.data())
def test_what_was_changed_anywhere_is_not_signed(seed, message, data):
    key = DeviceKey(seed)
    signature = key.sign(message)
    at = data.draw(st.integers(0, 8 * (len(signature) + len(message)) - 1))
    changed = bytearray(signature + message)
    changed[at // 8] ^= 1 << at % 8
    assert not is_signed(key.public, bytes(changed[:64]), bytes(changed[64:]))


@given(st.binary(max_size=80), st.integers(1, 63))
def test_the_bound_between_signature_and_message_cannot_be_moved(message, by):
    key = DeviceKey(bytes(SEED_BYTES))
    whole = key.sign(message) + message
    assert not is_signed(key.public, whole[:by], whole[by:])
    if message:
        assert not is_signed(key.public, whole[: SIGNATURE_BYTES + 1], whole[SIGNATURE_BYTES + 1 :])


def test_a_signature_has_one_form_only():
    key = DeviceKey(bytes(SEED_BYTES))
    signature = key.sign(b"once")
    second = int.from_bytes(signature[32:], "little") + ORDER_L
    other_form = signature[:32] + second.to_bytes(32, "little")
    assert not is_signed(key.public, other_form, b"once")


@pytest.mark.parametrize("public", [b"", bytes(31), bytes(32), b"\x01" + bytes(31), b"\xff" * 32])
def test_a_key_that_is_none_has_signed_nothing(public):
    assert not is_signed(public, bytes(SIGNATURE_BYTES), b"anything")
