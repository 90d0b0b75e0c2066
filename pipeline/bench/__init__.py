"""What make bench measures; nothing here is used by a report."""
