"""published: what the final files show, read back from their bytes and judged beforehand."""
