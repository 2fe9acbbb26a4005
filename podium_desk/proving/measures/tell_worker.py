"""Some devices of a house that answer on loopback: a process of the measurement `sync_tell`."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from podium_desk.application.clock import DeviceClock
from podium_desk.application.enrolling import Membership
from podium_desk.application.lane import ReplicaLane
from podium_desk.bootstrap import database, podium_replica, wall_ms
from sync.decoding import decode
from sync.exchange.lan import LanServer
from sync.exchange.line import StoreRefused
from sync.exchange.peer_messages import Ask
from sync.exchange.peer_service import Ears, PeerService
from sync.exchange.peer_trust import Member
from sync.facts.fact import Draft
from sync.identity.certificate import CertificateClaims
from sync.identity.keys import DeviceKey


class Listeners(msgspec.Struct, frozen=True):
    """The devices of one process: each a key's seed and a membership."""

    folder: str
    devices: tuple[tuple[bytes, bytes], ...]


class _OnlyListens:
    def gift(self, _claims: CertificateClaims, _ask: Ask, /) -> Draft | None:
        return None

    def consulted(self, _claims: CertificateClaims, _topic: str, _question: bytes, /) -> bytes:
        raise StoreRefused("unknown_topic", "this device only listens")


def main() -> None:
    """Serve until the standard input ends; the first line out has the ports."""
    wanted = decode(Path(sys.argv[1]).read_bytes(), Listeners)
    servers = [_served(Path(wanted.folder), *device) for device in wanted.devices]
    print(*(server.port for server in servers), flush=True)
    sys.stdin.read()
    for server in servers:
        server.stop()


def _served(folder: Path, seed: bytes, membership_bytes: bytes) -> LanServer:
    key, membership, lane = DeviceKey(seed), Membership.from_bytes(membership_bytes), ReplicaLane()

    def replica_service() -> PeerService:
        sql = database(folder / f"listener{membership.claims.device}.sqlite")
        replica = podium_replica(sql, membership, key, DeviceClock(wall_ms))
        member = Member(membership.certificate, key, membership.authority_public)
        return PeerService(replica, member, lane, _OnlyListens(), Ears())

    service = lane(replica_service)
    server = LanServer(service.answer, key, _raise, host="127.0.0.1")
    server.start()
    return server


def _raise(error: BaseException) -> None:
    raise error


if __name__ == "__main__":
    main()
