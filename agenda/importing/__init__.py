"""Takes a programme in from our own JSON: what is checked, and the rows that it becomes."""
