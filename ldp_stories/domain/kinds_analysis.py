"""The nouns of making sense together: an evaluator's own tags and codings, blind rounds, the framework matrix. They hang beside the work."""

from typing import Final

from ldp_stories.domain.kind import kind

ANALYSIS: Final = (
    kind(
        "analysis_tag",
        "w",
        "an evaluator's own tag",
        """
        name      label
        meaning   one line
        parent    analysis tag id or null
        position  order
        """,
    ),
    kind(
        "coding",
        "w",
        "words or sound under an evaluator's own tag, in a layer of their own",
        """
        record   record id
        layer    layer id
        start    code points
        end      code points
        quote    the words
        before   text before
        after    text after
        media    medium id
        from_ms  start in the sound
        to_ms    end in the sound
        tag      analysis tag id, or tag id of the codebook
        memo     what one thinks about it
        by       member id
        """,
    ),
    kind(
        "coding_round",
        "w",
        "a blind round: several people code the same sample and do not see each other's marks until it closes",
        """
        title      what it is for
        unit       story or passage
        tags       tag ids
        labels     {tag id: [code, name, meaning]} as they were when it was opened
        pack       hash of the pack of that day
        items      list of [record id, passage id or ""]
        coders     member ids
        deadline   ISO date of the last day, or ""
        how        random, by place, chosen
        seed       of the draw
        opened_by  member id
        opened_label  when
        closed     true once it is over; it is never opened again
        """,
    ),
    kind(
        "round_mark",
        "w",
        "one coder's answers on one item of a blind round",
        """
        round     coding round id
        record    record id
        passage   passage id or ""
        by        member id
        answer:*  yes or no; one field for each tag
        reason:*  why; one field for each tag
        """,
    ),
    kind(
        "matrix",
        "w",
        "a framework matrix: stories down, tags across",
        """
        title    what it is for
        rows     record ids
        columns  list of {key, label}; key = tag id, analysis tag id, or item of a framework
        by       member id
        """,
    ),
    kind(
        "matrix_cell",
        "w",
        "one cell of a framework matrix",
        """
        matrix    matrix id
        record    record id
        column    key of the column
        summary   in the evaluator's own words
        passages  passage ids and coding ids
        by        member id
        """,
    ),
)
