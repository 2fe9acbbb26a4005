"""Any bytes to JSON values, or the reason why not: nothing a person drops here may crash.

Numbers with a fraction are read as `Decimal`, so that a price of 14.40 is 1440 cents and never
1439.
"""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation

from podium_desk.integrations.refusals import FileReason, UnreadableError

LARGEST_FILE_BYTES = 64 * 1024 * 1024


def read_json_object(content: bytes) -> dict[str, object]:
    """The object that the file holds. Raises `UnreadableError` with a `FileReason`."""
    value = _parsed(_decoded(content))
    if isinstance(value, list):
        raise UnreadableError(FileReason.IS_LIST)
    if not isinstance(value, dict):
        raise UnreadableError(FileReason.NOT_JSON, line=1)
    return value


def _decoded(content: bytes) -> str:
    if len(content) > LARGEST_FILE_BYTES:
        raise UnreadableError(FileReason.TOO_LARGE, megabytes=len(content) // 1024 // 1024)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise UnreadableError(FileReason.ENCODING) from problem
    if not text.strip():
        raise UnreadableError(FileReason.EMPTY)
    return text


def _parsed(text: str) -> object:
    try:
        return json.loads(text, parse_float=_decimal, parse_constant=_no_constant)
    except json.JSONDecodeError as problem:
        raise UnreadableError(FileReason.NOT_JSON, line=problem.lineno) from problem
    except ValueError as problem:
        # A number of thousands of digits, NaN or Infinity: not JSON either.
        raise UnreadableError(FileReason.NOT_JSON, line=1) from problem
    except RecursionError as problem:
        raise UnreadableError(FileReason.TOO_DEEP) from problem


def _decimal(literal: str) -> Decimal:
    try:
        return Decimal(literal)
    except InvalidOperation as problem:
        raise ValueError(literal) from problem


def _no_constant(literal: str) -> object:
    raise ValueError(literal)
