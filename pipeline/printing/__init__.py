"""All that `render` uses: from HTML to a tagged PDF, and a folder exchanged at once."""
