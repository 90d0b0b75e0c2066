"""One file read alone, under any Table Schema or none: the command `read`."""
