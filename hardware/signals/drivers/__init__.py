"""The boards and displays this package can drive; chosen by `hardware.registry` only."""
