"""Made-up inputs for the demonstration: the same seed gives the same rows."""
