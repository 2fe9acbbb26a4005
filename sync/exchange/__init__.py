"""The exchange between a device and the store."""
