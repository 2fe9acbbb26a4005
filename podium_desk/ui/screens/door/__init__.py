"""The door: one verdict at a time, readable from two metres."""
