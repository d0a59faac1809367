"""Sealed SQLite: engine, ledger, one module per noun, search, desk, vault, backup. All SQL is here."""
