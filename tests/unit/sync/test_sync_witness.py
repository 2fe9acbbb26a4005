"""The witness: what it proves, and that it is told after a commit and never before."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness.plain_sync import carry, note, replica_of, spend

from sync.facts.batch import BatchFault, BatchRefused
from sync.facts.fact import origin_of
from sync.store.replica import Replica
from sync.store.rights import MoveRefused
from sync.store.witness import Forgetting, Head, KeptWitness, shown_forgetting
from sync.store.witness_file import WitnessFile

OWN = origin_of(2, 0)


def witnessed() -> tuple[Replica, KeptWitness]:
    replica = replica_of(2)
    replica.witness = witness = KeptWitness()
    return replica, witness


def forgetting(replica: Replica, head: Head | None) -> Forgetting | None:
    assert replica.own is not None
    return shown_forgetting(replica.log, replica.own.house, replica.own.origin, head)


def test_the_witness_knows_the_head_once_it_is_durable():
    replica, witness = witnessed()
    (fact,) = replica.append([note("one")])
    assert witness.head == Head(OWN, 1, fact.hash)


def test_the_witness_hears_nothing_before_the_outermost_commit():
    replica, witness = witnessed()
    with replica.sql.transaction():
        replica.append([note("one")])
        assert witness.head is None
    assert witness.head is not None


def test_the_witness_hears_nothing_of_what_was_undone():
    replica, witness = witnessed()
    with pytest.raises(MoveRefused):
        replica.append([note("one"), spend(1, 1)])
    assert witness.head is None
    replica.append([note("two")])
    assert witness.head is not None
    assert witness.head.seq == 1


def test_a_witness_that_is_absent_equal_or_behind_proves_nothing():
    replica, witness = witnessed()
    replica.append([note("one")])
    behind = witness.head
    replica.append([note("two")])
    for head in (None, behind, witness.head, Head(origin_of(3, 0), 99, b"")):
        assert forgetting(replica, head) is None


def test_a_witness_that_is_ahead_of_another_history_or_of_a_later_life_proves_it():
    replica, _ = witnessed()
    (fact,) = replica.append([note("one")])
    assert forgetting(replica, Head(OWN, 2, fact.hash)) is Forgetting.BEHIND
    assert forgetting(replica, Head(OWN, 1, b"?" * 32)) is Forgetting.OTHER_HISTORY
    assert forgetting(replica, Head(OWN + 1, 1, b"")) is Forgetting.FORMER_LIFE


def test_a_witness_file_remembers_the_last_head_only(tmp_path: Path):
    witness = WitnessFile(tmp_path / "deep" / "w.witness")
    assert witness.last() is None
    for seq in (1, 2):
        witness.note(Head(OWN, seq, bytes([seq]) * 32))
    witness.close()
    assert WitnessFile(witness.path).last() == Head(OWN, 2, b"\2" * 32)


def test_a_torn_witness_file_proves_nothing(tmp_path: Path):
    witness = WitnessFile(tmp_path / "w.witness")
    witness.note(Head(OWN, 7, b"x" * 32))
    witness.close()
    whole = witness.path.read_bytes()
    witness.path.write_bytes(whole[:20] + b"?" + whole[21:])
    assert witness.last() is None
    witness.path.write_bytes(whole[:30])
    assert witness.last() is None


def test_a_witness_that_cannot_be_written_keeps_its_fault_and_stops_no_sale(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"")
    replica = replica_of(2)
    replica.witness = witness = WitnessFile(tmp_path / "file" / "w.witness")
    replica.append([note("one")])
    assert witness.fault is not None


def forked() -> tuple[Replica, Replica, Replica]:
    """Two copies of device 2 that went apart after their first fact, and a third device."""
    first, copy, third = replica_of(2), replica_of(2), replica_of(3)
    first.append([note("common")])
    copy.receive(batch_of(first, 0))
    first.append([note("one")])
    copy.append([note("another")])
    carry(first, third)
    return first, copy, third


def batch_of(replica: Replica, after: int):
    batch = replica.batch_after(OWN, after, None)
    assert batch is not None
    return batch


def test_two_histories_of_one_log_are_a_fork_and_both_are_kept():
    first, copy, third = forked()
    batch = batch_of(copy, 0)
    with pytest.raises(BatchRefused) as refused:
        third.receive(batch)
    assert (refused.value.fault, refused.value.seq) == (BatchFault.FORK, 1)
    third.quarantine(refused.value, batch)
    third.quarantine(refused.value, batch)
    (fork,) = third.forks.all()
    assert (fork.origin, fork.seq, fork.taken) == (OWN, 1, 2)
    assert fork.evidence
    assert third.log.head(7, OWN) == first.log.head(7, OWN)


def test_no_more_is_taken_of_a_forked_log_and_a_new_life_is():
    first, copy, third = forked()
    batch = batch_of(copy, 0)
    with pytest.raises(BatchRefused) as refused:
        third.receive(batch)
    third.quarantine(refused.value, batch)
    first.append([note("later")])
    with pytest.raises(BatchRefused, match="two different histories"):
        carry(first, third)
    assert third.log.heads()[OWN] == 2
    renewed = replica_of(2)
    assert renewed.own is not None
    renewed.own = type(renewed.own)(7, OWN + 1, renewed.own.key)
    renewed.append([note("new life")])
    assert carry(renewed, third) == 1


def test_who_is_told_of_a_fork_takes_the_branch_that_counts_as_far_as_it_counts():
    first, copy, third = forked()
    with pytest.raises(BatchRefused) as refused:
        third.receive(batch_of(copy, 0))
    third.quarantine(refused.value, batch_of(copy, 0))
    fourth = replica_of(4)
    for told in third.forks.told():
        fourth.forks.hear(7, told, 0)
    assert carry(first, fourth) == 2
    first.append([note("later")])
    with pytest.raises(BatchRefused):
        carry(first, fourth)
