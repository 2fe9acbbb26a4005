"""Versioned documents with one writer."""
