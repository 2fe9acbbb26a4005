"""Devices of a box office: printers, scanners, cameras, terminals. Stands alone; no Qt."""
