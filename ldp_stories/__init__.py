"""LDP Stories: collect people's stories safely, offline, and make sense of them together.

Start reading at `app.py`, the one place where the parts are joined. Arrows point down only: the window (`ui`) and the
terminal (`cli`) ask `app` and `services`; these use `store`, `bundles`, `media`, `reports`; below lie `crypto`, `domain`, `errors`.
"""

__version__ = "0.1.0"
