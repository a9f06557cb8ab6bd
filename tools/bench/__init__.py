"""
How long the portal's pages take at 1,000, 10,000 and 50,000 inputs, beside a bare Django page.

    python -m tools.bench                       make bench: all three sizes, about ten minutes
    python -m tools.bench --sizes 1000          one of them
    python -m tools.bench --letters             only the letters: queued, and sent by workers
    python -m tools.bench --rounds 11           fewer requests for each figure (31)

Everything is measured over HTTP from gunicorn, in one run, on a database of its own that is removed
afterwards (``DATA_DIR`` names a folder that does not exist yet; default: a temporary one).
"""
