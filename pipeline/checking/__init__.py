"""All that `validate` uses: rules and checks, keys, what was delivered and what was not."""
