"""Tests: examples that a non-programmer can read, and the machinery they need."""
