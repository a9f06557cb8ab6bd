"""What the Makefile runs beside the portal itself."""
