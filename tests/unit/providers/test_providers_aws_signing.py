"""Signature Version 4 against AWS's published test suite (credentials AKIDEXAMPLE, 2015-08-30)."""

import datetime

import pytest

from oneapi_desktop.providers.aws_signing import AwsKeys, signed_headers

SUITE_KEYS = AwsKeys("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
WHEN = datetime.datetime(2015, 8, 30, 12, 36, tzinfo=datetime.UTC)
ORIGIN = "https://example.amazonaws.com/"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
VECTORS = {
    "get-vanilla": ("GET", ORIGIN, {}, b"", "host;x-amz-date",
                    "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
    "post-vanilla": ("POST", ORIGIN, {}, b"", "host;x-amz-date",
                     "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
    "get-vanilla-query-order-key-case": ("GET", ORIGIN + "?Param2=value2&Param1=value1", {}, b"", "host;x-amz-date",
                                         "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
    "post-vanilla-query": ("POST", ORIGIN + "?Param1=value1", {}, b"", "host;x-amz-date",
                           "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11"),
    "post-header-value-case": ("POST", ORIGIN, {"My-Header1": "VALUE1"}, b"", "host;my-header1;x-amz-date",
                               "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d"),
    "post-x-www-form-urlencoded": ("POST", ORIGIN, FORM, b"Param1=value1", "content-type;host;x-amz-date",
                                   "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: WHEN)


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS)
def test_the_published_vectors(vector: tuple[str, str, dict[str, str], bytes, str, str]):
    method, url, headers, body, signed, signature = vector
    found = signed_headers(SUITE_KEYS, method, url, headers, body, region="us-east-1", service="service")
    scope = "Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request"
    assert found["X-Amz-Date"] == "20150830T123600Z"
    assert found["Authorization"] == f"AWS4-HMAC-SHA256 {scope}, SignedHeaders={signed}, Signature={signature}"


def test_a_session_token_is_signed():
    keys = AwsKeys(SUITE_KEYS.access_key, SUITE_KEYS.secret_key, "session")
    found = signed_headers(keys, "POST", ORIGIN, {}, b"", region="us-east-1", service="service")
    assert found["X-Amz-Security-Token"] == "session"
    assert "SignedHeaders=host;x-amz-date;x-amz-security-token" in found["Authorization"]


def test_the_keys_do_not_show_themselves():
    assert "secret" not in repr(AwsKeys("AKID", "secret-key", "secret-token"))
