"""`central clerk …` and `central till-rules`: who works at a house's counters, and its tills."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from podium_desk.central.refusals import CentralRefusal
from podium_desk.central.staff import ClerkChange, Staff
from podium_desk.commands.logging_in import asked_pin
from podium_desk.commands.options import AsJson
from podium_desk.commands.output import Answer, command_line_faults
from podium_desk.commands.store_of_folder import house_of_store
from podium_desk.domain.staff import Clerk, StaffRole
from podium_desk.i18n.format import money

app = typer.Typer(no_args_is_help=True, help="The staff of a house.")

Dir = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the central store.")]
HouseName = Annotated[str, typer.Option("--house", metavar="S", help="Short name or number.")]
Number = Annotated[int, typer.Argument(metavar="CLERK", help="The clerk's number.")]
Role = Annotated[StaffRole | None, typer.Option("--role", help="What somebody does.")]
Pin = Annotated[
    str | None,
    typer.Option("--pin", envvar="PODIUM_PIN", show_envvar=True, hidden=True),
]
Badge = Annotated[
    str | None,
    typer.Option("--badge", metavar="CODE", help="What the badge scans as; '' for none."),
]
Limit = Annotated[
    int | None,
    typer.Option("--refund-limit-cents", help="Pays back so much without a manager."),
]
Override = Annotated[
    bool | None, typer.Option("--override/--no-override", help="May decide against advice.")
]
SeesTotals = Annotated[
    bool | None, typer.Option("--totals/--no-totals", help="May take an X report.")
]


@app.command("add", epilog="podium-desk central clerk add /srv/podium 'An Claes' --house sluis")
@command_line_faults
def add(
    directory: Dir,
    name: Annotated[str, typer.Argument(metavar="NAME", help="As it stands on the tile.")],
    house: HouseName,
    role: Role = None,
    badge: Badge = None,
    refund_limit_cents: Limit = None,
    may_override: Override = None,
    may_see_totals: SeesTotals = None,
    pin: Pin = None,
    as_json: AsJson = False,
) -> None:
    """Add somebody; the PIN is asked, or comes from PODIUM_PIN."""
    answer = Answer(as_json)
    change = ClerkChange(
        name, role, pin or asked_pin(answer), badge, refund_limit_cents, may_override,
        may_see_totals,
    )  # fmt: skip
    with _staff(answer, directory, house) as staff:
        clerk = staff.add(change)
    _tell(answer, clerk, "clerks.added")


@app.command("set", epilog="podium-desk central clerk set /srv/podium 3 --house sluis --new-pin")
@command_line_faults
def set_(
    directory: Dir,
    number: Number,
    house: HouseName,
    name: Annotated[str | None, typer.Option("--name")] = None,
    role: Role = None,
    badge: Badge = None,
    refund_limit_cents: Limit = None,
    may_override: Override = None,
    may_see_totals: SeesTotals = None,
    new_pin: Annotated[bool, typer.Option("--new-pin", help="Ask for another PIN.")] = False,
    pin: Pin = None,
    as_json: AsJson = False,
) -> None:
    """Change what is told of somebody."""
    answer = Answer(as_json)
    typed = (pin or asked_pin(answer)) if new_pin else None
    change = ClerkChange(
        name, role, typed, badge, refund_limit_cents, may_override, may_see_totals
    )  # fmt: skip
    with _staff(answer, directory, house) as staff:
        clerk = staff.change(number, change)
    _tell(answer, clerk, "clerks.changed")


@app.command("remove", epilog="podium-desk central clerk remove /srv/podium 3 --house sluis")
@command_line_faults
def remove(directory: Dir, number: Number, house: HouseName, as_json: AsJson = False) -> None:
    """Somebody left: no log-in any more."""
    answer = Answer(as_json)
    with _staff(answer, directory, house) as staff:
        clerk = staff.remove(number)
    _tell(answer, clerk, "clerks.removed")


@app.command("list", epilog="podium-desk central clerk list /srv/podium --house sluis")
@command_line_faults
def list_clerks(directory: Dir, house: HouseName, as_json: AsJson = False) -> None:
    """List the staff of a house; PINs are not kept and cannot be shown."""
    answer = Answer(as_json)
    with _staff(answer, directory, house) as staff:
        clerks = staff.list()
    lines = [_line(clerk, answer) for clerk in clerks]
    data = {"clerks": [_as_data(clerk) for clerk in clerks]}
    answer.done(data, "\n".join(lines) or answer.words("clerks.none"))


@command_line_faults
def rules(
    directory: Dir,
    house: HouseName,
    blind: Annotated[
        bool | None,
        typer.Option("--blind/--open", help="Count before what is expected is shown, or not."),
    ] = None,
    reason_above_cents: Annotated[int | None, typer.Option("--reason-above-cents")] = None,
    approval_above_cents: Annotated[int | None, typer.Option("--approval-above-cents")] = None,
    keep_cents: Annotated[int | None, typer.Option("--keep-cents")] = None,
    ledger: Annotated[
        list[str] | None, typer.Option("--ledger", metavar="ACCOUNT=CODE", help="Of the export.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what a house wants at its tills, changed by what is given."""
    answer = Answer(as_json)
    codes = [_code(answer, written) for written in ledger or []]
    told = {"is_blind": blind, "reason_above_cents": reason_above_cents,
            "approval_above_cents": approval_above_cents, "keep_cents": keep_cents}  # fmt: skip
    changes: dict[str, Any] = {name: value for name, value in told.items() if value is not None}
    with _staff(answer, directory, house) as staff:
        known = staff.rules()
        merged = tuple(sorted({**dict(known.ledger), **dict(codes)}.items()))
        wanted = replace(known, **changes, ledger=merged)
        outcome = known if wanted == known else staff.set_rules(wanted)
    if isinstance(outcome, CentralRefusal):
        answer.refused(outcome.reason.value, outcome.sentence(answer.words))
    data = {**asdict(outcome), "ledger": dict(outcome.ledger)}
    language = answer.words.language
    answer.done(data, answer.words(
        "clerks.rules_blind" if outcome.is_blind else "clerks.rules_open",
        reason=money(outcome.reason_above_cents, language),
        approval=money(outcome.approval_above_cents, language),
        keep=money(outcome.keep_cents, language),
    ))  # fmt: skip


@contextlib.contextmanager
def _staff(answer: Answer, directory: Path, name: str) -> Iterator[Staff]:
    with house_of_store(answer, directory, name) as (central, house):
        yield Staff(central, house, secrets.token_bytes)


def _tell(answer: Answer, clerk: Clerk | CentralRefusal, key: str) -> None:
    if isinstance(clerk, CentralRefusal):
        answer.refused(clerk.reason.value, clerk.sentence(answer.words))
    sentence = answer.words(key, name=clerk.name, number=clerk.number)
    answer.done({"clerk": _as_data(clerk)}, sentence)
    return


def _line(clerk: Clerk, answer: Answer) -> str:
    limit = money(clerk.refund_limit_cents, answer.words.language)
    role = answer.words(f"clerks.role_{clerk.role.value}")
    badge = answer.words("clerks.with_badge") if clerk.badge_hash else ""
    key = "clerks.line_unlimited" if clerk.is_manager else "clerks.line"
    told = answer.words(key, role=role, limit=limit)
    return f"{clerk.number:>3}  {clerk.name:<24} {told} {badge}".rstrip()


def _as_data(clerk: Clerk) -> dict[str, Any]:
    """What programs are told: nothing of PIN or badge but whether there is one."""
    return {
        "number": clerk.number,
        "name": clerk.name,
        "role": clerk.role.value,
        "has_badge": bool(clerk.badge_hash),
        "refund_limit_cents": clerk.refund_limit_cents,
        "may_override": clerk.may_override,
        "may_see_totals": clerk.may_see_totals,
    }


def _code(answer: Answer, written: str) -> tuple[str, str]:
    account, is_there, code = written.partition("=")
    if not is_there or not code.strip().isalnum():
        answer.wrong_use(answer.words("clerks.wrong_code", written=written))
    return account.strip(), code.strip()
