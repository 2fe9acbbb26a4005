"""A key's fingerprint in letters that people read out and type."""

from __future__ import annotations

from _blake2 import blake2b  # `hashlib` has it from there, and loads OpenSSL too.

CODE_ALPHABET = "2346789ABCDEFGHJKLMNPQRTUVWXYZ"
"""Without 0 O 1 I 5 S, which people confuse (ux.md section 8)."""
FINGERPRINT_LETTERS = 12
"""Fifty-eight bits: another key with the same letters is not found while a code is good."""
_GROUP = 4


def fingerprint(public_key: bytes) -> str:
    """Twelve letters for a public key, e.g. ``K7MP3WQX9TRZ``."""
    number = int.from_bytes(blake2b(public_key, digest_size=32, person=b"podium finger").digest())
    letters = []
    for _ in range(FINGERPRINT_LETTERS):
        number, place = divmod(number, len(CODE_ALPHABET))
        letters.append(CODE_ALPHABET[place])
    return "".join(letters)


def letters_of(text: str) -> str:
    """What a person typed, without spaces, dashes and small letters."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


def grouped(letters: str) -> str:
    """Letters in groups of four, e.g. ``K7MP-3WQX``."""
    groups = (letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))
    return "-".join(groups)
