"""Generated tests of the reading: clean tables, seeded ways to dirty them, and what must come."""
