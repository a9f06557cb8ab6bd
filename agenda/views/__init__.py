"""Views of the programme: one job each."""
