"""The consultation: Forums, phases, calls, submissions, decisions."""
