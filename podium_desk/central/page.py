"""The store's page for whoever looks after the cluster: plain HTML, readable on a phone.

No script runs on it and nothing is fetched from elsewhere; it looks again by itself twice a minute.
"""

from __future__ import annotations

from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from podium_desk.application.incident_list import ListedIncident
from podium_desk.central.overview import DeviceAtStore, HouseAtStore, StoreOverview
from podium_desk.central.uitpas.overview import UitpasMatter
from podium_desk.domain.incidents import Severity, is_clock_off
from podium_desk.i18n import format as wording
from podium_desk.i18n.words import Words
from podium_desk.presentation.ago import ago
from podium_desk.presentation.incidents import card_of, settled_line
from podium_desk.resources import resource_path

REFRESH_S = 30
LANGUAGES = ("nl", "en")
_SEVERITY = {Severity.NOW: "now", Severity.TODAY: "today", Severity.SOON: "soon"}


def language_of(wanted: str, accepted: str) -> str:
    """The page's language: the one asked for, else what the browser prefers, else Dutch."""
    if wanted in LANGUAGES:
        return wanted
    names = (part.split(";")[0].strip()[:2].lower() for part in accepted.split(","))
    return next((name for name in names if name in LANGUAGES), LANGUAGES[0])


def status_page(overview: StoreOverview, words: Words) -> str:
    """The whole page."""
    style = resource_path("central", "status.css").read_text(encoding="utf-8")
    other = next(name for name in LANGUAGES if name != words.language)
    body = [
        _head(overview, words, other),
        _to_settle(overview, words),
        _uitpas(overview.uitpas, words),
        *(_house(house, overview.now, words) for house in overview.houses),
        _history(overview, words),
    ]
    title = escape(words("store_page.title", cluster=overview.cluster))
    return (
        f'<!doctype html><html lang="{words.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="refresh" content="{REFRESH_S}"><title>{title}</title>'
        f"<style>{style}</style></head><body><main>{''.join(body)}</main></body></html>"
    )


def _head(overview: StoreOverview, words: Words, other: str) -> str:
    devices = [device for house in overview.houses for device in house.devices]
    figures = (
        (len(overview.incidents), words("store_page.to_settle")),
        (len(devices), words("store_page.devices")),
        (sum(device.unsent for device in devices), words("store_page.unsent")),
        (sum(device.stranded for device in devices), words("store_page.stranded")),
    )
    tiles = "".join(
        f'<div class="tile"><b>{count}</b><span>{escape(word)}</span></div>'
        for count, word in figures
    )
    local = overview.now.astimezone(ZoneInfo(_zone_of(overview)))
    at = words("store_page.at", time=wording.date_and_time(local, words.language))
    return (
        f'<header><h1>{escape(overview.cluster)}</h1><p class="quiet">{escape(at)} · '
        f'<a href="?language={other}" hreflang="{other}">{words(f"store_page.in_{other}")}</a>'
        f'</p><div class="tiles">{tiles}</div></header>'
    )


def _to_settle(overview: StoreOverview, words: Words) -> str:
    heading = f"<h2>{escape(words('incidents.title'))}</h2>"
    if not overview.incidents:
        return f'<section>{heading}<p class="good">{escape(words("incidents.none"))}</p></section>'
    cards = "".join(_incident(listed, words) for listed in overview.incidents)
    note = escape(words("store_page.settle_note"))
    return f'<section>{heading}<p class="quiet">{note}</p>{cards}</section>'


def _incident(listed: ListedIncident, words: Words) -> str:
    card = card_of(listed, words)
    amount = f"<b>{escape(card.amount)}</b>" if card.amount else ""
    where = " · ".join(part for part in (card.house, card.where) if part)
    return (
        f'<article class="card {_SEVERITY[card.severity]}">'
        f'<h3><span>{escape(card.title)}</span>{amount}</h3><p class="quiet">{escape(where)}</p>'
        f'<p>{escape(card.what)}</p><p class="quiet">{escape(card.advice)}</p></article>'
    )


def _uitpas(matters: tuple[UitpasMatter, ...], words: Words) -> str:
    """What is still to be said to UiTPAS; nothing where there is nothing."""
    if not matters:
        return ""
    rows = "".join(
        f"<tr><td>{escape(one.title.in_language(words.language))}<small>{escape(one.house_name)} · "
        f"{escape(wording.date_and_time(one.since, words.language))}</small></td>"
        f"<td>{escape(words(f'store_page.uitpas_{one.state}'))}"
        f"<small>{escape(one.why)}</small></td></tr>"
        for one in matters
    )
    heading = f"<h2>{escape(words('store_page.uitpas'))}</h2>"
    note = escape(words("store_page.uitpas_note", n=len(matters)))
    return f'<section>{heading}<p class="quiet">{note}</p><table>{rows}</table></section>'


def _house(house: HouseAtStore, now: datetime, words: Words) -> str:
    local = now.astimezone(ZoneInfo(house.timezone))
    rows = "".join(_device(device, local, words) for device in house.devices)
    if not rows:
        rows = f'<p class="quiet">{escape(words("store_page.no_devices"))}</p>'
    return f"<section><h2>{escape(house.name)}</h2>{rows}</section>"


def _device(device: DeviceAtStore, now: datetime, words: Words) -> str:
    facts = "".join(
        f'<div class="{mood}"><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>'
        for name, value, mood in _facts(device, now, words)
    )
    role = words(f"store_page.role_{device.role}")
    revoked = f" · {words('store_page.revoked')}" if device.is_revoked else ""
    return (
        f'<article class="card"><h3><span>{escape(device.name)}</span>'
        f"<small>{escape(role)}{escape(revoked)}</small></h3><dl>{facts}</dl>"
        f"{_held(device, words)}</article>"
    )


def _facts(device: DeviceAtStore, now: datetime, words: Words) -> list[tuple[str, str, str]]:
    """Name, value and mood of each thing that is told of a device."""
    heard = ago(device.heard_ms, now, words)
    return [
        (words("store_page.heard"), heard, "bad" if device.is_silent else ""),
        (words("store_page.unsent"), str(device.unsent), "bad" if device.unsent else ""),
        (words("store_page.clock"), _clock(device, words),
         "bad" if is_clock_off(device.clock_error_ms) else ""),
        (words("store_page.held"), str(device.places), ""),
        (words("store_page.stuck"), str(device.stranded), "bad" if device.stranded else ""),
        (words("store_page.version"), device.version or "–", ""),
    ]  # fmt: skip


def _clock(device: DeviceAtStore, words: Words) -> str:
    error_ms = device.clock_error_ms
    if error_ms is None:
        return "–"
    if not is_clock_off(error_ms):
        return words("store_page.clock_right")
    key = "store_page.clock_ahead" if error_ms > 0 else "store_page.clock_behind"
    return words(key, duration=wording.duration(abs(error_ms) // 1000, words.language))


def _held(device: DeviceAtStore, words: Words) -> str:
    if not device.held:
        return ""
    rows = "".join(
        f"<tr><td>{escape(one.title.in_language(words.language))}<small>"
        f"{escape(wording.date_and_time(one.start, words.language))}</small></td>"
        f'<td class="number">{one.count}</td></tr>'
        for one in device.held
    )
    summary = words("store_page.held_per", n=len(device.held))
    return f"<details><summary>{escape(summary)}</summary><table>{rows}</table></details>"


def _history(overview: StoreOverview, words: Words) -> str:
    if not overview.settled:
        return ""
    lines = (settled_line(one, words) for one in overview.settled)
    rows = "".join(
        f"<li><b>{escape(line.title)}</b> {escape(line.how)}"
        f"{f' — {escape(line.note)}' if line.note else ''}</li>"
        for line in lines
    )
    return f"<section><h2>{escape(words('device_status.history'))}</h2><ul>{rows}</ul></section>"


def _zone_of(overview: StoreOverview) -> str:
    return overview.houses[0].timezone if overview.houses else "Europe/Brussels"
