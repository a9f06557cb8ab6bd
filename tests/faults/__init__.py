"""What must hold while servers die: real processes, real HTTP."""
