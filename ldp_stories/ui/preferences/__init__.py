"""How the window looks, locks and sounds."""
