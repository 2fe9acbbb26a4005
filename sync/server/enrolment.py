"""One-time codes: a new device trades one for its certificate.

A code is kept as a hash, works once and until it expires; too many wrong ones from anywhere
close the door for a while, so that eight characters cannot be guessed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

from msgspec.structs import replace

from sync.identity.certificate import Certificate, CertificateClaims, issue
from sync.identity.fingerprint import CODE_ALPHABET, grouped, letters_of
from sync.identity.keys import DeviceKey
from sync.identity.revocation import Revocation, RevocationClaims, issue_revocation
from sync.store.devices import DeviceTable
from sync.store.port import Sql

CODE_LETTERS = 8
CERTIFICATE_DAYS = 30
RENEWED_DAYS_BEFORE = 15
WRONG_CODES_MAX = 20
"""From anywhere, within the window."""
WRONG_CODES_OF_ONE_MAX = 5
"""From one address, within the window."""
WRONG_CODES_WINDOW_MS = 60_000
CLUSTER = 0
"""The house that stands for the whole cluster: its lock guards the device numbers."""
_DAY_MS = 86_400_000


class EnrolRefusal(StrEnum):
    """Why a device is not enrolled."""

    UNKNOWN_CODE = "enrol_code_unknown"
    USED_CODE = "enrol_code_used"
    EXPIRED_CODE = "enrol_code_expired"
    TOO_MANY_TRIES = "enrol_too_many_tries"


class EnrolmentRefused(Exception):
    """A device was not enrolled."""

    def __init__(self, refusal: EnrolRefusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class NewDevice:
    """What a device says of itself when it enrols."""

    name: str
    public_key: bytes


class Enrolment:
    """Makes codes and honours them, once each."""

    def __init__(self, sql: Sql, authority: DeviceKey, cluster: int) -> None:
        self._sql = sql
        self._authority = authority
        self._cluster = cluster
        self._devices = DeviceTable(sql)

    def new_code(self, house: int, role: str, expires_ms: int, choose: Callable[[str], str]) -> str:
        """A fresh code, e.g. ``K7MP-3WQX``. `choose` picks one letter of an alphabet at random."""
        letters = "".join(choose(CODE_ALPHABET) for _ in range(CODE_LETTERS))
        with self._sql.transaction():
            self._sql.run(
                "INSERT INTO enrolment VALUES (?, ?, ?, ?, NULL)",
                (house, _code_hash(letters), role, expires_ms),
            )
        return grouped(letters)

    def enrol(self, code: str, device: NewDevice, now_ms: int, address: str = "") -> Certificate:
        """The certificate for a device that shows a good code; `EnrolmentRefused` otherwise.

        The same device may show the same code again: an answer that was lost on the way is
        given once more. `address` is where it calls from: wrong codes are counted for each.
        """
        self._check_pace(now_ms, address)
        try:
            return self._honour(code, device, now_ms)
        except EnrolmentRefused as refused:
            if refused.refusal is EnrolRefusal.UNKNOWN_CODE:
                self._note_try(now_ms, address)
            raise

    def _honour(self, code: str, device: NewDevice, now_ms: int) -> Certificate:
        with self._sql.transaction():
            self._sql.lock((CLUSTER,))
            row = self._sql.row(
                "SELECT house, role, expires_ms, used_by FROM enrolment WHERE code_hash = ?",
                (_code_hash(code),),
            )
            if row is None:
                raise EnrolmentRefused(EnrolRefusal.UNKNOWN_CODE)
            house, role, expires_ms, used_by = row
            if used_by is not None:
                return self._same_device_again(used_by, device)
            if now_ms > expires_ms:
                raise EnrolmentRefused(EnrolRefusal.EXPIRED_CODE)
            certificate = self.certify(house, role, device, now_ms)
            self._sql.run(
                "UPDATE enrolment SET used_by = ? WHERE house = ? AND code_hash = ?",
                (certificate.claims.device, house, _code_hash(code)),
            )
        return certificate

    def certify(self, house: int, role: str, device: NewDevice, now_ms: int) -> Certificate:
        """A new device number and its certificate, kept in the store, in the caller's
        transaction, which holds the cluster's lock."""
        claims = CertificateClaims(
            self._cluster, house, self._devices.next_number(), role, device.name,
            device.public_key, now_ms, now_ms + CERTIFICATE_DAYS * _DAY_MS,
        )  # fmt: skip
        certificate = issue(self._authority, claims)
        self._devices.put(certificate)
        return certificate

    def renewed(self, claims: CertificateClaims, now_ms: int) -> CertificateClaims:
        """The claims of a device that calls, with later dates when its certificate ends soon.

        One that has ended is not renewed by itself: who holds that device is not known any more.
        """
        left_ms = claims.not_after_ms - now_ms
        if not 0 <= left_ms <= RENEWED_DAYS_BEFORE * _DAY_MS:
            return claims
        return self.renew(claims, now_ms)

    def renew(self, claims: CertificateClaims, now_ms: int) -> CertificateClaims:
        """The claims of a device with dates from now on, certified and kept."""
        later = replace(claims, not_after_ms=now_ms + CERTIFICATE_DAYS * _DAY_MS)
        with self._sql.transaction():
            self._devices.put(issue(self._authority, later))
        return later

    def revocation(
        self, device: int, last: tuple[tuple[int, int], ...], now_ms: int,
        taken: tuple[tuple[int, int], ...] = (),
    ) -> Revocation:  # fmt: skip
        """Say of a device how far its logs are believed, and how far they were taken: each
        (log, last fact). Signed, not kept yet."""
        claims = RevocationClaims(self._cluster, device, last, now_ms, taken)
        return issue_revocation(self._authority, claims)

    def revoke(self, device: int, last: tuple[tuple[int, int], ...], now_ms: int) -> Revocation:
        """Believe a device so far and no further; signed and kept."""
        revocation = self.revocation(device, last, now_ms, last)
        with self._sql.transaction():
            self._devices.revoke(revocation)
        return revocation

    def _same_device_again(self, number: int, device: NewDevice) -> Certificate:
        known = self._devices.get(number)
        if known is None or known.claims.public_key != device.public_key:
            raise EnrolmentRefused(EnrolRefusal.USED_CODE)
        return known.certificate

    def _note_try(self, now_ms: int, address: str) -> None:
        # In a transaction of its own: that of the enrolment was undone.
        with self._sql.transaction():
            self._sql.lock((CLUSTER,))
            self._sql.run(
                "DELETE FROM enrolment_try WHERE at_ms <= ?", (now_ms - WRONG_CODES_WINDOW_MS,)
            )
            row = self._sql.row("SELECT COALESCE(MAX(number), 0) + 1 FROM enrolment_try")
            number = 1 if row is None else int(row[0])
            self._sql.run(
                "INSERT INTO enrolment_try VALUES (?, ?, ?, ?)", (CLUSTER, number, now_ms, address)
            )

    def _check_pace(self, now_ms: int, address: str) -> None:
        row = self._sql.row(
            "SELECT COUNT(*), SUM(CASE WHEN address = ? THEN 1 ELSE 0 END)"
            " FROM enrolment_try WHERE at_ms > ?",
            (address, now_ms - WRONG_CODES_WINDOW_MS),
        )
        count, of_one = (0, None) if row is None else row
        if count >= WRONG_CODES_MAX or (address and (of_one or 0) >= WRONG_CODES_OF_ONE_MAX):
            raise EnrolmentRefused(EnrolRefusal.TOO_MANY_TRIES)


def _code_hash(code: str) -> bytes:
    letters = letters_of(code)[:CODE_LETTERS]
    return blake2b(letters.encode(), digest_size=16, person=b"podium enrol").digest()
