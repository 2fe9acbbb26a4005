"""Handing a duty of the house to another device, in words: who has it, who may, what it comes to.

Three steps on one card and no dialog: it says who has the duty; asked, it lists who may; chosen,
it says what moves, what stays where, and what that one does not know yet. Only then is it done.
Naming the other one again undoes it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from podium_desk.application.duties import Candidate, Duty, DutyNow, Foreseen
from podium_desk.late_dataclass import dataclass
from podium_desk.presentation.ago import ago
from podium_desk.presentation.amounts import clock_time
from podium_desk.presentation.question import Question

if TYPE_CHECKING:
    from datetime import datetime

    from podium_desk.i18n.words import Words

_ICONS = {Duty.KEEPER: "armchair", Duty.HOLDER: "door-open"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One device that may be named; `label` also says when it was heard."""

    device: int
    label: str


@dataclass(frozen=True, slots=True)
class DutyCard:
    """One duty. Without `choices` and `question` it only says who has it."""

    duty: Duty
    icon: str
    title: str
    meaning: str
    begin: str
    back: str
    choices: tuple[Choice, ...] = ()
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """How far a person has come: the duty that is open, and what the chosen one comes to."""

    duty: Duty
    foreseen: Foreseen | None = None


def duty_card(one: DutyNow, asked: Asked | None, now: datetime, words: Words) -> DutyCard:
    """The card of one duty; `now` is in the venue's time zone."""
    duty = one.duty.value
    having = [each for each in one.candidates if each.has_duty]
    card = DutyCard(
        one.duty, _ICONS[one.duty], words(f"duties.{duty}_title", name=_names(having, words)),
        words(f"duties.{duty}_meaning", evening=_evening(one, words)),
        words(f"duties.{duty}_begin"), words("duties.back"),
    )  # fmt: skip
    if asked is None or asked.duty is not one.duty:
        return card
    if asked.foreseen is not None:
        return replace(card, question=_question(asked.foreseen, words))
    others = [each for each in one.candidates if len(having) > 1 or each not in having]
    choices = tuple(Choice(each.device, _label(each, now, words)) for each in others)
    return replace(card, choices=choices)


def named_sentence(foreseen: Foreseen, words: Words) -> str:
    """What was done."""
    return words(f"duties.{foreseen.duty.value}_named", name=_name(foreseen.named, words))


def _question(foreseen: Foreseen, words: Words) -> Question:
    duty, name = foreseen.duty.value, _name(foreseen.named, words)
    lines = _moves(foreseen, words) if foreseen.duty is Duty.KEEPER else [
        words("duties.holder_moves")
    ]  # fmt: skip
    if not (foreseen.named.is_heard or foreseen.named.is_here):
        lines.append(words(f"duties.{duty}_not_heard", name=name))
    if foreseen.former:
        lines.append(words("duties.undo", name=_names(foreseen.former, words)))
    return Question(
        words(f"duties.{duty}_question", name=name), tuple(lines),
        words(f"duties.{duty}_yes", name=name), words("duties.no"),
    )  # fmt: skip


def _moves(foreseen: Foreseen, words: Words) -> list[str]:
    """Of the keeper's share: what goes at once, and what stays with a keeper that is elsewhere."""
    name, lines = _name(foreseen.named, words), []
    if foreseen.goes:
        lines.append(words("duties.keeper_goes", n=foreseen.goes, name=name))
    elif not foreseen.named.is_here:
        lines.append(words("duties.keeper_goes_nothing"))
    for former in foreseen.former:
        if not former.is_here:
            key = "duties.keeper_follows" if former.is_heard else "duties.keeper_stays"
            lines.append(words(key, n=foreseen.stays, name=former.name))
    return lines


def _label(one: Candidate, now: datetime, words: Words) -> str:
    if one.is_here:
        heard = words("duties.here")
    elif one.is_heard:
        heard = words("duties.heard_now")
    elif one.heard_ms is None:
        heard = words("duties.never_heard")
    else:
        heard = words("duties.heard", when=ago(one.heard_ms, now, words))
    return f"{one.name} · {heard}"


def _evening(one: DutyNow, words: Words) -> str:
    """The performances that a holder decides for: their titles and times."""
    return ", ".join(
        f"{title.in_language(words.language)} ({clock_time(start)})"
        for title, start in one.performances
    )


def _name(one: Candidate, words: Words) -> str:
    return words("duties.this_device", name=one.name) if one.is_here else one.name


def _names(ones: list[Candidate] | tuple[Candidate, ...], words: Words) -> str:
    named = ", ".join(_name(one, words) for one in ones)
    return named or words("device_status.nobody")
