"""What needs both domain apps: home, a Forum's page, loading, the demonstration."""
