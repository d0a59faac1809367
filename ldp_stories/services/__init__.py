"""Verbs: one module for each thing a person does, named by the verb; the window and the terminal ask these and nothing lower."""
