"""The yearly impact report of a PTCE, from raw member files to an archivable PDF."""

VERSION = "0.1.0"  # that of pyproject.toml: a test compares them
