"""Devices imitated at the level of their bytes, written from the vendors' manuals."""
