"""Devices, keys and certificates."""
