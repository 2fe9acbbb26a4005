"""The central ticketing store."""
