"""Shares inputs among reviewers: plain values in, plain values out, no Django."""
