"""Earlier years from tables: read a file, tell what its columns are, make values of its cells."""
