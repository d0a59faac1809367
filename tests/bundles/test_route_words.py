"""What servers answer, put into words: every status and code that a person may meet becomes one sentence that says what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from ldp_stories.bundles.route_s3 import S3Place
from ldp_stories.bundles.route_sftp import _parts, _says_full, check_sftp_address
from ldp_stories.bundles.route_webdav import _of_status, check_web_address
from ldp_stories.errors import SENTENCES, UserError


def refused(check: Callable[[str], object], address: str) -> bool:
    """Whether an address will not do."""
    try:
        check(address)
    except UserError:
        return True
    return False


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, "ROUTE_LOGIN"),
        (403, "ROUTE_FORBIDDEN"),
        (404, "ROUTE_NO_FOLDER"),
        (409, "ROUTE_NO_FOLDER"),
        (413, "ROUTE_TOO_LARGE"),
        (507, "ROUTE_FULL"),
        (400, "ROUTE_CUT"),
        (500, "ROUTE_CUT"),
        (502, "ROUTE_CUT"),
        (503, "ROUTE_CUT"),
    ],
)
def test_each_status_of_a_web_folder_has_its_sentence(status: int, code: str) -> None:
    error = _of_status(status, "https://cloud.example/x")
    assert error.code == code
    assert code in SENTENCES
    assert str(status) not in str(error), "no numbers for people"


@pytest.mark.parametrize("end", ["a#b", "a?", "a?b", "#"])
def test_signs_that_would_cut_an_address_short_are_refused(end: str) -> None:
    assert refused(check_web_address, f"https://cloud.example/{end}")
    assert not refused(check_web_address, "https://cloud.example/a%23b%3F")


def test_an_address_may_be_written_with_signs_in_place_of_letters() -> None:
    assert _parts("sftp://office/our%20stories/%C5%81") == ("office", 22, "/our stories/Ł")
    assert _parts("sftp://office/our stories/100% sure") == ("office", 22, "/our stories/100% sure")


@pytest.mark.parametrize(
    ("date", "skewed"),
    [
        (timedelta(), False),
        (timedelta(minutes=9), False),
        (timedelta(minutes=-9), False),
        (timedelta(hours=3), True),
        (timedelta(days=-400), True),
    ],
)
def test_the_time_of_the_answer_tells_a_wrong_clock(place: S3Place, date: timedelta, skewed: bool) -> None:
    answer = Answer("403", 403)
    told = format_datetime(datetime.now(UTC) + date, usegmt=True)
    answer.response["ResponseMetadata"]["HTTPHeaders"] = {"date": told}
    assert place._of_code(answer).code == ("ROUTE_CLOCK" if skewed else "ROUTE_LOGIN")


@pytest.mark.parametrize("told", ["", "yesterday", "Sat, 99 Nov 2026"])
def test_an_answer_without_a_time_says_nothing_of_clocks(place: S3Place, told: str) -> None:
    answer = Answer("AccessDenied", 403)
    answer.response["ResponseMetadata"]["HTTPHeaders"] = {"date": told}
    assert place._of_code(answer).code == "ROUTE_FORBIDDEN"


class Answer(Exception):  # noqa: N818 - as the library calls it
    """What the S3 library raises, as far as it is looked at."""

    def __init__(self, code: str, status: int) -> None:
        super().__init__(code)
        self.response: dict[str, Any] = {
            "Error": {"Code": code},
            "ResponseMetadata": {"HTTPStatusCode": status},
        }


@pytest.fixture(scope="module")
def place() -> S3Place:
    """A place that asks nobody anything while it is made."""
    return S3Place("https://store.example/bucket/folder", "key", "secret")


@pytest.mark.parametrize(
    ("code", "status", "wanted"),
    [
        ("InvalidAccessKeyId", 403, "ROUTE_LOGIN"),
        ("SignatureDoesNotMatch", 403, "ROUTE_LOGIN"),
        ("ExpiredToken", 400, "ROUTE_LOGIN"),
        ("RequestTimeTooSkewed", 403, "ROUTE_CLOCK"),
        ("403", 403, "ROUTE_LOGIN"),
        ("AccessDenied", 403, "ROUTE_FORBIDDEN"),
        ("QuotaExceeded", 403, "ROUTE_FULL"),
        ("XMinioStorageFull", 507, "ROUTE_FULL"),
        ("Anything", 507, "ROUTE_FULL"),
        ("EntityTooLarge", 400, "ROUTE_TOO_LARGE"),
        ("NoSuchBucket", 404, "ROUTE_NO_FOLDER"),
        ("InternalError", 500, "ROUTE_CUT"),
        ("SlowDown", 503, "ROUTE_CUT"),
    ],
)
def test_each_code_of_an_s3_store_has_its_sentence(
    place: S3Place, code: str, status: int, wanted: str
) -> None:
    error = place._of_code(Answer(code, status))
    assert error.code == wanted
    assert code not in str(error)


def test_a_store_without_a_bucket_is_no_address() -> None:
    with pytest.raises(UserError) as caught:
        S3Place("https://store.example", "key", "secret")
    assert caught.value.code == "ROUTE_ADDRESS"


@pytest.mark.parametrize(
    ("words", "full"),
    [
        ("No space left on device", True),
        ("Disk quota exceeded", True),
        ("write: DISK FULL", True),
        ("Failure", False),
        ("Permission denied", False),
    ],
)
def test_an_old_sftp_server_says_in_words_that_it_is_full(words: str, full: bool) -> None:
    assert _says_full(words) is full


@pytest.mark.parametrize(
    "address",
    ["https://cloud.example/remote.php/dav/files/amina", "https://x.example:8443/a", "http://127.0.0.1:80/a", "http://localhost/a"],
)  # fmt: skip
def test_addresses_that_will_do(address: str) -> None:
    assert not refused(check_web_address, address)
    assert refused(check_web_address, address.partition("//")[2]), "the same without its beginning"


@pytest.mark.parametrize(
    "address", ["sftp://office.example/stories", "sftp://office.example:2222/a/b", "sftp://office.example"]
)
def test_sftp_addresses_that_will_do(address: str) -> None:
    assert not refused(check_sftp_address, address)
    assert refused(check_sftp_address, address.replace("sftp:", "ftp:"))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "office",
        "sftp://",
        "sftp://amina@office/x",
        "sftp://office/x?y=z",
        "ssh://office/x",
        "sftp://office/a#b",
        "sftp://office/a?",
    ],
)
def test_sftp_addresses_that_will_not_do(address: str) -> None:
    with pytest.raises(UserError) as caught:
        check_sftp_address(address)
    assert caught.value.code == "ROUTE_ADDRESS"


@pytest.mark.parametrize("code", sorted(c for c in SENTENCES if c.startswith("ROUTE_")))
def test_every_sentence_says_what_is_safe_and_what_to_do(code: str) -> None:
    words = SENTENCES[code]
    assert words.count(".") >= 2
    safe = ("Nothing", "safe", "left alone", "does not count", "no half file")
    assert any(one in words for one in safe), words
    assert "error" not in words.casefold()
