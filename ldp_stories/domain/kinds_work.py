"""The nouns of people's work: who was met, what they agreed to, what they told and what was made of it."""

from typing import Final

from ldp_stories.domain.kind import kind

WORK: Final = (
    kind(
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
        [linked]          element = the id of another code of the same person; said by a person, never guessed
        """,
    ),
    kind(
        "consent",
        "w",
        "one person's answers at one encounter",
        """
        participant       whose
        encounter         where
        form_version      which wording
        language          in which language
        wording           {scope: exact wording shown}
        told              {scope: the line under it}, and by its name in the pack what was said first; without the researcher's name
        answer:*          yes, no or not asked; one field for each scope (and channel, and what to contact for)
        attribution       name or role to put beside the words
        method            how they said yes
        route             adult, 16-17 own, under 16 ..., not able to consent
        adult_relation    responsible adult's relation
        child_assent      the child's own answer
        approval          reference for adults who cannot decide, from the pack; blank = none
        witness           who heard it, by relation; never a name
        evidence          what was seen: recorded verbal, signed paper photo, ...; the thing itself is in the identity store
        evidence_on       the day it was seen
        asked_again_on    the day they were asked again
        explained_cut_off whether the dates were explained
        review_by         ISO date
        status            draft, given, changed, withdrawn, superseded
        taken_by          member id
        at                time label
        """,
    ),
    kind(
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
        clock           "behind" when the laptop's clock was earlier than what it had written already: the date may be wrong
        wellbeing       private; never packed
        heavy           true when the researcher chose to say that it was a heavy conversation
        language        spoken
        place_now       place id a person chose after boundaries changed, or "cannot say"
        place_now_why   why, and by whom
        """,
    ),
    kind(
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
        checked_back    with the teller: not yet, yes no change, yes changed, not wanted
        checked_back_on the day that was noted
        note            the researcher's own
        prompts_asked   list
        prompts_skipped list
        released        true once a coordinator has read title and notes
        released_by     member id
        read            ids of the lines whose words a coordinator has read
        kept_back       those of them that masked words stand for
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
    kind(
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
        machine    what program wrote it by listening, blank for a person
        sync       where words and sound meet: list of {position, ms}, code points and the joined take
        base       masked: id of the line with the words it was made from
        also_from  masked: ids of further masked copies, made apart, that it stands for
        """,
    ),
    kind(
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
    kind(
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
        gaps           what was lost inside it: list of [millisecond, milliseconds lost]
        playable       whether it can be played
        place_removed  whether a place or camera was taken out of it
        made_smaller   whether it is a smaller copy, made on the laptop
        left_on_phone  whether it lies on the phone still; it may never come
        width          pixels of a picture
        height         pixels of a picture
        [renditions]   element = sha256, value = {rendition, bytes, type}
        peaks          levels for drawing, one letter for each piece of time
        """,
    ),
    kind(
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
    kind(
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
    kind(
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
        also        further tag ids, where a tag was split and both fit
        change      codebook_change id that asked for this decision
        book        version of the codebook it was made under
        """,
    ),
    kind(
        "feedback",
        "w",
        "you said, we did",
        """
        records    record ids of the stories behind it
        passages   passage ids behind it
        heard      what we heard, in plain words
        done       true when something was done
        did        what was done, or why not
        when       ISO date of doing
        told_by    member id
        back_to    how the tellers are to hear
        state      draft or sent
        """,
    ),
    kind(
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
    kind(
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
    kind(
        "output",
        "w",
        "something made for readers",
        """
        type        quote bank, clip, report, ...
        title       its title
        items       passage ids; record ids where whole stories went
        audience    for whom
        channels    where
        path        where it was saved
        made_label  when
        state       draft or issued
        copies      how many were given out
        sounds      passage ids whose sound went along
        report      the report it was made from
        book        version of the codebook it was made under
        expires     ISO date or blank: the day it is to be deleted
        part_of     output id: the first line about the same file, where one line could not name all stories in it
        """,
    ),
    kind(
        "incident",
        "w",
        "something that went wrong with the data; coordinators only",
        """
        type          lost laptop, wrong recipient, other
        noticed       time label: the clock starts here
        laptop        label of the laptop
        devices       device ids
        bundle        bundle id
        people        how many people it may touch
        records       how many stories were there
        unconfirmed   how many stories nobody else has
        contact_cards yes, no, not known
        encryption    disk encryption: yes, no, not sure
        last_bundle   day of the last bundle from it
        done          list of {at, what}
        asked         time label: those it went to were asked to destroy it
        may_go        true once it may go to them after all
        [destroyed]   element = device id, value = {on, what}: what that laptop has answered
        decision      report, do not report
        reason        why
        decided       time label
        by            member id
        """,
    ),
    kind(
        "leaving",
        "w",
        "somebody left: what was never received from their laptops; numbers only; coordinators only",
        """
        member       member id
        on           ISO date
        by           member id
        numbers      numbers of files in their count that never came
        parts        how many parts of sendings never came
        stays        {reason: how many stories stay there}
        unconfirmed  how many files from here they never confirmed
        wishes       how many wishes they never confirmed
        note         what to know
        """,
    ),
    kind(
        "rights_request",
        "w",
        "a person used one of their rights; no content; coordinators only",
        """
        what          withdrawal, copy, correction, objection, complaint
        received      ISO date: the clock starts here
        acknowledged  ISO date
        done          ISO date
        outcome       done, part, refused
        reason        why, when refused
        participant   opaque id, null when not known
        orders        order ids
        outputs       list of {type, made, copies, state}
        laptops       how many are to confirm
        by            member id
        """,
    ),
    kind(
        "report",
        "w",
        "a report being made; it names passages and holds no words of people",
        """
        type        report with sound, case study, share pack, area sheet
        title       its title
        lead        a line under the title
        channel     the way out whose yes its sounds need
        audience    for whom
        expires     ISO date or blank
        chapters    list of {heading, parts: list of {words}, {passage} or {picture, tags}}
        ticks       {question number: day} of the check before it leaves
        ticked_for  hash of the content that was checked
        book        version of the codebook its tags are named by
        book_on     the day that version was chosen
        """,
    ),
    kind(
        "masking",
        "w",
        "words to be masked in a story: where they stand, never the words; for coordinators",
        """
        record  record id
        of      thing whose words they are
        line    the line that wrote them
        field   its field
        start   code points
        end     code points
        put     what stands in their place
        """,
    ),
    kind(
        "care",
        "w",
        "a researcher chose to say that a conversation was heavy; no story, no person, no place; coordinators only",
        """
        by    member id
        on    ISO date of the conversation
        wish  talk (would like to talk about it) or know (only that it is known)
        """,
    ),
)
