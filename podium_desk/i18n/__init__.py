"""Words and formats of four languages."""
