"""The command line: `podium-desk` and `python -m podium_desk`. Each command loads what it needs."""

from __future__ import annotations

import typer

from podium_desk.commands import (
    central,
    device,
    paper,
    proof,
    scanning,
    selling,
    upkeep,
    windows,
)

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="The box office, the door and the central ticketing store.",
)
app.add_typer(central.app, name="central")
app.add_typer(device.app, name="device")
app.add_typer(paper.app, name="ticket")
app.command("performances", epilog="podium-desk performances kassa1 --json")(selling.performances)
app.command("sell", epilog="podium-desk sell kassa1 --performance 100001 --best 2 --pay cash")(
    selling.sell
)
app.command("refund", epilog="podium-desk refund kassa1 2.0.3.0 --pay cash")(selling.refund)
app.command("reissue", epilog="podium-desk reissue kassa1 2.0.3.0 --reason verloren")(
    selling.reissue
)
app.command("scan", epilog=scanning.EPILOG_SCAN)(scanning.scan)
app.command("decode", epilog=scanning.EPILOG_DECODE)(scanning.decode)
app.command("sync", epilog=upkeep.EPILOG_SYNC)(upkeep.sync)
app.command("doctor", epilog=upkeep.EPILOG_DOCTOR)(upkeep.doctor)
app.command("desk", epilog="podium-desk desk kassa1")(windows.desk)
app.command("door", epilog="podium-desk door deur1")(windows.door)
app.command("demo", epilog="podium-desk demo --output demo-output")(proof.demo)
app.command("bench", epilog="podium-desk bench sale_commit --json")(proof.bench)


def main() -> None:
    """The entry point of the installed command."""
    app()


if __name__ == "__main__":
    main()
