"""Seating plans in the format that pretix published, with its free editor."""
