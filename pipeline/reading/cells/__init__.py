"""One cell, and what its column says of it: typed text → value, repair or refusal."""
