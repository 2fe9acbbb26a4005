"""Layouts of papers as files that a house can change: read, checked, filled with what is said."""
