"""tracing: what `trace` tells of a code, from its printed values to the rows of the files."""
