"""A library that would load another is given none, and the other is there again afterwards."""

import subprocess
import sys

import pytest

from ldp_stories.media.lean import without


def test_a_name_is_not_there_inside_and_there_again_outside() -> None:
    code = (
        "import sys\nfrom ldp_stories.media.lean import without\n"
        "with without('colorsys'):\n try:\n  import colorsys\n  print('there')\n except ImportError:\n  print('not there')\n"
        "import colorsys\nprint(colorsys.__name__, 'None' if sys.modules['colorsys'] is None else 'whole')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["not there", "colorsys whole"]


def test_what_is_loaded_already_stays() -> None:
    import json

    with without("json"):
        import json as again
    assert again is json


def test_a_failure_inside_leaves_nothing_behind() -> None:
    sys.modules.pop("colorsys", None)
    with pytest.raises(ZeroDivisionError), without("colorsys"):
        raise ZeroDivisionError
    assert "colorsys" not in sys.modules
