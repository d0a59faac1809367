"""Agreement between people who coded the same things: formulas with their reasons for having no value (domain/6-methods.md 6.3).

`verdict` says what an answer looks like and knows no numbers library; the modules that compute load numpy, so services import them late.
"""
