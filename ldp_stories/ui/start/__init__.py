"""Before a notebook is open: choosing it, setting it up, unlocking it."""
