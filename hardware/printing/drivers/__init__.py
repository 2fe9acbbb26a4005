"""The printers this package can drive; chosen by `hardware.registry` only."""
