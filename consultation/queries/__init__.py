"""Reads of the consultation that join several models; each says what it preloads."""
