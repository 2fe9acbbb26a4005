"""The status page: how this device stands, and what a person settles."""
