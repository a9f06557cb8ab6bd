"""The outbox: every letter the portal sends is a row first."""
