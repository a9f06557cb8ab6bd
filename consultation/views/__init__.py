"""Pages of the consultation: a call, and the author's own submissions."""
