"""The yearly impact report of a PTCE, from raw member files to an archivable PDF."""
