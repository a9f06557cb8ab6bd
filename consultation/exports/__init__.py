"""What leaves the portal as a file: frozen dataclasses in, bytes out; nothing of Django."""
