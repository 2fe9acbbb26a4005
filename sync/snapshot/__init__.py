"""Snapshots: one reader's replica as a file, made, served in pieces, fetched and checked."""
