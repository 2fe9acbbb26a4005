"""The command line: `podium-desk` and `python -m podium_desk`."""

from __future__ import annotations

import gc
import sys

from podium_desk.commands.plain_desk import plain_desk

_OBJECTS_PER_COLLECTION = 50_000


def main() -> None:
    """The entry point of the installed command."""
    # Starting makes some hundred thousand lasting objects; at Python's own threshold the
    # collector walks through them again and again and finds nothing (a tenth of the start).
    gc.set_threshold(_OBJECTS_PER_COLLECTION, 10, 10)
    try:
        status = plain_desk(sys.argv[1:])
        if status is not None:
            sys.exit(status)
        # Reading a command line and showing help is loaded for those who need it.
        from podium_desk.commands.command_line import app

        app()
    finally:
        # All there is ends with the program: Python need not look through it for what is unused.
        gc.freeze()


if __name__ == "__main__":
    main()
