"""compose: protected figures → one `Report`, every word of it ready to print."""
