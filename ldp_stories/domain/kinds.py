"""Kinds and their fields: what a revision of each noun may set. The specification `resources/spec/kinds.md` is made from this table.

A field ending in `*` stands for a family of fields (`answer:*`: one for each scope). A field in brackets, `[renditions]`, is an
observed-remove set whose elements are added and removed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Kind:
    """One noun of the ledger: its stream (`p` programme, `w` work, `i` identity), what it is, and its fields with their meaning."""

    name: str
    stream: str
    meaning: str
    fields: tuple[tuple[str, str], ...]

    def allows(self, field: str) -> bool:
        """Whether a revision of this kind may touch the field; every kind may be hidden."""
        names = {name.strip("[]") for name, _ in self.fields}
        return (
            field == "hidden"
            or field in names
            or any(n.endswith("*") and field.startswith(n[:-1]) for n in names)
        )


def _kind(name: str, stream: str, meaning: str, fields: str) -> Kind:
    """A kind from a table in text: one field a line, its name, two spaces or more, its meaning."""
    rows = (line.split(maxsplit=1) for line in fields.strip().splitlines())
    return Kind(name, stream, meaning, tuple((row[0], row[1].strip()) for row in rows))


_PROGRAMME: Final = (
    _kind(
        "programme",
        "p",
        "the programme's own facts",
        """
        name                what the programme is called
        short_name          the same, short
        code_prefix         two letters before every code of a person
        term_pilot          what we call a pilot
        languages           list of language codes
        controller_name     organisation that decides about the data
        controller_address  its address
        privacy_contact     whom to ask about one's information
        complaint_route     how to complain
        feedback_contact    whom to tell what one thinks
        lawful_basis        text, as the controller decided
        article9            condition for special categories, text
        retention           list of {kind, months, rule}
        disclosure_k        fewest people a cell may show
        mca_approval        approval reference, blank = none
        practice            true for practice data
        review_date         ISO date
        idle_minutes        lock after so many idle minutes
        cut_off_days        days until words can no longer be taken out of everything
        founding            {name, key, random}: the founding statement
        version             number of the pack
        under16_publish     whether publish questions are asked of under-16s
        card_rules          rules on the researcher's card
        opening             shared opening words
        hopes_line          shared line on hopes
        *                   any further text a pack brings
        """,
    ),
    _kind(
        "place",
        "p",
        "a dated place",
        """
        key         stable short name
        type        ward, authority, ...
        name        official name
        aliases     other names people use
        code        official code or blank
        parents     list of {place, relation}
        valid_from  ISO date, first day
        valid_to    ISO date, last day
        succeeded_by  list of {place, note}
        note        context
        population  list of {value, date, source}
        position    order in lists
        """,
    ),
    _kind(
        "tag",
        "p",
        "an entry of the codebook",
        """
        code        such as D1
        name        label
        group       letter of the group
        group_name  name of the group
        parent      tag id or null
        meaning     one line
        use_for     what it is for
        not_for     the better tag for what it is not for
        example     invented example
        source      where it comes from
        status      proposed, active, merged, split, retired
        maps_to     core tag id
        position    order
        """,
    ),
    _kind(
        "prompt_set",
        "p",
        "questions one can ask",
        """
        key          stable short name
        title        what it is for
        record_kind  story, interview or observation
        opening      words to begin with
        hopes        the shared line on hopes
        items        list of questions
        position     order
        """,
    ),
    _kind(
        "consent_form",
        "p",
        "the consent questions in one wording",
        """
        key        stable short name
        version    version of the wording
        language   language code
        say_first  words to say before asking
        items      list of {scopes, short, question, helper, if_asked, channels}
        close      words at the end
        *          wording for routes: under16, aged16, group, phone, stop, card, withdrawal, approved_by
        """,
    ),
    _kind(
        "contact",
        "p",
        "somebody to call, by work name",
        """
        key    safeguarding_lead, deputy, support, ...
        name   work name
        role   what they are
        phone  number
        note   when to call
        position  order
        """,
    ),
    _kind(
        "safeguarding",
        "p",
        "the steps of Worried about someone?",
        """
        policy          whose policy
        policy_version  version and date
        steps           list of {title, line, contact}
        """,
    ),
    _kind(
        "list_item",
        "p",
        "an entry of a pick-list",
        """
        list          setting, target_group, route, relation, ...
        key           stable short name
        label         what people read
        source_label  what the source called it
        data          further facts
        position      order
        """,
    ),
    _kind(
        "framework",
        "p",
        "a framework a programme uses",
        """
        key       stable short name
        title     its name
        items     list of {key, label}
        position  order
        """,
    ),
    _kind(
        "member",
        "p",
        "a person in the programme",
        """
        code          such as R-07
        work_name     for coordinators and contacts
        organisation  where they work
        roles         list of {role, start, end, extra}
        """,
    ),
    _kind(
        "device",
        "p",
        "a laptop in the roster",
        """
        member         whose it is
        label          laptop label
        sign_key       ssh-ed25519 public key
        age_recipient  age1... recipient
        status         active, lost or retired
        valid_from     [epoch, bundle counter]
        revoked_after  [epoch, bundle counter] or null
        """,
    ),
    _kind(
        "recovery",
        "p",
        "the programme's recovery key",
        """
        recipient     age1... recipient
        custodians    who hold a share
        tested_label  when it was last tested
        """,
    ),
)

_WORK: Final = (
    _kind(
        "participant",
        "w",
        "a person under a code",
        """
        code              such as LT-4HN7-KQY
        teller_kind       resident, volunteer, ...
        age_band          never a date of birth
        target_groups     self-chosen
        self_description  free, optional
        home_place        ward or larger
        languages         list
        interpreter       whether one helped
        """,
    ),
    _kind(
        "consent",
        "w",
        "one person's answers at one encounter",
        """
        participant       whose
        encounter         where
        form_version      which wording
        language          in which language
        wording           {scope: exact wording shown}
        answer:*          yes, no or not asked; one field for each scope (and channel)
        attribution       name or role to put beside the words
        method            how they said yes
        route             adult, 16-17 own, under 16 ..., not able to consent
        adult_relation    responsible adult's relation
        child_assent      the child's own answer
        explained_cut_off whether the dates were explained
        review_by         ISO date
        status            draft, given, changed, withdrawn, superseded
        taken_by          member id
        at                time label
        """,
    ),
    _kind(
        "encounter",
        "w",
        "one meeting",
        """
        at              date and time, local
        kind            one-to-one, group, ...
        place           place id
        setting         pick-list key
        private_enough  yes, partly, no
        who_else        who was there
        relation        how the researcher knows the teller
        route           how they met
        introduced_by   organisation
        offered         food, voucher, ...
        promises        what was promised
        also_raised     what else came up
        previous        encounter id
        outcome         recorded, declined, ...
        researcher      member id
        participants    list of participant ids
        wellbeing       private; never packed
        language        spoken
        """,
    ),
    _kind(
        "record",
        "w",
        "a story, interview or observation",
        """
        encounter       where it was told
        participants    who told it
        kind            story, interview, observation
        title           may be blank
        language        language code
        viewpoint       whose view
        about_places    place ids
        about_when      {value, precision}
        level           neighbourhood, locality, system
        direction       better, worse, mixed, ...
        how_told        spoken, written by teller, ...
        status          draft, ready, held
        sensitivity     normal, careful, closed; the most protective wins
        checked_back    with the teller
        note            the researcher's own
        prompts_asked   list
        prompts_skipped list
        released        true once a coordinator has read title and notes
        released_by     member id
        pack            hash of the pack it was made under
        before          story: what went before
        happened        story: what happened
        after           story: what came after
        important       most important part, in their words
        why_matters     why, in their words
        guide           interview: questions used
        saw             observation: what a camera would catch
        heard           observation: what people said
        wondered        observation: what I felt or wondered
        subtype         place, event, meeting, reflection
        *               further facts of a kind
        """,
    ),
    _kind(
        "layer",
        "w",
        "one version of a record's words",
        """
        record     record id
        kind       verbatim, transcript, masked, reading, translation
        language   language code
        text       never trimmed or corrected
        made_from  layer id
        by         translator or masker
        """,
    ),
    _kind(
        "note",
        "w",
        "a note or marked moment in a conversation",
        """
        encounter  encounter id
        record     record id
        at_ms      millisecond in the joined take, or null
        text       words
        marked     true for a marked moment
        """,
    ),
    _kind(
        "media",
        "w",
        "a recording, photo or file",
        """
        record         record id
        origin         recorded here, phone, ...
        kind           audio, video, photo, file
        duration_ms    length
        position       part of a take, from 0
        gap_before_ms  what was lost before it
        playable       whether it can be played
        [renditions]   element = sha256, value = {rendition, bytes, type}
        peaks          levels for drawing, one letter for each piece of time
        """,
    ),
    _kind(
        "passage",
        "w",
        "the bit that matters",
        """
        record       record id
        layer        layer id
        quote        the words
        before       text before
        after        text after
        start        code points
        end          code points
        media        medium id
        from_ms      start in the sound
        to_ms        end in the sound
        note         why
        moved_me     the researcher's mark
        quote_state  not for quoting, candidate, cleared, used
        copy_of      verbatim passage this one stands for
        needs_placing  true when the text changed under it
        """,
    ),
    _kind(
        "suggestion",
        "w",
        "a tag somebody sees",
        """
        record   record id
        passage  passage id or null
        tag      tag id or null
        by       member id
        reason   why
        sure     sure, think so, not sure
        words    own words when no tag fits
        """,
    ),
    _kind(
        "decision",
        "w",
        "what a coordinator decided",
        """
        suggestion  suggestion id
        record      record id
        decision    accept, change, not this tag, ask, differ, later
        to_tag      tag id for change
        reason      why
        by          member id
        blind       whether in a blind round
        supersedes  decision ids its author saw
        round       coding round
        """,
    ),
    _kind(
        "comment",
        "w",
        "question, answer, thanks",
        """
        record    record id
        passage   passage id or null
        kind      question, answer, thanks, note
        text      words
        by        member id
        reply_to  comment id
        """,
    ),
    _kind(
        "quote",
        "w",
        "an entry of an evaluator's quote bank",
        """
        record   record id
        passage  passage id
        theme    heading
        note     memo
        state    kept or taken out
        """,
    ),
    _kind(
        "output",
        "w",
        "something made for readers",
        """
        type        quote bank, clip, report, ...
        title       its title
        items       passage ids
        audience    for whom
        channels    where
        path        where it was saved
        made_label  when
        """,
    ),
    _kind("analysis_tag", "w", "an evaluator's own tag", "name     label\nmeaning  one line"),
)

_IDENTITY: Final = (
    _kind(
        "contact_card",
        "i",
        "who a participant is; never in a normal bundle",
        """
        participant      participant id
        name             name
        phone            number
        address          address
        safe_to_contact  text only, not after 6, ...
        """,
    ),
    _kind(
        "evidence",
        "i",
        "how they said yes, kept apart",
        "consent  consent id\nkind     what it is\nmedia    medium id",
    ),
)

KINDS: Final = {kind.name: kind for kind in (*_PROGRAMME, *_WORK, *_IDENTITY)}
"""Every kind this version reads, by name."""


def specification() -> Iterator[str]:
    """The lines of `resources/spec/kinds.md`."""
    yield "# Kinds and fields"
    yield ""
    yield "Made from `ldp_stories/domain/kinds.py`; a test fails when it is stale. What a revision may set, add to or remove from."
    yield "Kinds and fields that a reader does not know are kept and passed on as they came."
    for stream, title in (("p", "Programme"), ("w", "Work"), ("i", "Identity")):
        yield ""
        yield f"## {title} (stream `{stream}`)"
        for kind in KINDS.values():
            if kind.stream == stream:
                yield ""
                yield f"### {kind.name}: {kind.meaning}"
                yield ""
                yield from (f"- `{name}`: {meaning}" for name, meaning in kind.fields)
