"""Ticket printers: the port, its drivers, and what is sent to them."""
