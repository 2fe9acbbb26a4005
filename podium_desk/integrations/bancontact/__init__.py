"""Bancontact Pay: the client of the Payment V3 API, its signatures, and a simulator of it."""
