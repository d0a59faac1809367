"""What the workspaces share: the context of a screen, one record read and played, what everybody needs."""
