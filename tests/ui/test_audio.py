"""Playing sealed sound with no loudspeaker: exact places by the samples that come out, passages, speeds, and broken files."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QIODevice
from PySide6.QtMultimedia import QAudioBuffer, QAudioBufferOutput
from pytestqt.qtbot import QtBot

from ldp_stories.errors import UserError
from ldp_stories.media.encode import flac_from_pieces, opus_from_pieces
from ldp_stories.media.synth import noise, voice
from ldp_stories.media.wav import WavSound
from ldp_stories.store.vault import Vault, new_item_key
from ldp_stories.store.vault_reader import VaultReader
from ldp_stories.ui.audio import Player, SoundDevice

pytestmark = pytest.mark.qt_log_ignore("PulseAudio|pipewire|[Aa]udio|FFmpeg|Junk|flac", extend=True)

SOUND = b"".join(noise(20_000, seed=3))
KEY = new_item_key()
FRAME_MS = 96
"""A FLAC frame of ours: playing begins with the frame that holds the place."""


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Vault:
    vault = Vault(tmp_path_factory.mktemp("vault"))
    live = vault.create("live", KEY, bulk=True)
    live.append(SOUND)
    live.seal()
    master = vault.create_file("master", KEY)
    flac_from_pieces([SOUND], master)
    master.seal()
    small = vault.create_file("small", KEY)
    opus_from_pieces(voice(20_000), small)
    small.seal()
    return vault


@pytest.fixture
def master(vault: Vault) -> Iterator[VaultReader]:
    with vault.open("master", KEY) as reader:
        yield reader


class Ear:
    """The decoded sound that a player would send to the loudspeaker."""

    def __init__(self, player: Player) -> None:
        self.blocks: list[tuple[int, bytes]] = []
        self._output = QAudioBufferOutput(player)
        self._output.audioBufferReceived.connect(self._hear)
        player._qt.setAudioBufferOutput(self._output)

    def _hear(self, buffer: QAudioBuffer) -> None:
        self.blocks.append((buffer.startTime() // 1000, bytes(buffer.constData())[: buffer.byteCount()]))

    def shut(self) -> None:
        """Hear no more: a block that is still on its way may come when its player is gone."""
        self._output.audioBufferReceived.disconnect(self._hear)

    def first_ms(self) -> int:
        """Where in SOUND the first block that came out stands, found by its samples."""
        place = SOUND.find(self.blocks[0][1][:4000])
        assert place >= 0, "not our samples"
        return place // 96


@pytest.fixture
def player(qtbot: QtBot) -> Iterator[Player]:
    player = Player()
    yield player
    player.unload()
    player.deleteLater()


@pytest.fixture
def ear(player: Player) -> Iterator[Ear]:
    made = Ear(player)
    yield made
    made.shut()


def loaded(qtbot: QtBot, player: Player) -> None:
    qtbot.waitUntil(lambda: player.duration > 0, timeout=10_000)


def test_the_length_of_a_sealed_master_is_known(qtbot: QtBot, player: Player, master: VaultReader) -> None:
    with qtbot.waitSignal(player.duration_changed, timeout=10_000):
        player.load(master)
    loaded(qtbot, player)
    assert player.duration == 20_000
    assert player.position == 0
    assert not player.playing


def test_playing_gives_the_very_samples_from_the_beginning(
    qtbot: QtBot, player: Player, ear: Ear, master: VaultReader
) -> None:
    player.load(master)
    player.play()
    qtbot.waitUntil(lambda: len(ear.blocks) >= 3, timeout=10_000)
    assert b"".join(data for _, data in ear.blocks) in SOUND
    assert ear.first_ms() == 0


@pytest.mark.parametrize("place", [0, 5_000, 12_345, 19_700, 3_001])
def test_seeking_in_a_master_plays_from_that_place(
    qtbot: QtBot, player: Player, ear: Ear, master: VaultReader, place: int
) -> None:
    player.load(master)
    loaded(qtbot, player)
    player.seek(place)
    assert player.position == place
    player.play()
    qtbot.waitUntil(lambda: len(ear.blocks) >= 1, timeout=10_000)
    assert place - FRAME_MS <= ear.first_ms() <= place
    assert ear.first_ms() == ear.blocks[0][0]


def test_a_place_asked_for_before_the_sound_is_loaded_is_kept(
    qtbot: QtBot, player: Player, ear: Ear, master: VaultReader
) -> None:
    player.load(master)
    player.seek(7_777)
    assert player.position == 7_777
    player.play()
    qtbot.waitUntil(lambda: len(ear.blocks) >= 1, timeout=10_000)
    assert 7_777 - FRAME_MS <= ear.first_ms() <= 7_777


def test_seeking_while_it_plays_goes_on_from_there(
    qtbot: QtBot, player: Player, ear: Ear, master: VaultReader
) -> None:
    player.load(master)
    player.play()
    qtbot.waitUntil(lambda: len(ear.blocks) >= 1, timeout=10_000)
    player.seek(15_000)
    qtbot.waitUntil(lambda: any(at >= 15_000 - FRAME_MS for at, _ in ear.blocks), timeout=10_000)
    assert player.playing
    ear.blocks = [block for block in ear.blocks if block[0] >= 15_000 - FRAME_MS]
    assert 15_000 - FRAME_MS <= ear.first_ms() <= 15_000
    player.skip(-10_000)
    qtbot.waitUntil(lambda: player.position < 8_000, timeout=10_000)


@pytest.mark.parametrize("passage", [(4_000, 4_400), (10_250, 10_450)])
def test_a_passage_plays_from_its_start_to_its_end_and_pauses(
    qtbot: QtBot, player: Player, ear: Ear, master: VaultReader, passage: tuple[int, int]
) -> None:
    player.load(master)
    with qtbot.waitSignal(player.ended, timeout=10_000):
        player.play_span(*passage)
    assert not player.playing
    assert passage[0] - FRAME_MS <= ear.first_ms() <= passage[0]
    assert passage[1] - 150 <= player.position <= passage[1] + 150


def test_playing_after_a_passage_goes_on(qtbot: QtBot, player: Player, master: VaultReader) -> None:
    player.load(master)
    with qtbot.waitSignal(player.ended, timeout=10_000):
        player.play_span(1_000, 1_200)
    player.play()
    qtbot.waitUntil(lambda: player.position > 1_700, timeout=10_000)
    assert player.playing


def test_pause_stops_the_position(qtbot: QtBot, player: Player, master: VaultReader) -> None:
    player.load(master)
    player.toggle()
    qtbot.waitUntil(lambda: player.position > 100, timeout=10_000)
    with qtbot.waitSignal(player.playing_changed, timeout=10_000) as told:
        player.toggle()
    assert told.args == [False]
    place = player.position
    player.toggle()
    qtbot.waitUntil(lambda: player.position > place, timeout=10_000)


def test_the_end_is_told_once_and_playing_again_begins_again(
    qtbot: QtBot, player: Player, master: VaultReader
) -> None:
    ends: list[None] = []
    player.ended.connect(lambda: ends.append(None))
    player.load(master)
    loaded(qtbot, player)
    player.seek(19_800)
    player.play()
    qtbot.waitUntil(lambda: len(ends) == 1, timeout=10_000)
    assert not player.playing
    player.play()
    qtbot.waitUntil(lambda: player.playing and 0 < player.position < 5_000, timeout=10_000)
    assert len(ends) == 1


def test_speed_changes_the_time_it_takes(qtbot: QtBot, player: Player, master: VaultReader) -> None:
    player.load(master)
    player.set_rate(2.0)
    player.set_loudness(0.5)
    assert player.rate == 2.0
    with qtbot.waitSignal(player.ended, timeout=3_000):
        player.play_span(1_000, 3_000)
    assert 2_800 <= player.position <= 3_200


def test_places_outside_are_brought_inside(qtbot: QtBot, player: Player, master: VaultReader) -> None:
    player.load(master)
    loaded(qtbot, player)
    player.seek(-50)
    assert player.position == 0
    player.seek(10**9)
    assert player.position <= 20_000


def test_pieces_without_a_master_play_as_well(qtbot: QtBot, player: Player, ear: Ear, vault: Vault) -> None:
    with vault.open("live", KEY) as reader:
        player.load(WavSound(reader))
        loaded(qtbot, player)
        assert player.duration == 20_000
        player.seek(6_000)
        player.play()
        qtbot.waitUntil(lambda: len(ear.blocks) >= 1, timeout=10_000)
        assert 6_000 - FRAME_MS <= ear.first_ms() <= 6_000
        player.unload()


def test_the_small_copy_plays_and_seeks(qtbot: QtBot, player: Player, ear: Ear, vault: Vault) -> None:
    with vault.open("small", KEY) as reader:
        player.load(reader)
        loaded(qtbot, player)
        assert abs(player.duration - 20_000) < 50
        player.seek(8_000)
        player.play()
        qtbot.waitUntil(lambda: len(ear.blocks) >= 1, timeout=10_000)
        assert abs(ear.blocks[0][0] - 8_000) <= 120
        player.unload()


def test_letting_go_of_a_playing_sound_never_freezes_the_window(
    qtbot: QtBot, player: Player, ear: Ear, vault: Vault
) -> None:
    """Qt's reading thread needs the interpreter while it is being ended: orders that are not queued hang within a few rounds."""
    for round_ in range(20):
        for item in ("master", "small"):
            ear.blocks.clear()
            with vault.open(item, KEY) as reader:
                player.load(reader)
                player.seek(100 * round_)
                player.play()
                qtbot.waitUntil(lambda: len(ear.blocks) > 0, timeout=10_000)
                player.unload()
    qtbot.waitUntil(lambda: player.duration == 0, timeout=10_000)
    player.play()
    assert not player.playing


def test_nothing_is_written_to_disk_to_play(
    qtbot: QtBot, player: Player, master: VaultReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    player.load(master)
    player.play()
    qtbot.waitUntil(lambda: player.position > 300, timeout=10_000)
    assert list(tmp_path.iterdir()) == []


class Bytes:
    def __init__(self, data: bytes, trouble_at: int = 10**12) -> None:
        self.size = len(data)
        self._data = data
        self._trouble_at = trouble_at

    def read(self, offset: int, size: int) -> bytes:
        if offset >= self._trouble_at:
            raise UserError("MEDIA_DAMAGED")
        return self._data[offset : offset + size]


def failed(qtbot: QtBot, player: Player, load: Callable[[], None]) -> UserError:
    with qtbot.waitSignal(player.failed, timeout=10_000) as told:
        load()
    assert told.args is not None
    error = told.args[0]
    assert isinstance(error, UserError)
    return error


def test_what_is_no_sound_is_said(qtbot: QtBot, player: Player) -> None:
    error = failed(qtbot, player, lambda: player.load(Bytes(b"not a sound at all " * 500)))
    assert error.code == "MEDIA_UNREADABLE"


def test_a_damaged_item_is_said(qtbot: QtBot, player: Player) -> None:
    error = failed(qtbot, player, lambda: player.load(Bytes(b"fLaC" * 1000, trouble_at=0)))
    assert error.code == "MEDIA_DAMAGED"


def test_damage_in_the_middle_is_said_when_playing_comes_there(
    qtbot: QtBot, player: Player, master: VaultReader
) -> None:
    data = master.read(0, master.size)
    player.load(Bytes(data, trouble_at=len(data) // 20))
    player.set_rate(2.0)
    error = failed(qtbot, player, player.play)
    assert error.code == "MEDIA_DAMAGED"


def test_the_device_reads_seeks_and_never_writes() -> None:
    device = SoundDevice(Bytes(b"0123456789"))
    assert not device.isSequential()
    assert device.size() == 10
    assert device.read(4).data() == b"0123"
    assert device.seek(7)
    assert device.readAll().data() == b"789"
    assert device.atEnd()
    assert not device.isWritable()
    device.seek(0)
    device.let_go()
    assert device.read(4).data() == b""
    device.close()
    assert device.openMode() == QIODevice.OpenModeFlag.NotOpen
