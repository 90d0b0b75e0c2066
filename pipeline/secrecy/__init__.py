"""Disclosure control of linked tables: what to hide, and an independent audit of it."""
