"""What a page may do that is one letter's HTML text."""

from csp.constants import NONE

# A letter brings its own style; scripts, forms and pictures it has none.
LETTER_POLICY = {
    "default-src": [NONE],
    "style-src": ["'unsafe-inline'"],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [NONE],
    "sandbox": ["allow-popups", "allow-top-navigation-by-user-activation"],
}
