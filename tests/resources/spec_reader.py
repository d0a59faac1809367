"""A second reader of bundles, written from resources/spec/bundle.md alone: the standard library, `age` and `ssh-keygen`; nothing of the program."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Json = Any
_BLOCK = 512
_ID = re.compile(r"ldp-[0-9a-hjkmnp-tv-z]{26}")
_FIRST = {
    ("consent", "status"): ("withdrawn", "draft", "superseded", "changed", "given"),
    ("record", "sensitivity"): ("closed", "careful", "normal"),
    ("device", "status"): ("lost", "retired", "active"),
}
_ANSWERS = ("no", "not asked", "yes")


class NotBySpecError(Exception):
    """The file is not as the specification says."""


@dataclass
class Bag:
    """What one file holds: the envelope, its lines by file, and its media by hash."""

    envelope: dict[str, Json]
    lines: dict[str, list[dict[str, Json]]] = field(default_factory=dict)
    raw: list[str] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)
    signers: str = ""


def sealed(path: Path, key: Path, signers: Path) -> Bag:
    """Section 12: a bundle opened with age, checked with ssh-keygen and hashes."""
    opened = subprocess.run(
        ["age", "-d", "-i", str(key), str(path)], capture_output=True, check=False, timeout=60
    )
    if opened.returncode:
        raise NotBySpecError(opened.stderr.decode())
    return _bag(opened.stdout, signers, "ldp-bundle@1")


def pack(path: Path) -> Bag:
    """A programme pack: the same without the age layer; the keys that may have signed it are in it."""
    files = _tar(path.read_bytes())
    signers = path.with_name("from-the-pack.signers")
    signers.write_bytes(files["allowed_signers"])
    found = _bag(path.read_bytes(), signers, "ldp-pack@1")
    found.signers = files["allowed_signers"].decode()
    return found


def _tar(data: bytes) -> dict[str, bytes]:
    """Section 3: members by their path inside the top folder."""
    at, found, top = 0, {}, ""
    while data[at : at + _BLOCK] != bytes(_BLOCK):
        head = data[at : at + _BLOCK]
        if head[257:265] != b"ustar\x0000" or head[156:157] != b"0":
            raise NotBySpecError("a member of another kind")
        if int(head[148:154], 8) != sum(head[:148]) + sum(head[156:]) + 8 * 32:
            raise NotBySpecError("the sum of a header")
        name, prefix = (part.rstrip(b"\0").decode("ascii") for part in (head[:100], head[345:500]))
        folder, _, inside = (f"{prefix}/{name}" if prefix else name).partition("/")
        top = top or folder
        size = int(head[124:135], 8)
        if folder != top or not _ID.fullmatch(folder) or inside in found:
            raise NotBySpecError("a name")
        found[inside] = data[at + _BLOCK : at + _BLOCK + size]
        at += _BLOCK + -(-size // _BLOCK) * _BLOCK
    if data[at:] != bytes(2 * _BLOCK):
        raise NotBySpecError("the end")
    return {"": top.removeprefix("ldp-").encode(), **found}


def _bag(data: bytes, signers: Path, namespace: str) -> Bag:
    files = _tar(data)
    ident = files.pop("").decode()
    _check(files, signers, namespace)
    envelope = json.loads(files["ldp-bundle.json"])
    if envelope["bundle_id"] != ident or envelope["format"] != "ldp-bundle/1" or envelope["requires"]:
        raise NotBySpecError("the envelope")
    found = Bag(envelope)
    for name in ("orders", "receipts", "requests", "revisions"):
        text = files.get(f"data/{name}.jsonl", b"").decode()
        found.lines[name] = [json.loads(line) for line in text.splitlines()]
        if len(found.lines[name]) != envelope["counts"][name]:
            raise NotBySpecError(f"the number of {name}")
    found.raw = files.get("data/revisions.jsonl", b"").decode().splitlines()
    for line, text in zip(found.lines["revisions"], found.raw, strict=True):
        _commitment(line, text)
    for path, content in files.items():
        if path.startswith("data/media/"):
            found.media[Path(path).stem] = content
    return found


def _check(files: Mapping[str, bytes], signers: Path, namespace: str) -> None:
    """Sections 4 and 5: the signature over the tag manifest, then every hash, and nothing that is on no list."""
    signature = signers.with_suffix(".sig")
    signature.write_bytes(files["tagmanifest-sha256.txt.sig"])
    device = json.loads(files["ldp-bundle.json"])["sender"]["device"]
    command = [
        "ssh-keygen",
        "-Y",
        "verify",
        "-f",
        str(signers),
        "-I",
        device,
        "-n",
        namespace,
        "-s",
        str(signature),
    ]
    done = subprocess.run(
        command, input=files["tagmanifest-sha256.txt"], capture_output=True, check=False, timeout=60
    )
    if done.returncode:
        raise NotBySpecError(done.stdout.decode() + done.stderr.decode())
    listed = {"tagmanifest-sha256.txt", "tagmanifest-sha256.txt.sig"}
    for manifest in ("tagmanifest-sha256.txt", "manifest-sha256.txt"):
        for line in files[manifest].decode().splitlines():
            sha, _, name = line.partition("  ")
            if hashlib.sha256(files[name]).hexdigest() != sha:
                raise NotBySpecError(f"the hash of {name}")
            listed.add(name)
    if set(files) != listed:
        raise NotBySpecError("a file that is on no list")


def _commitment(line: Mapping[str, Json], text: str) -> None:
    """Section 7: the commitment is over the body's bytes as they stand in the line."""
    if "body" not in line:
        if "salt" in line or not line.get("erased_by"):
            raise NotBySpecError("a line without body says who erased it")
        return
    start = text.index('"body":') + len('"body":')
    _, length = json.JSONDecoder().raw_decode(text[start:])
    body = text[start : start + length].encode()
    if hashlib.sha256(bytes.fromhex(line["salt"]) + body).hexdigest() != line["commit"]:
        raise NotBySpecError("the commitment")


# --- section 13 --------------------------------------------------------------------------


def covered(line: Mapping[str, Json], orders: Iterable[Mapping[str, Json]]) -> bool:
    """13.1: whether an erase order covers a line."""
    return any(
        o["kind"] == "erase"
        and (line["ent"] in o["targets"] or (o["subject"] and line["subj"] == [o["subject"]]))
        for o in orders
    )


class Thing:
    """What the lines of one `ent` say together (13.2 to 13.6)."""

    def __init__(
        self, lines: Iterable[Mapping[str, Json]], orders: Iterable[Mapping[str, Json]] = ()
    ) -> None:
        known = {line["id"]: line for line in lines}
        orders = list(orders)
        self.lines = known
        self.bodies = {
            i: line["body"] for i, line in known.items() if "body" in line and not covered(line, orders)
        }
        self.before = {i: self._follows(i) for i in known}
        first = min(known.values(), key=lambda v: (len(self.before[v["id"]]), v["dev"], v["seq"]))
        self.kind, self.began_by = first["kind"], first["dev"].split(".")[0]

    def _follows(self, ident: str) -> frozenset[str]:
        found: set[str] = set()
        left = list(self.lines[ident]["par"])
        while left:
            one = left.pop()
            if one in self.lines and one not in found:
                found.add(one)
                left += self.lines[one]["par"]
        return frozenset(found)

    def _writers(self, name: str) -> Iterator[str]:
        found = [i for i, body in self.bodies.items() if name in body.get("set", {})]
        return (i for i in found if not any(i in self.before[j] for j in found))

    def versions(self, name: str) -> list[Json]:
        """13.3: the values that are left, as JSON text, each once, in order."""
        return sorted({_text(self.bodies[i]["set"][name]) for i in self._writers(name)})

    def value(self, name: str) -> Json:
        """The one to show; None when there is none."""
        values = [json.loads(v) for v in self.versions(name)]
        if len(values) < 2:
            return values[0] if values else None
        if self.kind == "record" and name in ("read", "kept_back"):
            return sorted({e for v in values for e in v})
        order: tuple[Json, ...] | None = _FIRST.get((self.kind, name))
        if self.kind == "consent" and name.startswith("answer:"):
            order = _ANSWERS
        if name == "hidden":
            order = (False, True)
        if order is None:
            return values[0]
        return next((v for v in order if v in values), order[0])

    def elements(self, name: str) -> dict[str, Json]:
        """13.4: the elements of a set that are there, with their values."""
        gone = {
            (e, i)
            for body in self.bodies.values()
            for e, ids in body.get("del", {}).get(name, {}).items()
            for i in ids
        }
        found: dict[str, Json] = {}
        for ident, body in self.bodies.items():
            for element, value in body.get("add", {}).get(name, {}).items():
                if (element, ident) not in gone and (
                    element not in found or _text(value) < _text(found[element])
                ):
                    found[element] = value
        return found

    @property
    def hidden(self) -> bool:
        """13.5."""
        if self.versions("hidden") != ["true"]:
            return False
        everything = frozenset(self.lines)
        return any(self.before[i] | {i} == everything for i in self._writers("hidden"))

    def fields(self) -> set[str]:
        """Every field that any line sets."""
        return {name for body in self.bodies.values() for name in body.get("set", {})}

    def sets(self) -> set[str]:
        """Every field that is a set with something in it."""
        names = {name for body in self.bodies.values() for name in body.get("add", {})}
        return {name for name in names if self.elements(name)}


def _text(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def things(bags: Iterable[Bag]) -> dict[str, Thing]:
    """Everything in some bundles."""
    lines: dict[str, dict[str, dict[str, Json]]] = {}
    orders: dict[str, dict[str, Json]] = {}
    for bag in bags:
        orders |= {o["id"]: o for o in bag.lines["orders"]}
        for line in bag.lines["revisions"]:
            known = lines.setdefault(line["ent"], {})
            if "body" in line or line["id"] not in known:
                known[line["id"]] = line
    return {ent: Thing(found.values(), orders.values()) for ent, found in lines.items()}


def may_use(
    record: str,
    use: str,
    known: Mapping[str, Thing],
    orders: Iterable[Mapping[str, Json]] = (),
    *,
    publish: bool = False,
) -> bool:
    """13.8: whether what a record holds may be used today."""
    story = known[record]
    if story.value("sensitivity") == "closed" or story.value("status") != "ready":
        return False
    people = story.value("participants") or []
    if not people:
        return story.value("kind") == "observation" and not publish
    closed = [o for o in orders if o["kind"] == "narrow" and use in o["scopes"]]
    names = {n for o in closed for n in (o["subject"], *o["targets"]) if n}
    given = [
        (ent, t)
        for ent, t in known.items()
        if t.kind == "consent"
        and t.value("encounter") == story.value("encounter")
        and t.value("participant") in people
        and t.value("status") != "superseded"
    ]
    if {t.value("participant") for _, t in given} != set(people):
        return False
    if names & {record, str(story.value("encounter")), *people, *(ent for ent, _ in given)}:
        return False
    needed = ["answer:take_part", f"answer:{use}", *(["answer:copyright"] if publish else [])]
    return all(_agreed(t, needed) for _, t in given)


def _agreed(consent: Thing, needed: Iterable[str]) -> bool:
    if consent.value("status") == "withdrawn":
        return False
    if consent.value("age_band") in ("under 11", "11-15") and (
        not consent.value("adult_relation") or consent.value("child_assent") != "yes"
    ):
        return False
    return all(consent.value(name) == "yes" for name in needed)
