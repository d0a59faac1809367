"""Exchange with other analysis programs."""
