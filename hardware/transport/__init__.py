"""The ways bytes reach a device and come back."""
