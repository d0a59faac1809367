"""The listening process: an order in one line of JSON, then sound (s16le mono 16 kHz) on standard input; words as JSON lines on standard output.

In: `engine`, `model`, `language`. Out: `{"ready"}` once the model is loaded, `{"word", "from_ms", "to_ms"}` for each word, `{"done_ms"}` now
and then, at the end `{"end": "done"}` or `{"end": "trouble", "code"}`.
When its reader or its writer is gone it ends. It opens no file but the model and knows no key.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from ldp_stories.errors import UserError
from ldp_stories.media.speech import Stretch, stretches
from ldp_stories.media.speech_engines import engine

_BLOCK: Final = 32_000


def run_listener(stdin: IO[bytes], stdout: IO[bytes]) -> int:
    """Listen to the end; the exit status."""
    try:
        order = json.loads(stdin.readline() or b"{}")
        model = order.get("model")
        language = str(order.get("language") or "")
        heard = engine(str(order.get("engine", "")), Path(model) if model else None, language)
        _say(stdout, {"ready": True})
        for part in stretches(_blocks(stdin)):
            if isinstance(part, Stretch):
                for word in heard.words(part.sound, part.at_ms):
                    _say(stdout, {"word": word.text, "from_ms": word.from_ms, "to_ms": word.to_ms})
            else:
                _say(stdout, {"done_ms": part})
        _say(stdout, {"end": "done"})
    except UserError as error:
        _say(stdout, {"end": "trouble", "code": error.code})
        return 1
    except MemoryError:  # also what a native library's failed request for memory comes out as
        _say(stdout, {"end": "trouble", "code": "SPEECH_MEMORY"})
        return 1
    except OSError:  # the reader is gone: a broken pipe, on Windows by another name
        return 1
    return 0


def _blocks(stdin: IO[bytes]) -> Iterator[bytes]:
    while block := stdin.read(_BLOCK):
        yield block


def _say(stdout: IO[bytes], line: dict[str, object]) -> None:
    stdout.write(json.dumps(line, separators=(",", ":")).encode() + b"\n")
    stdout.flush()


def listen_main() -> int:
    """The listening process of the program."""
    return run_listener(sys.stdin.buffer, sys.stdout.buffer)
