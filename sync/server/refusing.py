"""What the store says when it does not honour a request."""

from __future__ import annotations


class RequestRefused(Exception):
    """A request that the store does not honour; `code` is stable, `status` is HTTP's."""

    def __init__(self, code: str, message: str, status: int = 403) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
