"""The first lines of the built program: the same door as `python -m ldp_stories`."""

import multiprocessing
import sys

from ldp_stories.__main__ import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
