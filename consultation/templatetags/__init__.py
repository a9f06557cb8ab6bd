"""Template tags of the consultation."""
