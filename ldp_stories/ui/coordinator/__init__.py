"""The coordinator's desk: what needs a person, review, programme."""
