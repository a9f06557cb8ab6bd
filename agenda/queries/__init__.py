"""Reads of the programme that join several models."""
