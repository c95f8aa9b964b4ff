"""Asking a server on this machine, and what it does when it fails; nobody else is asked."""

from __future__ import annotations

import datetime as dt
import json
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.opinion import Endpoint, OpinionError, open_endpoint
from incidents.opinion.endpoint import LONGEST_ANSWER_BYTES
from incidents.opinion.hosts import find_target, is_local
from incidents.opinion.question import request, schema
from tests.opinion.fake_model import FakeModel, Reply, completion, serve

PUBLIC = "93.184.215.14"
KEY = "sk-very-secret"


def opened(address: str, **options: Any) -> tuple[Endpoint, list[str]]:
    told: list[str] = []
    return open_endpoint(address, **({"environment": {}, "tell": told.append} | options)), told


def ask(model: FakeModel, *replies: Reply, **options: Any) -> str:
    model.replies[:] = replies or [Reply(completion("well"))]
    return opened(model.address, **options)[0].ask(request("tiny", "Some text."))


def test_a_question_is_asked_the_same_way_each_time(model: FakeModel) -> None:
    assert ask(model) == ask(model) == "well"
    first, second = model.asked
    assert first == second
    assert model.paths == ["/v1/chat/completions"] * 2
    assert (first["model"], first["temperature"], first["stream"]) == ("tiny", 0, False)
    assert first["response_format"]["json_schema"]["schema"] == schema()
    assert model.texts()[0] == "Some text."
    assert "Authorization" not in model.headers[0]


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(b"", 500), r"answered with an error \(status 500\)"),
        (Reply(b"", 401), "--key-env"),
        (Reply(b"", 404), "no such model"),
        (Reply(b"", 302, {"Location": "http://127.0.0.1:9/v1"}), r"sends us elsewhere \(status 302\)"),
        (Reply(b"", 307, {"Location": "/v1/else"}), r"sends us elsewhere \(status 307\)"),
        (Reply(b"", 400), r"status 400"),
        (Reply(b"<html>hello</html>"), "no chat completion"),
        (Reply(b'{"choices": []}'), "no chat completion"),
        (Reply(b"\xff"), "no chat completion"),
        (Reply(b"[" * 100_000), "no chat completion"),
        (Reply(completion({"claims": []}, "length")), "cut off"),
        (Reply(completion("x" * LONGEST_ANSWER_BYTES)), "more than 1024 kB"),
        (Reply(b"word " * 1000, endless=True), "more than 1024 kB"),
        (Reply(b"", hangs=True), r"did not answer within 0.2 seconds"),
    ],
)
def test_what_goes_wrong_is_told_in_a_sentence(model: FakeModel, reply: Reply, words: str) -> None:
    with pytest.raises(OpinionError, match=words) as raised:
        ask(model, reply, timeout_seconds=0.2 if reply.hangs else 10)
    told = str(raised.value)
    assert told.endswith(".")
    assert "\n" not in told
    assert set(model.paths) == {"/v1/chat/completions"}


def test_an_answer_that_drips_meets_the_deadline(model: FakeModel) -> None:
    with pytest.raises(OpinionError, match="did not answer within"):
        ask(model, Reply(b"w", endless=True, distance=0.05), timeout_seconds=0.2)


def test_a_server_that_is_down() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        endpoint, _ = opened(f"http://127.0.0.1:{taken.getsockname()[1]}/v1")
        with pytest.raises(OpinionError, match="cannot be reached"):
            endpoint.ask({})


def test_a_server_that_knows_no_schemas_is_asked_without(model: FakeModel) -> None:
    endpoint, _ = opened(model.address)
    model.replies[:] = [Reply(b"", 422), Reply(completion("well"))]
    body = request("tiny", "Some text.")
    assert endpoint.ask(body) == endpoint.ask(body) == "well"
    assert ["response_format" in asked for asked in model.asked] == [True, False, False]


def test_a_text_that_a_server_refuses_costs_the_next_nothing(model: FakeModel) -> None:
    endpoint, _ = opened(model.address)
    model.replies[:] = [Reply(b"", 400), Reply(b"", 400), Reply(completion("well"))]
    with pytest.raises(OpinionError, match="status 400"):
        endpoint.ask(request("tiny", "Some text."))
    assert endpoint.ask(request("tiny", "Another.")) == "well"
    assert ["response_format" in asked for asked in model.asked] == [True, False, True]


def test_a_name_with_two_addresses_is_asked_where_somebody_listens(model: FakeModel) -> None:
    assert ask(FakeModel(model.address.replace("127.0.0.1", "localhost"), model.replies)) == "well"


def test_proxies_of_the_environment_are_not_used(model: FakeModel, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert ask(model) == "well"


def test_the_key_comes_from_the_environment_and_is_never_told(model: FakeModel) -> None:
    options = {"key_variable": "MODEL_KEY", "environment": {"MODEL_KEY": KEY}}
    assert ask(model, **options) == "well"
    assert model.headers[0]["Authorization"] == f"Bearer {KEY}"
    for reply in (Reply(KEY.encode(), 401), Reply(json.dumps({"error": KEY}).encode())):
        with pytest.raises(OpinionError) as raised:
            ask(model, reply, **options)
        assert KEY not in str(raised.value)
    for held in ("", "two\nlines", "schlüssel"):
        with pytest.raises(OpinionError, match="MODEL_KEY") as raised:
            ask(model, key_variable="MODEL_KEY", environment={"MODEL_KEY": held})
        assert not held or held not in str(raised.value)


# --- who may be asked ---


@pytest.mark.parametrize(
    ("address", "local"),
    [("127.0.0.1", True), ("127.8.9.1", True), ("::1", True), ("10.2.3.4", True), ("172.31.0.1", True),
     ("192.168.0.7", True), ("fd12::7", True), ("::ffff:127.0.0.1", True), ("::ffff:10.0.0.1", True),
     (PUBLIC, False), ("172.32.0.1", False), ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False),
     ("224.0.0.1", False), ("fe80::1", False), ("2001:4860::8888", False), (f"::ffff:{PUBLIC}", False), ("::", False)],
)  # fmt: skip
def test_which_addresses_are_local(address: str, local: bool) -> None:
    assert is_local(address) == local


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> None:
    """Pretend that names stand for these addresses, another answer each time."""
    left = list(answers)

    def look_up(host: str, port: int, *_: object, **__: object) -> list[Any]:
        numeric = host.replace(".", "").isdecimal()
        addresses = [host] if numeric else left.pop(0)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


def test_a_host_with_any_address_outside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, ["127.0.0.1", PUBLIC])
    with pytest.raises(
        OpinionError, match=rf"model.example \({PUBLIC}\) is not on this machine.*--allow-remote"
    ):
        opened("https://model.example/v1")


def test_the_address_that_was_checked_is_connected_to_whatever_the_name_stands_for_later(
    model: FakeModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolving(monkeypatch, ["127.0.0.1"], [PUBLIC], [PUBLIC])
    port = model.address.rpartition(":")[2]
    endpoint, told = opened(f"http://model.example:{port}")
    assert endpoint.ask({}) == endpoint.ask({}) == json.dumps({"claims": []})
    assert model.headers[0]["Host"] == f"model.example:{port.partition('/')[0]}"
    assert told == []


def test_a_host_outside_is_asked_only_when_allowed_by_https_and_named_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    connected: list[Any] = []
    resolving(monkeypatch, [PUBLIC], [PUBLIC])
    monkeypatch.setattr(socket.socket, "connect", lambda _self, address: connected.append(address) or 1 / 0)
    endpoint, told = opened("https://model.example/v1", allow_remote=True)
    assert told == [
        f"model.example ({PUBLIC}) is not on this machine or its own network: it will read the texts of the reports."
    ]
    assert connected == []
    with pytest.raises(ZeroDivisionError):
        endpoint.ask({})
    assert connected == [(PUBLIC, 443)]
    with pytest.raises(OpinionError, match="write its address with https"):
        opened("http://model.example/v1", allow_remote=True)


def test_the_certificate_is_asked_for_and_checked_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolving(monkeypatch, *[["127.0.0.1"]] * 3)
    file = certificate(tmp_path / "cert.pem", "model.example")
    with serve(file) as model:
        model.says("well")
        port = model.address.rpartition(":")[2]
        with pytest.raises(OpinionError, match="certificate"):  # nobody vouches for it
            opened(f"https://model.example:{port}")[0].ask({})
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        assert opened(f"https://model.example:{port}")[0].ask({}) == "well"
        with pytest.raises(OpinionError, match="certificate"):  # it is another's
            opened(f"https://other.example:{port}")[0].ask({})
        assert model.names == ["model.example", "model.example", "other.example"]
        assert len(model.asked) == 1


def certificate(file: Path, name: str) -> Path:
    """A certificate that vouches for itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    made = x509.CertificateBuilder(
        subject, subject, key.public_key(), x509.random_serial_number(), now, now + dt.timedelta(1)
    ).add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return file


@pytest.mark.parametrize(
    "address",
    ["", "127.0.0.1:8080", "localhost", "ftp://127.0.0.1/", "ftp://127.0.0.1:80/", "file:///etc/hostname", "http://", "http://[::1",
     "http://127.0.0.1:99999/", "http://127.0.0.1/v1?model=x", "http://a..b/"],
)  # fmt: skip
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(OpinionError, match=r"no address of a server"):
        find_target(address, allow_remote=True)


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(OpinionError, match="take it out") as raised:
        find_target(f"http://me:{KEY}@127.0.0.1/", allow_remote=True)
    assert KEY not in str(raised.value)


@pytest.mark.parametrize(
    "written", ["http://[::1]:8080/v1", "http://[::1]:8080/v1/", " http://[::1]:8080/v1/chat/completions"]
)
def test_a_base_address_may_be_written_in_several_ways(written: str) -> None:
    target = find_target(written, allow_remote=False)
    assert (target.addresses, target.port, target.path) == (("::1",), 8080, "/v1/chat/completions")
    assert target.host_header == "[::1]:8080"


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["choices", "message", "content", "claims", "x"]), inner, max_size=4
        )
    ),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(anything | anything.map(lambda content: {"choices": [{"message": {"content": content}}]}))
def test_whatever_json_a_server_answers_it_is_a_text_or_an_error(model: FakeModel, answered: Any) -> None:
    with suppress(OpinionError):
        assert isinstance(ask(model, Reply(json.dumps(answered).encode())), str)
