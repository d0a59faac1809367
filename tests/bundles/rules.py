"""The rules against hostile files, row by row as the specification lists them (section 11): the files and tests that try each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Rule:
    """One row. `corpus` are beginnings of names of hostile files, `tests` are `file::test` where a file alone cannot show it."""

    corpus: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()


RULES: Final[Mapping[str, Rule]] = {
    "age header": Rule(
        ("seal: ",),
        (
            "tests/crypto/test_age_conformance.py::test_a_vector_of_the_kit_ends_as_it_must",
            "tests/crypto/test_age_header.py::test_1024_stanzas_are_the_most",
        ),
    ),
    "cut off or altered": Rule(
        ("one byte", "half of it", "two files in one", "no end", "half an end", "tar: 1 bytes", "orders changed", "another picture"),
        (
            "tests/bundles/test_hostile.py::test_a_bundle_cut_off_anywhere_is_refused",
            "tests/bundles/test_hostile.py::test_a_changed_byte_in_the_tar_under_a_whole_seal_is_refused",
            "tests/bundles/test_verified.py::test_no_line_is_read_before_the_bundle_is_proved",
        ),
    ),
    "signer unknown or not trusted": Rule(
        ("an unknown device", "signed by another key", "no signature at all", "the signature of another"),
        (
            "tests/bundles/test_hostile.py::test_a_revoked_device_is_told_from_an_unknown_one",
            "tests/services/test_set_aside.py::test_there_is_an_end_to_what_may_wait",
            "tests/services/test_set_aside.py::test_after_ninety_days_a_person_is_asked_to_decide_and_nothing_goes_by_itself",
        ),
    ),
    "tar": Rule(
        ("tar: ", "a link", "a symbolic link", "a device", "a folder", "a sparse", "an extended", "GNU magic", "padding that", "a file after"),
        ("tests/bundles/test_tar.py::test_there_may_be_100_000_members_and_no_more", "tests/bundles/test_tar.py::test_64_gibibytes_are_the_most"),
    ),
    "names": Rule(("path: ", "a name that climbs", "an absolute name", "a drive", "a backslash", "a stream", "a reserved", "a control")),
    "twice, or in other letters": Rule(
        ("a file twice", "a capital letter", "a hash in capitals", "a manifest line twice", "a manifest with an accent")
    ),
    "sizes": Rule(
        ("too little announced", "too much announced", "another number of files", "more media", "larger media", "a huge size"),
        ("tests/bundles/test_verified.py::test_room_is_asked_for_before_payload_is_read",),
    ),
    "JSON": Rule(("json: ", "an envelope of brackets", "an envelope with a key twice", "revisions: a float", "revisions: a list", "practice as text"),
                 ("tests/bundles/test_verified.py::test_the_number_of_lines_must_be_the_announced_one",)),
    "media": Rule(
        (),
        (
            "tests/services/test_bring_in_media.py::test_what_cannot_be_played_is_said_and_kept_all_the_same",
            "tests/media/test_photos.py::test_a_picture_that_says_it_is_endless_gets_an_answer",
        ),
    ),
    "words on a screen or in a table": Rule(
        (),
        (
            "tests/ui/test_text.py::test_invisible_direction_controls_are_shown_by_name",
            "tests/reports/test_tables.py::test_no_text_can_become_a_formula",
        ),
    ),
    "what follows what": Rule(
        ("revisions: 1,001 parents",),
        (
            "tests/services/test_judge_lines.py::test_a_line_that_is_its_own_parent_or_comes_before_its_parent_is_refused",
            "tests/faults/test_odd_bodies.py::test_a_thing_with_more_than_64_heads_stays_outside_and_the_rest_comes_in",
        ),
    ),
    "again, back, or double": Rule(
        (),
        (
            "tests/services/test_odd_files.py::test_another_file_under_a_known_name_is_refused_whole",
            "tests/services/test_odd_files.py::test_a_repeated_file_is_counted_and_changes_nothing",
            "tests/services/test_odd_files.py::test_two_lines_under_one_number_are_said_with_the_name",
            "tests/services/test_odd_files.py::test_a_laptop_that_counts_again_from_earlier_went_back",
        ),
    ),
    "newer": Rule(
        ("a newer format", "a newer need"),
        ("tests/services/test_newer_versions.py::test_a_kind_nobody_knows_is_kept_and_passed_on",),
    ),
    "what is kept apart": Rule(
        ("an unknown device",),
        (
            "tests/services/test_set_aside.py::test_orders_reach_what_waits_too",
            "tests/services/test_kept_apart.py::test_when_something_is_taken_back_what_cannot_be_read_through_goes",
            "tests/services/test_kept_apart.py::test_after_ninety_days_it_is_thrown_away",
        ),
    ),
}  # fmt: skip
