"""The parts from which every screen is made.

Parts take values and give signals; they know no story, no store and no service. Colours, sizes and
fonts come from `theme`; words are passed in by the screens.
"""
