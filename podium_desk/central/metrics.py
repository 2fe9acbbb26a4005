"""Figures in Prometheus' text form: counters of this server since its start, and the store now."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field

import msgspec

from podium_desk.central.overview import DeviceAtStore, StoreOverview
from podium_desk.domain.incidents import IncidentKind
from podium_desk.late_dataclass import dataclass
from sync.exchange.messages import AskAnswer, PushAnswer

BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Labels = Mapping[str, str | int]


@dataclass(slots=True)
class Histogram:
    """How long requests of one path took."""

    buckets: list[int] = field(default_factory=lambda: [0] * len(BUCKETS_S))
    sum_s: float = 0.0
    count: int = 0

    def observe(self, seconds: float) -> None:
        """One more request."""
        self.sum_s += seconds
        self.count += 1
        for place, bound in enumerate(BUCKETS_S):
            if seconds <= bound:
                self.buckets[place] += 1


class Figures:
    """What this server counts while it answers; called by many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.asks: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.durations: dict[tuple[str, int], Histogram] = {}

    def answered(self, _path: str, message: msgspec.Struct) -> None:
        """An answer to a device: asks by outcome, refused facts by fault."""
        with self._lock:
            if isinstance(message, AskAnswer):
                self.asks["granted" if message.granted else "none"] += 1
            elif isinstance(message, PushAnswer):
                self.refused.update(refused.fault for refused in message.refused)

    def took(self, path: str, status: int, seconds: float) -> None:
        """How long a request took."""
        with self._lock:
            self.durations.setdefault((path, status), Histogram()).observe(seconds)


def metrics_text(figures: Figures, overview: StoreOverview) -> str:
    """All figures, as Prometheus reads them."""
    families = (*_of_store(overview), *_of_devices(overview), *_of_server(figures))
    return "\n".join(line for family in families for line in family) + "\n"


def _of_store(overview: StoreOverview) -> Iterable[list[str]]:
    yield _family("podium_facts", "gauge", "Facts in the store.", [({}, overview.facts)])
    roles = Counter(device.role for device in _devices(overview))
    yield _family(
        "podium_devices", "gauge", "Devices by role.",
        [({"role": role}, count) for role, count in sorted(roles.items())],
    )  # fmt: skip
    kinds = Counter(one.incident.kind for one in overview.incidents)
    yield _family(
        "podium_incidents_open", "gauge", "What a person has to settle, by kind.",
        [({"kind": kind.value}, kinds[kind]) for kind in IncidentKind],
    )  # fmt: skip


def _of_devices(overview: StoreOverview) -> Iterable[list[str]]:
    now_ms = overview.now.timestamp() * 1000
    heard = [device for device in _devices(overview) if device.heard_ms is not None]
    yield _family(
        "podium_device_last_contact_age_seconds", "gauge", "How long ago a device was heard.",
        [(_named(one), max(0.0, (now_ms - (one.heard_ms or 0)) / 1000)) for one in heard],
    )  # fmt: skip
    yield _family(
        "podium_device_clock_error_seconds", "gauge", "A device's clock minus the store's.",
        [(_named(one), (one.clock_error_ms or 0) / 1000) for one in heard],
    )  # fmt: skip
    yield _family(
        "podium_device_unsent_facts", "gauge", "Facts a device said it has and did not bring yet.",
        [(_named(one), one.unsent) for one in heard],
    )  # fmt: skip
    yield _family(
        "podium_device_rights_held", "gauge", "Unsold places a device holds.",
        [(_named(one), one.places) for one in _devices(overview)],
    )  # fmt: skip
    yield _family(
        "podium_device_rights_stranded", "gauge", "Places held by a device that is silent.",
        [(_named(one), one.stranded) for one in _devices(overview)],
    )  # fmt: skip


def _of_server(figures: Figures) -> Iterable[list[str]]:
    yield _family(
        "podium_asks_total", "counter", "Asks for places, by outcome.",
        [({"outcome": name}, figures.asks[name]) for name in ("granted", "none")],
    )  # fmt: skip
    yield _family(
        "podium_facts_refused_total", "counter", "Facts that were not taken, by fault.",
        [({"fault": fault}, count) for fault, count in sorted(figures.refused.items())],
    )  # fmt: skip
    name = "podium_request_duration_seconds"
    lines = [f"# HELP {name} How long requests took.", f"# TYPE {name} histogram"]
    for (path, status), one in sorted(figures.durations.items()):
        labels: Labels = {"path": path, "status": status}
        bounds = zip((*map(str, BUCKETS_S), "+Inf"), (*one.buckets, one.count), strict=True)
        lines += [_sample(f"{name}_bucket", {**labels, "le": le}, n) for le, n in bounds]
        lines += [_sample(f"{name}_sum", labels, one.sum_s)]
        lines += [_sample(f"{name}_count", labels, one.count)]
    yield lines


def _family(
    name: str, kind: str, meaning: str, samples: Iterable[tuple[Labels, float]]
) -> list[str]:
    head = [f"# HELP {name} {meaning}", f"# TYPE {name} {kind}"]
    return head + [_sample(name, labels, value) for labels, value in samples]


def _sample(name: str, labels: Labels, value: float) -> str:
    told = ",".join(f'{label}="{_escaped(str(text))}"' for label, text in labels.items())
    number = f"{value:.6g}" if isinstance(value, float) else str(value)
    return f"{name}{{{told}}} {number}" if told else f"{name} {number}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _named(device: DeviceAtStore) -> Labels:
    return {"house": device.house, "device": device.device, "name": device.name}


def _devices(overview: StoreOverview) -> list[DeviceAtStore]:
    return [device for house in overview.houses for device in house.devices]
