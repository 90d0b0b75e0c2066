"""proof: what each printed number comes from, told in files that a machine can check."""
