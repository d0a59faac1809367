"""Speech to words: stretches of speech, a real engine in a process of its own, and what happens when it is stopped or dies."""

import importlib.util
import io
import json
import os
import random
import shutil
import subprocess
import sys
from array import array
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ldp_stories.errors import UserError
from ldp_stories.media import speech_child, speech_engines
from ldp_stories.media.decode import pcm
from ldp_stories.media.speech import LONGEST_MS, RATE, Stretch, Word, at_16k, stretches
from ldp_stories.media.speech_client import hear
from ldp_stories.media.speech_sherpa import Sherpa
from ldp_stories.media.synth import tone
from ldp_stories.services.laptop import listener_command

TOY = Path(__file__).parent / "toy_model"
ALSA = Path("/usr/share/sounds/alsa")


def hum(ms: int, loud: int = 40) -> bytes:
    """A room, s16le mono 16 kHz."""
    return array("h", [loud if n % 7 else -loud for n in range(RATE * ms // 1000)]).tobytes()


def voice(ms: int) -> bytes:
    return b"".join(at_16k([tone(ms, 200.0, 0.3)]))


def cut(sound: bytes, step: int = 999) -> list[Stretch]:
    blocks = (sound[at : at + step * 2] for at in range(0, len(sound), step * 2))
    return [part for part in stretches(blocks) if isinstance(part, Stretch)]


def test_speech_is_cut_at_its_pauses_with_a_little_room_before_it() -> None:
    found = cut(hum(1_000) + voice(800) + hum(900) + voice(400) + hum(200))
    assert [round(s.at_ms, -2) for s in found] == [900, 2_600]
    assert all(len(s.sound) // 32 < 1_600 for s in found)


def test_a_room_alone_has_no_speech_and_a_loud_room_neither() -> None:
    assert cut(hum(3_000)) == []
    loud = cut(hum(9_000, loud=900))
    assert sum(len(s.sound) for s in loud) < 32 * 7_000, "a steady noise is not taken for speech for ever"


def test_somebody_who_takes_no_breath_is_cut_all_the_same() -> None:
    assert len(cut(voice(25_000), step=16_000)[0].sound) // 32 == LONGEST_MS


def test_how_far_it_has_come_is_told() -> None:
    told = [part for part in stretches([hum(500), hum(500)]) if isinstance(part, int)]
    assert told == [500, 1_000]


def test_sound_is_brought_to_the_rate_an_engine_wants() -> None:
    made = b"".join(at_16k([b"", tone(1_000), tone(500)]))
    assert abs(len(made) // 32 - 1_500) <= 2


def listen(
    order: dict[str, Any], sound: bytes, monkeypatch: pytest.MonkeyPatch, heard: Any = None
) -> list[dict[str, Any]]:
    if heard is not None:
        monkeypatch.setattr(speech_child, "engine", lambda *_: heard)
    out = io.BytesIO()
    status = speech_child.run_listener(io.BytesIO(json.dumps(order).encode() + b"\n" + sound), out)
    said = [json.loads(line) for line in out.getvalue().splitlines()]
    assert status == (0 if said[-1] == {"end": "done"} else 1)
    return said


class Parrot:
    def words(self, sound: bytes, at_ms: int) -> Iterator[Word]:
        yield Word("squawk", at_ms, at_ms + len(sound) // 32)


def test_the_process_says_words_progress_and_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    said = listen({"engine": "parrot"}, hum(1_000) + voice(500) + hum(1_000), monkeypatch, Parrot())
    assert [s["word"] for s in said if "word" in s] == ["squawk"]
    assert [s["done_ms"] for s in said if "done_ms" in s][-1] == 2_500
    assert said[-1] == {"end": "done"}


def test_an_engine_that_is_not_there_is_told_by_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    assert listen({"engine": "parrot"}, b"", monkeypatch)[-1] == {"end": "trouble", "code": "SPEECH_ENGINE"}
    assert listen({}, b"", monkeypatch)[-1]["code"] == "SPEECH_ENGINE"


class Hungry:
    def words(self, sound: bytes, at_ms: int) -> Iterator[Word]:
        yield Word("squ", at_ms, at_ms + 1)
        raise MemoryError


def test_a_listener_that_finds_no_memory_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    said = listen({"engine": "parrot"}, hum(1_000) + voice(500) + hum(1_000), monkeypatch, Hungry())
    assert said[-1] == {"end": "trouble", "code": "SPEECH_MEMORY"}


def test_it_is_ready_once_its_engine_is_there_and_the_engine_hears_the_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[object, ...]] = []

    def made(*order: object) -> Parrot:
        asked.append(order)
        return Parrot()

    monkeypatch.setattr(speech_child, "engine", made)
    said = listen({"engine": "parrot", "model": "/m", "language": "ur"}, b"", monkeypatch)
    assert asked == [("parrot", Path("/m"), "ur")]
    assert said == [{"ready": True}, {"end": "done"}]
    assert "ready" not in listen({"engine": "parrot", "model": "/m"}, b"", monkeypatch)[-1]


class Gone(io.RawIOBase):
    def writable(self) -> bool:
        return True

    def write(self, _data: object) -> int:
        raise BrokenPipeError


def test_it_ends_when_nobody_reads_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech_child, "engine", lambda *_: Parrot())
    order = io.BytesIO(b'{"engine": "parrot"}\n' + voice(900))
    assert speech_child.run_listener(order, Gone()) == 1  # type: ignore[arg-type]


needs_pocketsphinx = pytest.mark.skipif(
    not any(one.name == "pocketsphinx" for one in speech_engines.engines()),
    reason="pocketsphinx is not installed",
)


@needs_pocketsphinx
def test_a_real_engine_hears_real_speech_with_its_times_in_a_process_of_its_own() -> None:
    """Rough as it is, of eight spoken places it gets most second words ("center", "left", "right") or their sound."""
    files = sorted(p for p in ALSA.glob("*.wav") if p.stem != "Noise")
    if not files:
        pytest.skip("alsa-utils' speech is not installed")
    gap = bytes(96_000)
    sound = [b for p in files for b in (b"".join(pcm(str(p))), gap)]
    told: list[int] = []
    heard = list(hear(listener_command(), {"engine": "pocketsphinx"}, at_16k(sound), told.append))
    ends = [sum(len(b) for b in sound[: 2 * n + 2]) // 96 for n in range(len(files))]
    said = [
        [w.text for w in heard if (ends[n - 1] if n else 0) <= w.from_ms < ends[n]] for n in range(len(files))
    ]
    assert all(said), "words in each, at its own time"
    right = sum(p.stem.split("_")[1].lower() in words for p, words in zip(files, said, strict=True))
    assert right >= 3, said
    assert told[-1] == sum(len(b) for b in sound) // 96 // 20 * 20
    assert all(a.to_ms <= b.from_ms + 20 for a, b in pairwise(heard))


@needs_pocketsphinx
@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
def test_stop_ends_the_process_at_once(tmp_path: Path) -> None:
    path = tmp_path / "talk.wav"
    subprocess.run(["espeak-ng", "-w", str(path), "one two three. " * 40], check=True, capture_output=True)
    before = children()

    class StoppedError(Exception):
        pass

    def stop(_: int) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        list(hear(listener_command(), {"engine": "pocketsphinx"}, at_16k(pcm(str(path))), stop))
    assert children() == before


def children() -> set[str]:
    found = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    return set(found.read_text().split()) if found.exists() else set()


@pytest.mark.parametrize(
    ("says", "order", "code"),
    [
        ("os.abort()", {"model": "/m"}, "SPEECH_MODEL"),
        ("sys.exit(-1)", {"model": "/m"}, "SPEECH_MODEL"),
        ("""print('{"ready": true}', flush=True); sys.exit(-1)""", {"model": "/m"}, "SPEECH_ENDED"),
        ("os.abort()", {"model": None}, "SPEECH_ENDED"),
        ("os.kill(os.getpid(), 9)", {"model": "/m"}, "SPEECH_MEMORY"),
        (
            """print('{"ready": true}', flush=True); os.kill(os.getpid(), 9)""",
            {"model": "/m"},
            "SPEECH_MEMORY",
        ),
    ],
)
def test_what_a_native_library_dies_of_is_told_apart(says: str, order: dict[str, object], code: str) -> None:
    """A library may end the process over a model that it cannot read; the system ends the hungriest one when memory is short."""
    with pytest.raises(UserError) as caught:
        list(hear((sys.executable, "-c", f"import os, sys; {says}"), order, [hum(100)] * 5, lambda _: None))
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("says", "code"),
    [
        ("pass", "SPEECH_ENDED"),
        ("import os; os.abort()", "SPEECH_ENDED"),
        ("""print('{"end": "trouble", "code": "SPEECH_MODEL"}')""", "SPEECH_MODEL"),
    ],
)
def test_a_listener_that_dies_or_refuses_is_told(says: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        list(hear((sys.executable, "-c", says), {"engine": "x"}, [hum(100)] * 50, lambda _: None))
    assert caught.value.code == code


def test_sound_that_cannot_be_read_is_told_as_what_it_is() -> None:
    def broken() -> Iterator[bytes]:
        yield hum(100)
        raise UserError("MEDIA_DAMAGED")

    drain = """import sys; sys.stdin.buffer.read(); print('{"end": "done"}')"""
    with pytest.raises(UserError) as caught:
        list(hear((sys.executable, "-c", drain), {}, broken(), lambda _: None))
    assert caught.value.code == "MEDIA_DAMAGED"


class Maker:
    """Stands for sherpa-onnx's own class: it notes with what it was made and hears the same words each time."""

    def __init__(self) -> None:
        self.newer = False
        self.made: list[tuple[str, dict[str, Any]]] = []
        self.heard = SimpleNamespace(text="", tokens=[], timestamps=[])

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("from_"):
            raise AttributeError(name)

        def make(**facts: Any) -> "Maker":
            self.made.append((name, facts))
            return self

        def newer(*, enable_token_timestamps: bool = False, **facts: Any) -> "Maker":
            return make(enable_token_timestamps=enable_token_timestamps, **facts)

        return newer if name == "from_whisper" and self.newer else make

    def create_stream(self) -> Any:
        return SimpleNamespace(accept_waveform=self._take, result=self.heard)

    def _take(self, rate: int, samples: Iterable[float]) -> None:
        assert rate == RATE
        assert all(-1 <= s <= 1 for s in samples)

    def decode_stream(self, _stream: Any) -> None:
        """Nothing to do."""


@pytest.fixture
def maker(monkeypatch: pytest.MonkeyPatch) -> Maker:
    made = Maker()
    monkeypatch.setitem(sys.modules, "sherpa_onnx", SimpleNamespace(OfflineRecognizer=made))
    return made


@pytest.mark.parametrize(
    ("folder", "files", "kind"),
    [
        (
            "zipformer",
            ("encoder.onnx", "encoder.int8.onnx", "decoder.onnx", "joiner.onnx", "tokens.txt"),
            "from_transducer",
        ),
        (
            "moonshine-tiny",
            (
                "preprocess.onnx",
                "encode.int8.onnx",
                "uncached_decode.int8.onnx",
                "cached_decode.int8.onnx",
                "tokens.txt",
            ),
            "from_moonshine",
        ),
        ("whisper-tiny", ("tiny-encoder.onnx", "tiny-decoder.onnx", "tiny-tokens.txt"), "from_whisper"),
        ("paraformer-zh", ("model.onnx", "tokens.txt"), "from_paraformer"),
        ("sense-voice", ("model.int8.onnx", "tokens.txt"), "from_sense_voice"),
        ("nemo-ctc", ("model.onnx", "tokens.txt"), "from_nemo_ctc"),
    ],
)
def test_the_kind_of_a_model_is_known_by_its_files(
    tmp_path: Path, maker: Maker, folder: str, files: tuple[str, ...], kind: str
) -> None:
    place = tmp_path / folder
    place.mkdir()
    for name in files:
        (place / name).touch()
    speech_engines.engine("sherpa-onnx", place)
    (made,) = maker.made
    assert made[0] == kind
    other = ("num_threads", "use_itn", "language")
    assert all(Path(v).parent == place for k, v in made[1].items() if k not in other)
    if kind == "from_moonshine":
        assert [Path(made[1][k]).name for k in ("uncached_decoder", "cached_decoder")] == [
            "uncached_decode.int8.onnx",
            "cached_decode.int8.onnx",
        ]
    if kind == "from_transducer":
        assert made[1]["encoder"].endswith("int8.onnx")


@pytest.mark.parametrize(
    ("spoken", "told"),
    [("ur", "ur"), ("pa-Guru", "pa"), ("so_SO", "so"), ("en-GB", "en"), ("rom", ""), ("", "")],
)
def test_whisper_is_told_the_language_and_never_takes_english_for_granted(
    tmp_path: Path, maker: Maker, spoken: str, told: str
) -> None:
    """Left to itself it writes Urdu down as English; a language it does not know would end its process."""
    for name in ("tiny-encoder.onnx", "tiny-decoder.onnx", "tiny-tokens.txt"):
        (tmp_path / name).touch()
    speech_engines.engine("sherpa-onnx", tmp_path, spoken)
    maker.newer = True
    speech_engines.engine("sherpa-onnx", tmp_path, spoken)
    (_, older), (_, newer) = maker.made
    assert older["language"] == newer["language"] == told
    assert "enable_token_timestamps" not in older
    assert newer["enable_token_timestamps"] is True


def test_sense_voice_is_told_only_a_language_it_knows(tmp_path: Path, maker: Maker) -> None:
    place = tmp_path / "sense-voice"
    place.mkdir()
    for name in ("model.onnx", "tokens.txt"):
        (place / name).touch()
    for spoken in ("yue-HK", "ur"):
        speech_engines.engine("sherpa-onnx", place, spoken)
    assert [facts["language"] for _, facts in maker.made] == ["yue", ""]


def bursts() -> list[bytes]:
    """Three bursts of noise in a quiet room, in blocks as they come."""
    dice = random.Random(2)

    def noise(ms: int, loud: int) -> bytes:
        return array("h", [int(loud * dice.uniform(-1, 1)) for _ in range(RATE * ms // 1000)]).tobytes()

    sound = b"".join(noise(900, 60) + noise(500, 9_000) for _ in range(3)) + noise(900, 60)
    return [sound[at : at + 3_200] for at in range(0, len(sound), 3_200)]


@pytest.mark.skipif(
    importlib.util.find_spec("sherpa_onnx") is None, reason="sherpa-onnx is not installed, nor need it be"
)
def test_sherpa_itself_hears_with_a_model_of_three_kilobytes_and_refuses_a_torn_one(tmp_path: Path) -> None:
    """The model says "tea" for whatever is louder than the rest: its own words mean nothing, its times and its file formats do."""
    order: dict[str, object] = {"engine": "sherpa-onnx", "model": str(TOY), "language": "ur"}
    words = list(hear(listener_command(), order, bursts(), lambda _: None))
    assert [w.text for w in words] == ["tea"] * 3
    assert [round(w.from_ms, -2) for w in words] == [900, 2_300, 3_700]
    torn = tmp_path / "torn"
    shutil.copytree(TOY, torn)
    model = torn / "model.onnx"
    model.write_bytes(model.read_bytes()[:200])
    with pytest.raises(UserError) as caught:
        list(hear(listener_command(), order | {"model": str(torn)}, bursts(), lambda _: None))
    assert caught.value.code == "SPEECH_MODEL"


def test_a_folder_without_a_model_is_refused(tmp_path: Path, maker: Maker) -> None:
    for model in (None, tmp_path / "nowhere", tmp_path):
        with pytest.raises(UserError) as caught:
            speech_engines.engine("sherpa-onnx", model)
        assert caught.value.code == "SPEECH_MODEL"


def test_pieces_of_words_become_words_with_their_times(tmp_path: Path, maker: Maker) -> None:
    for name in ("model.onnx", "tokens.txt"):
        (tmp_path / name).touch()
    heard = Sherpa(tmp_path)
    maker.heard = SimpleNamespace(
        text="", tokens=["\u2581I", "\u2581kn", "ew", "\u2581her"], timestamps=[0.1, 0.4, 0.5, 0.9]
    )
    assert list(heard.words(hum(1_200), 5_000)) == [
        Word("I", 5_100, 5_400),
        Word("knew", 5_400, 5_900),
        Word("her", 5_900, 6_200),
    ]
    maker.heard = SimpleNamespace(text="I knew", tokens=["I", "knew"], timestamps=[])
    assert list(heard.words(hum(1_000), 0)) == [Word("I", 0, 1_000), Word("knew", 0, 1_000)]
