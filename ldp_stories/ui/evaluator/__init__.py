"""The evaluator's desk: finding what may be used, quotes, reports."""
