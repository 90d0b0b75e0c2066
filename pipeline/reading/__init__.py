"""All that `ingest` uses: from the bytes of a file to typed rows, or a refusal that says why."""
