"""What was published, kept in the pole's folder, and what has changed since."""
