"""Bring a bundle in: look first, nothing is added; then add it whole, part by part, or leave it without a trace (US-C1, BUNDLE.md 7)."""

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ldp_stories.bundles.envelope import Envelope, Kind
from ldp_stories.bundles.inspect import FileKind, inspect
from ldp_stories.bundles.names import read_outer_name
from ldp_stories.bundles.reader import SignerVerdict, Standing, read_bundle
from ldp_stories.bundles.verified import VerifiedBundle
from ldp_stories.domain.orders import wishes
from ldp_stories.errors import UserError
from ldp_stories.services.accept_bundle import Accepted, accept_bundle
from ldp_stories.services.at_rest import collector_at_rest
from ldp_stories.services.clean_up import clean_up
from ldp_stories.services.contact_cards import is_custodian
from ldp_stories.services.destroy_here import refuse_unwanted
from ldp_stories.services.heard_since import Heard
from ldp_stories.services.home import Home
from ldp_stories.services.look_through import look_through
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.set_aside import came_in, hold, waiting_one
from ldp_stories.services.six_words import words_of_key
from ldp_stories.services.stage_bundle import HomeStaging
from ldp_stories.store import facts, people, places, sent


@dataclass(frozen=True, slots=True)
class Preview:
    """What is in a bundle, before anything is added.

    `verdict`: known, or again (it was brought in before). `recordings` are lengths in milliseconds; `consent` counts answers by scope;
    `new` and `had` count lines; `waiting` media that come in other parts. `parts` and `part` say which part of how many this is.
    `heard`: what is only told of stories that are here; `answers`: files of our own that came; `wishes`: what is asked of us;
    `orders`: wishes of tellers that are new here, `cleared`: new orders about what was thrown away or kept long enough;
    `taken_back` counts things that stay out, because their teller took them back.
    """

    path: Path
    bundle: str
    sender: str
    sender_words: tuple[str, ...]
    kind: str
    stories: int
    titles: tuple[str, ...]
    people: int
    places: tuple[str, ...]
    recordings: tuple[int, ...]
    media: int
    bytes: int
    consent: dict[str, dict[str, int]]
    new: int
    had: int
    orders: int
    cleared: int
    waiting: int
    verdict: str
    part: int
    parts: int
    packed_on: str
    heard: Heard
    answers: int
    wishes: int
    taken_back: int
    verified: VerifiedBundle = field(repr=False)


@dataclass(frozen=True, slots=True)
class Outside:
    """What anybody without a key can see of a file."""

    name: str
    bytes: int
    kind: str
    part: int | None
    parts: int | None
    sealed_to: int
    trouble: str

    @property
    def ours(self) -> bool:
        """Whether it may be a file of this program, by what it holds or by its name."""
        return self.kind != FileKind.OTHER or self.part is not None


LEFT: Final = "left out"
"""The fact under which bundles are named that a person looked into and left."""
_MOST_LEFT: Final = 200


def look(home: Home, path: Path, progress: Progress = no_progress, *, keep: bool = True) -> Preview:
    """Prove a bundle and say what is in it. A refused one is kept apart (with `keep`, set_aside.hold) and the UserError says why.

    For an unknown or revoked sender its facts hold the `device` and `key`.
    """
    with home.main.read() as con:
        roster = {d.id: d for d in people.devices(con)}
    staging = HomeStaging(home)

    def signers(envelope: Envelope, _key: str) -> SignerVerdict:
        device = roster.get(envelope.sender.device)
        if device is None:
            return SignerVerdict(Standing.UNKNOWN)
        standing = _standing(device.status, device.revoked_after, envelope)
        return SignerVerdict(standing, device.sign_key)

    try:
        verified = read_bundle(
            path,
            [home.keys.age_secret],
            staging,
            signers=signers,
            project=home.programme().id,
            practice=home.practice,
            progress=progress.report,
        )
    except UserError as error:
        if keep:
            hold(home, path, error)
        raise
    try:
        if verified.envelope.kind is Kind.IDENTITY and not is_custodian(home):
            raise UserError("NOT_CUSTODIAN")
        with home.main.read() as con:
            refuse_unwanted(con, verified)
        return _preview(home, path, verified)
    except UserError as error:
        verified.discard()
        if keep:
            hold(home, path, error)
        raise
    except BaseException:
        verified.discard()
        raise


def _standing(status: str, revoked_after: tuple[int, int] | None, envelope: Envelope) -> Standing:
    """A lost or retired device is refused after its last receipted bundle; earlier ones stand."""
    number = envelope.thread.n if envelope.thread is not None else 0
    if revoked_after is not None and (envelope.sender.epoch, number) > revoked_after:
        return Standing.REVOKED
    return Standing.REVOKED if status != "active" and revoked_after is None else Standing.KNOWN


def accept(home: Home, preview: Preview, progress: Progress = no_progress) -> Accepted:
    """Add a previewed bundle in one transaction, and sign its receipt. Adding it again changes nothing and says so.

    What a wish in it took back is swept from this laptop at once; a full disk leaves the sweeping for the next opening.
    """
    try:
        taken = accept_bundle(home, preview.verified, progress)
    except UserError as error:
        preview.verified.discard()
        hold(home, preview.path, error)
        raise
    except BaseException:
        preview.verified.discard()
        raise
    part = preview.verified.envelope.part
    came_in(home, preview.path, part.group, part.index)
    with suppress(UserError):
        clean_up(home)
    return taken


def leave(home: Home, preview: Preview) -> None:
    """Leave it: everything that was staged is thrown away; only a line in the log of what came stays (import_log.left_log)."""
    put_down(preview)
    sender = preview.verified.envelope.sender.device
    with home.main.write() as con:
        member = people.member_of_device(con, sender)
        known = facts.load(con, LEFT, [])
        line = [preview.bundle, member.code if member else "", preview.packed_on, home.today().isoformat()]
        kept = [one for one in known if one[0] != preview.bundle]
        facts.save(con, LEFT, [*kept, line][-_MOST_LEFT:])


def put_down(preview: Preview) -> None:
    """Throw away what was staged to look inside, and say nothing about it."""
    preview.verified.discard()


def take_in(home: Home, path: Path, progress: Progress = no_progress) -> Accepted:
    """Look and accept in one go, for the terminal."""
    with collector_at_rest():
        return accept(home, look(home, path, progress), progress)


def accept_quarantined(home: Home, bundle: str, progress: Progress = no_progress) -> Accepted:
    """Bring in a bundle that was set aside, once its sender is in the roster. UserError NO_SUCH_JOINER."""
    return take_in(home, waiting_one(home, bundle).path, progress)


def inbox(folder: Path) -> tuple[Path, ...]:
    """The files in a folder that look like bundles or programme files, by name."""
    names = sorted(p for p in folder.iterdir() if p.is_file()) if folder.is_dir() else []
    return tuple(p for p in names if p.suffix == ".ldp-pack" or read_outer_name(p.name) is not None)


def outside(path: Path) -> Outside:
    """What anybody can see of a file, without any key. UserError FILE_UNREADABLE."""
    try:
        seen = inspect(path)
    except OSError as error:
        raise UserError("FILE_UNREADABLE", name=path.name) from error
    return Outside(
        path.name, seen.size, seen.kind.value, seen.part, seen.parts, seen.sealed_to, seen.trouble or ""
    )


def _preview(home: Home, path: Path, verified: VerifiedBundle) -> Preview:
    envelope = verified.envelope
    with home.main.read() as con:
        told = look_through(con, verified)
        member = people.member_of_device(con, envelope.sender.device)
        name = home.shown_member(con, member.id) if member else ""
        device = people.device(con, envelope.sender.device)
        again = sent.received(con, envelope.bundle_id)
        found = (places.place(con, ident) for ident in told.places)
        heard = told.heard(con)
        place_names = tuple(sorted(p.name for p in found if p is not None))
    part = envelope.part
    return Preview(
        path=path,
        bundle=envelope.bundle_id,
        sender=name,
        sender_words=words_of_key(home.machine, device.sign_key) if device else (),
        kind=envelope.kind.value,
        stories=len(told.stories),
        titles=tuple(told.titles.values()),
        people=len(told.people),
        places=place_names,
        recordings=tuple(told.recordings.values()),
        media=envelope.counts.media,
        bytes=path.stat().st_size,
        consent=told.consent(),
        new=told.lines - told.had,
        had=told.had,
        orders=wishes(told.orders),
        cleared=sum(not o.is_a_wish for o in told.orders),
        waiting=len(envelope.media_elsewhere),
        verdict="again" if again is not None else "known",
        part=part.index,
        parts=part.of,
        packed_on=envelope.made_at_label[:10],
        heard=heard,
        answers=told.answers,
        wishes=told.wishes,
        taken_back=len(told.taken_back),
        verified=verified,
    )
