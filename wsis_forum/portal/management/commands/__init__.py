"""Management commands that need both apps."""
