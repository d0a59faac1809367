"""Bring a bundle in: look first, nothing is added; then add it whole, part by part, or leave it without a trace (US-C1, BUNDLE.md 7)."""

from collections import Counter, deque
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ldp_stories.bundles.envelope import Envelope, Kind
from ldp_stories.bundles.inspect import inspect
from ldp_stories.bundles.names import read_outer_name
from ldp_stories.bundles.reader import SignerVerdict, Standing, read_bundle
from ldp_stories.bundles.verified import VerifiedBundle
from ldp_stories.domain.revisions import Revision, parse_body
from ldp_stories.errors import UserError
from ldp_stories.services.accept_bundle import Accepted, accept_bundle
from ldp_stories.services.at_rest import collector_at_rest
from ldp_stories.services.clean_up import clean_up
from ldp_stories.services.contact_cards import is_custodian
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.set_aside import hold, let_go, waiting_one
from ldp_stories.services.six_words import words_of_key
from ldp_stories.services.stage_bundle import HomeStaging
from ldp_stories.store import belonging, people, places, sent

_TOLD_OF: Final = frozenset({"record", "participant", "encounter", "media", "consent"})


@dataclass(frozen=True, slots=True)
class Preview:
    """What is in a bundle, before anything is added.

    `verdict`: known, or again (it was brought in before). `recordings` are lengths in milliseconds; `consent` counts answers by scope;
    `new` and `had` count lines; `waiting` media that come in other parts. `parts` and `part` say which part of how many this is.
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
    waiting: int
    verdict: str
    part: int
    parts: int
    packed_on: str
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


_NOT_OURS: Final = ("UNKNOWN_SIGNER", "REVOKED_SIGNER")


def look(home: Home, path: Path, progress: Progress = no_progress, *, keep: bool = True) -> Preview:
    """Prove a bundle and say what is in it. An unknown or revoked sender's bundle is set aside (with `keep`) and the UserError says so.

    Its facts hold the sender's `device` and `key`.
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
        if keep and error.code in _NOT_OURS:
            hold(home, path, error)
        raise
    try:
        if verified.envelope.kind is Kind.IDENTITY and not is_custodian(home):
            raise UserError("NOT_CUSTODIAN")
        return _preview(home, path, verified)
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
    except BaseException:
        preview.verified.discard()
        raise
    with suppress(UserError):
        clean_up(home)
    return taken


def leave(home: Home, preview: Preview) -> None:
    """Leave it: everything that was staged is thrown away; only a line in the log of the folder of this home remains."""
    del home
    preview.verified.discard()


def take_in(home: Home, path: Path, progress: Progress = no_progress) -> Accepted:
    """Look and accept in one go, for the terminal."""
    with collector_at_rest():
        return accept(home, look(home, path, progress), progress)


def accept_quarantined(home: Home, bundle: str, progress: Progress = no_progress) -> Accepted:
    """Bring in a bundle that was set aside, once its sender is in the roster. UserError NO_SUCH_JOINER."""
    taken = take_in(home, waiting_one(home, bundle).path, progress)
    let_go(home, bundle)
    return taken


def inbox(folder: Path) -> tuple[Path, ...]:
    """The files in a folder that look like bundles or programme files, by name."""
    names = sorted(p for p in folder.iterdir() if p.is_file()) if folder.is_dir() else []
    return tuple(p for p in names if p.suffix == ".ldp-pack" or read_outer_name(p.name) is not None)


def outside(path: Path) -> Outside:
    """What anybody can see of a file, without any key. UserError FILE_UNREADABLE."""
    try:
        facts = inspect(path)
    except OSError as error:
        raise UserError("FILE_UNREADABLE", name=path.name) from error
    return Outside(
        path.name, facts.size, facts.kind.value, facts.part, facts.parts, facts.sealed_to, facts.trouble or ""
    )


def _preview(home: Home, path: Path, verified: VerifiedBundle) -> Preview:
    envelope = verified.envelope
    idents, lines = _looked_at(verified)
    with home.main.read() as con:
        known = belonging.known_revisions(con, idents)
        member = people.member_of_device(con, envelope.sender.device)
        device = people.device(con, envelope.sender.device)
        again = sent.received(con, envelope.bundle_id)
        place_names = _places(con, lines)
    part = envelope.part
    return Preview(
        path=path,
        bundle=envelope.bundle_id,
        sender=member.shown if member else "",
        sender_words=words_of_key(home.machine, device.sign_key) if device else (),
        kind=envelope.kind.value,
        stories=len({r.ent for r in lines if r.kind == "record"}),
        titles=_titles(lines),
        people=len({r.ent for r in lines if r.kind == "participant"}),
        places=place_names,
        recordings=_lengths(lines),
        media=envelope.counts.media,
        bytes=path.stat().st_size,
        consent=_consent(lines),
        new=len(idents) - len(known),
        had=len(known),
        orders=envelope.counts.orders,
        waiting=len(envelope.media_elsewhere),
        verdict="again" if again is not None else "known",
        part=part.index,
        parts=part.of,
        packed_on=envelope.made_at_label[:10],
        verified=verified,
    )


def _looked_at(verified: VerifiedBundle) -> tuple[list[str], list[Revision]]:
    """The ids of all lines, and the lines that a preview tells of; the words themselves are not held on to.

    Every other line is read too: one that breaks a rule refuses the bundle now, before any order in it is carried out.
    """
    for others in (verified.orders(), verified.receipts(), verified.requests()):
        deque(others, maxlen=0)
    idents: list[str] = []
    lines: list[Revision] = []
    for line in verified.revisions():
        idents.append(line.id)
        if line.kind in _TOLD_OF:
            lines.append(line)
    return idents, lines


def _sets(line: Revision) -> dict[str, object]:
    return dict(parse_body(line.body).sets) if line.body is not None else {}


def _titles(lines: list[Revision]) -> tuple[str, ...]:
    titles = {r.ent: str(t) for r in lines if r.kind == "record" and (t := _sets(r).get("title"))}
    return tuple(titles.values())


def _lengths(lines: list[Revision]) -> tuple[int, ...]:
    lengths = {
        r.ent: ms for r in lines if r.kind == "media" and isinstance(ms := _sets(r).get("duration_ms"), int)
    }
    return tuple(lengths.values())


def _consent(lines: list[Revision]) -> dict[str, dict[str, int]]:
    """Answers by scope, counted; the last line of each person's consent speaks."""
    last: dict[tuple[str, str], str] = {}
    for line in lines:
        if line.kind == "consent":
            for name, value in _sets(line).items():
                if name.startswith("answer:"):
                    last[line.ent, name.removeprefix("answer:")] = str(value)
    counts: dict[str, Counter[str]] = {}
    for (_, scope), value in last.items():
        counts.setdefault(scope, Counter())[value] += 1
    return {scope: dict(c) for scope, c in counts.items()}


def _places(con: Connection, lines: list[Revision]) -> tuple[str, ...]:
    idents = {str(p) for r in lines if r.kind == "encounter" and (p := _sets(r).get("place"))}
    found = (places.place(con, ident) for ident in idents)
    return tuple(sorted(p.name for p in found if p is not None))
