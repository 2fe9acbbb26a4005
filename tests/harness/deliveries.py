"""Every way in which facts may reach a replica: any order, twice, cut anywhere, only some."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from sync.store.replica import Replica

Sources = Mapping[int, Replica]
"""For each log a replica that has it as it was written, commit by commit."""


def a_knowledge_of(data: st.DataObject, sources: Sources) -> dict[int, int]:
    """How far each log is known: some are not at all, each up to the end of a commit."""
    return {
        origin: data.draw(st.sampled_from(_commits(source, origin)), label=f"head of {origin}")
        for origin, source in sources.items()
    }


def deliver(data: st.DataObject, sources: Sources, target: Replica, heads: dict[int, int]) -> None:
    """Bring the target exactly this knowledge, in one of the ways in which it can come."""
    open_logs = sorted(origin for origin, head in heads.items() if head)
    while open_logs:
        origin = data.draw(st.sampled_from(open_logs))
        known = target.log.heads().get(origin, 0)
        ends = [end for end in _commits(sources[origin], origin) if known < end <= heads[origin]]
        if not ends:
            open_logs.remove(origin)
            continue
        # From before what is known, so that facts come twice; to the end of any later commit.
        after = data.draw(st.integers(0, known))
        _bring(sources[origin], target, origin, after, data.draw(st.sampled_from(ends)))


def _bring(source: Replica, target: Replica, origin: int, after: int, until: int) -> None:
    while after < until:
        batch = source.batch_after(origin, after, None, limit=until - after)
        assert batch is not None
        after = batch.first_seq + len(batch.items) - 1
        target.receive(batch)


def _commits(source: Replica, origin: int) -> list[int]:
    rows = source.sql.rows(
        "SELECT last_seq FROM fact_run WHERE origin = ? AND signature IS NOT NULL"
        " ORDER BY last_seq",
        (origin,),
    )
    return [0, *(end for (end,) in rows)]
