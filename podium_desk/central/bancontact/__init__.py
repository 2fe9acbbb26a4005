"""Bancontact Pay at the store: a house's key, what was asked, and the answers to its counters."""
