"""Loading of data files: read, check, plan the rows, apply what changed."""
