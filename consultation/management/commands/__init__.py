"""Commands of the consultation, one file each."""
