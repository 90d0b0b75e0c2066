"""From bytes to records: encoding, quotes, header, lines that hold no data."""
