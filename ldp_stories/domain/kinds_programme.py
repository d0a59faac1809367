"""The nouns of the programme stream, which travel in signed packs, with their fields."""

from typing import Final

from ldp_stories.domain.kind import kind

PROGRAMME: Final = (
    kind(
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
        retention           list of {kind, months, rule, about: cards, sound, words, archive, other; counts_from: end, last, person}
        disclosure_k        fewest people a cell may show
        mca_approval        approval reference, blank = none
        practice            true for practice data
        review_date         ISO date
        ends                ISO date: last day of the programme; how long things are kept counts from here
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
    kind(
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
    kind(
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
        merged_into tag id that stands for it now, or null
        split_into  list of tag ids it was split into
        valid_from  ISO date, first day in use
        valid_to    ISO date, last day in use
        maps_to     core tag id
        author      member id
        position    order
        """,
    ),
    kind(
        "codebook_change",
        "p",
        "a dated change of the codebook, with what stood before, so that it can be undone exactly",
        """
        what            add, edit, merge, split, retire, undo
        tags            tag ids it is about, the one that was changed first
        before          {tag id: {field: value}}; a new tag has none
        after           {tag id: {field: value}}
        reason          why
        example         an example, words
        on              ISO date
        by              member id
        stories         how many stories had the tag
        undoes          change id, for an undo
        version_before  version of the codebook before
        version_after   version of the codebook after
        """,
    ),
    kind(
        "hand_over",
        "p",
        "one coordinator hands over to another, by name",
        """
        giver   member id
        taker   member id
        on      ISO date
        note    what to know
        undone  true when it was taken back
        stays   how many stories stayed with the giver, by reason (closed, held, draft, no_permission)
        """,
    ),
    kind(
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
    kind(
        "consent_form",
        "p",
        "the consent questions in one wording",
        """
        key        stable short name
        version    version of the wording
        language   language code
        say_first  words to say before asking
        items      list of {scopes, short, question, helper, if_asked, channels, purposes}
        close      words at the end
        *          wording for routes: under16, aged16, group, phone, stop, card, withdrawal, approved_by
        """,
    ),
    kind(
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
    kind(
        "safeguarding",
        "p",
        "the steps of Worried about someone?",
        """
        policy          whose policy
        policy_version  version and date
        steps           list of {title, line, contact}
        """,
    ),
    kind(
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
    kind(
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
    kind(
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
    kind(
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
        recovery_tested  the day a custodian last opened the recovery slot of this laptop
        """,
    ),
    kind(
        "order_ruling",
        "p",
        "what a coordinator decided about a wish whose author had no right to it",
        """
        order   order id
        ruling  carried out, not carried out
        reason  why
        on      ISO date
        by      member id
        """,
    ),
    kind(
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
