"""Commands of the programme, one module each."""
