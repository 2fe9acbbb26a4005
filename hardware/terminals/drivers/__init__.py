"""The payment terminals this package can drive; chosen by `hardware.registry` only."""
