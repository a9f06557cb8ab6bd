"""Forms of the public pages of the programme."""
