"""Services online, and a chain with one behind the gazetteer: switched on, remembered, waited for, never misread."""

from __future__ import annotations

import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from geopy.exc import (
    GeocoderAuthenticationFailure,
    GeocoderParseError,
    GeocoderQueryError,
    GeocoderRateLimited,
    GeocoderServiceError,
    GeocoderTimedOut,
    GeocoderUnavailable,
)
from geopy.location import Location
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from incidents.errors import GazetteerError, IncidentsError
from incidents.geocoding import (
    ChainGeocoder,
    NetworkDeniedError,
    OfflineGeocoder,
    OnlineGeocoder,
    ServiceSettings,
)
from incidents.geocoding.online_memory import Keeping, OnlineMemory
from tests.geocoding.fake_service import FakeService, Reply, serve
from tests.geocoding.indexed import gazetteer


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))
        self.now += seconds


@pytest.fixture
def fake() -> Iterator[FakeService]:
    with serve() as service:
        yield service


@pytest.fixture
def clock() -> Clock:
    return Clock()


def settings(domain: str, service: str = "nominatim", **more: Any) -> ServiceSettings:
    about = {"name": "mine", "service": service, "user_agent": "a test", "attribution": "© somebody"}
    return ServiceSettings(**(about | {"options": {"domain": domain, "scheme": "http"}} | more))


def online(
    domain: str, folder: Path, clock: Clock, *, allow_network: bool = True, tell: Any = None, **more: Any
) -> OnlineGeocoder:
    return OnlineGeocoder(
        settings(domain, **more),
        folder,
        allow_network=allow_network,
        tell=tell or (lambda _: None),
        clock=clock,
        sleep=clock.sleep,
        jitter=lambda: 0.0,
    )


@pytest.mark.parametrize("service", ["nominatim", "photon"])
def test_an_answer_has_point_attribution_and_the_name_of_who_gave_it(
    service: str, fake: FakeService, tmp_path: Path, clock: Clock
) -> None:
    geocoder = online(fake.domain, tmp_path, clock, service=service)
    place = geocoder.geocode("Zzatlantis")
    assert place.point[:2] == (1.5, 2.5)
    assert (place.raw["attribution"], place.raw["geocoder"]) == ("© somebody", "mine")
    assert geocoder.geocode("Nowhereville xq") is None
    assert fake.headers[0]["User-Agent"] == "a test"


def test_all_answers_are_given_where_one_is_not_enough(
    fake: FakeService, tmp_path: Path, clock: Clock
) -> None:
    places = online(fake.domain, tmp_path, clock).geocode("Zzatlantis", exactly_one=False)
    assert [place.address for place in places] == ["Zzatlantis, Sea", "Zzatlantis, Land"]


@pytest.mark.parametrize("service", ["nominatim", "photon"])
def test_answers_and_not_found_are_asked_for_once_each_in_any_spelling_of_blanks_and_capitals(
    service: str, fake: FakeService, tmp_path: Path, clock: Clock
) -> None:
    for _ in range(2):
        for name in ("Zzatlantis", " zzATLANTIS "):
            assert online(fake.domain, tmp_path, clock, service=service).geocode(name).point[:2] == (1.5, 2.5)
        assert online(fake.domain, tmp_path, clock, service=service).geocode("Nowhereville  xq") is None
    assert fake.asked == ["Zzatlantis", "Nowhereville xq"]


def test_not_found_is_believed_for_fewer_days_than_an_answer(
    fake: FakeService, tmp_path: Path, clock: Clock
) -> None:
    geocoder = online(fake.domain, tmp_path, clock, keep_days=30, keep_not_found_days=2)
    for name in ("Zzatlantis", "Nowhereville"):
        geocoder.geocode(name)
    clock.now += 3 * 86_400
    for name in ("Zzatlantis", "Nowhereville"):
        geocoder.geocode(name)
    assert fake.asked == ["Zzatlantis", "Nowhereville", "Nowhereville"]
    clock.now += 28 * 86_400
    assert geocoder.geocode("Zzatlantis").point[:2] == (1.5, 2.5)
    assert fake.asked[3:] == ["Zzatlantis"]


def test_another_address_or_language_is_another_question(
    fake: FakeService, tmp_path: Path, clock: Clock
) -> None:
    online(fake.domain, tmp_path, clock).geocode("Zzatlantis")
    online(fake.domain, tmp_path, clock, ask={"language": "ar"}).geocode("Zzatlantis")
    assert len(fake.asked) == 2


def test_too_many_requests_is_waited_for_as_long_as_the_service_asks(
    fake: FakeService, tmp_path: Path, clock: Clock
) -> None:
    fake.replies = [Reply(429, headers={"Retry-After": "7"}), Reply(503, headers={"Retry-After": "9"})]
    assert online(fake.domain, tmp_path, clock).geocode("Zzatlantis").point[:2] == (1.5, 2.5)
    assert clock.slept == [7, 9]


def test_one_that_asks_for_an_hour_is_not_waited_for_and_not_remembered(
    fake: FakeService, tmp_path: Path, clock: Clock
) -> None:
    fake.replies = [Reply(429, headers={"Retry-After": "3600"})]
    geocoder = online(fake.domain, tmp_path, clock)
    with pytest.raises(GeocoderRateLimited):
        geocoder.geocode("Zzatlantis")
    assert clock.slept == []
    clock.now += 3600
    assert geocoder.geocode("Zzatlantis").point[:2] == (1.5, 2.5)


def test_an_outage_is_tried_four_times_with_longer_waits_and_is_never_not_found(
    fake: FakeService, tmp_path: Path, clock: Clock
) -> None:
    fake.replies = [Reply(500)] * 4
    geocoder = online(fake.domain, tmp_path, clock)
    with pytest.raises(GeocoderServiceError, match="status 500"):
        geocoder.geocode("Zzatlantis")
    assert clock.slept == [1, 2, 4]
    assert geocoder.geocode("Zzatlantis").point[:2] == (1.5, 2.5)


@pytest.mark.parametrize(
    ("status", "error"),
    [(400, GeocoderQueryError), (401, GeocoderAuthenticationFailure), (404, GeocoderServiceError)],
)
def test_what_another_attempt_cannot_mend_is_told_at_once(
    status: int, error: type[Exception], fake: FakeService, tmp_path: Path, clock: Clock
) -> None:
    fake.replies = [Reply(status)]
    with pytest.raises(error):
        online(fake.domain, tmp_path, clock).geocode("Zzatlantis")
    assert len(fake.asked) == 1


def test_a_service_that_hangs_is_a_timeout(fake: FakeService, tmp_path: Path, clock: Clock) -> None:
    fake.replies = [Reply(hangs=True)] * 4
    with pytest.raises(GeocoderTimedOut, match=r"within 0\.05 seconds"):
        online(fake.domain, tmp_path, clock, timeout_seconds=0.05).geocode("Zzatlantis")
    assert len(fake.asked) == 4


@pytest.mark.parametrize("service", ["nominatim", "photon"])
@pytest.mark.parametrize(
    "body",
    [
        "",
        "<html>log in here</html>",
        "null",
        "{}",
        '{"x": 1}',
        "[null]",
        '[{"display_name": "x"}]',
        '"x"',
        "7",
    ],
)
def test_an_answer_that_is_no_answer_is_an_error_and_not_not_found(
    body: str, service: str, fake: FakeService, tmp_path: Path, clock: Clock
) -> None:
    fake.replies = [Reply(body=body)]
    geocoder = online(fake.domain, tmp_path, clock, service=service)
    with pytest.raises(GeocoderServiceError):
        geocoder.geocode("Zzatlantis")
    assert geocoder.geocode("Zzatlantis").point[:2] == (1.5, 2.5)


def test_a_place_without_a_point_is_not_put_at_nought(
    fake: FakeService, tmp_path: Path, clock: Clock
) -> None:
    fake.replies = [Reply(body='[{"display_name": "Somewhere", "lat": null, "lon": null}]')]
    with pytest.raises(GeocoderParseError, match="no point"):
        online(fake.domain, tmp_path, clock).geocode("Zzatlantis")


def test_a_host_that_is_not_there_is_unavailable(tmp_path: Path, clock: Clock) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(GeocoderUnavailable, match="cannot be reached"):
        online(f"127.0.0.1:{port}", tmp_path, clock).geocode("Zzatlantis")


def test_a_redirect_is_not_followed_as_the_other_host_was_never_told_of(
    fake: FakeService, tmp_path: Path, clock: Clock
) -> None:
    with serve() as other:
        fake.replies = [Reply(302, headers={"Location": f"http://{other.domain}/search?q=Zzatlantis"})]
        with pytest.raises(GeocoderServiceError, match="elsewhere"):
            online(fake.domain, tmp_path, clock).geocode("Zzatlantis")
        assert other.asked == []


def test_a_key_is_sent_but_is_in_no_message_and_not_on_disk(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_KEY", "s3cr3t-key")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    geocoder = online(f"127.0.0.1:{port}", tmp_path, clock, service="pickpoint", secrets={"api_key": "A_KEY"})
    with pytest.raises(GeocoderUnavailable) as told:
        geocoder.geocode("Zzatlantis")
    assert "s3cr3t" not in str(told.value)
    assert all(b"s3cr3t" not in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_off_no_socket_is_opened_and_the_error_says_what_would_be_told(
    fake: FakeService, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    online(fake.domain, tmp_path, clock).geocode("Zzatlantis")

    def no_socket(*_: Any, **__: Any) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", no_socket)
    off = online(fake.domain, tmp_path, clock, allow_network=False)
    with pytest.raises(NetworkDeniedError, match="would learn which places") as told:
        off.geocode("Another name")
    assert isinstance(told.value, IncidentsError) and isinstance(told.value, GeocoderServiceError)
    assert fake.domain in str(told.value)
    assert off.geocode("Zzatlantis").point[:2] == (1.5, 2.5), "what is known already needs no network"
    keyed = online(
        fake.domain, tmp_path, clock, allow_network=False, service="pickpoint", secrets={"api_key": "UNSET"}
    )
    with pytest.raises(NetworkDeniedError):
        keyed.geocode("Zzatlantis")


def test_a_person_is_told_once_whom_is_asked_before_it_is(
    fake: FakeService, tmp_path: Path, clock: Clock
) -> None:
    told: list[tuple[str, int]] = []
    geocoder = online(fake.domain, tmp_path, clock, tell=lambda text: told.append((text, len(fake.asked))))
    for name in ("Zzatlantis", "Elsewhere"):
        geocoder.geocode(name)
    assert [(fake.domain in text, asked) for text, asked in told] == [(True, 0)]


def test_all_who_share_a_folder_take_turns_a_second_apart(
    fake: FakeService, tmp_path: Path, clock: Clock
) -> None:
    for number in range(3):
        online(fake.domain, tmp_path, clock).geocode(f"Name {number}")
    assert clock.slept == [1, 1]


def test_turns_are_kept_over_threads_with_connections_of_their_own(tmp_path: Path) -> None:
    waits: list[float] = []

    def take() -> None:
        waits.append(
            OnlineMemory(tmp_path / "online.sqlite", clock=lambda: 5.0).seconds_until_turn("host", 1.0)
        )

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(waits) == list(range(8))


def test_a_clock_that_was_set_back_does_not_stop_anybody(tmp_path: Path, clock: Clock) -> None:
    memory = OnlineMemory(tmp_path / "online.sqlite", clock=clock)
    memory.seconds_until_turn("host", 1.0)
    clock.now -= 86_400
    assert memory.seconds_until_turn("host", 1.0) == 0


def test_the_public_nominatim_is_not_asked_more_often_than_it_allows(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_host(*_: Any, **__: Any) -> None:
        raise OSError("no such host")

    monkeypatch.setattr(socket, "getaddrinfo", no_host)
    geocoder = OnlineGeocoder(
        ServiceSettings(
            name="n", service="nominatim", user_agent="a test", attribution="", min_delay_seconds=0
        ),
        tmp_path,
        allow_network=True,
        clock=lambda: 5.0,
        sleep=clock.sleep,
        jitter=lambda: 0.0,
    )
    with pytest.raises(GeocoderUnavailable):
        geocoder.geocode("Zzatlantis")
    assert clock.slept == [1, 1, 2, 2, 4, 3], (
        "waits after errors, and the turns that time did not bring nearer"
    )


@hypothesis_settings(max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.text(min_size=1),
            st.floats(-90, 90),
            st.floats(-179, 180),
            st.dictionaries(st.text(), st.text()),
        ),
        max_size=4,
    )
)
def test_what_is_remembered_is_what_was_answered(places: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        memory = OnlineMemory(Path(folder) / "online.sqlite", clock=time.time)
        keep = Keeping(1, 1)
        said = [Location(name, (lat, lon), raw) for name, lat, lon, raw in places]
        memory.keep("s", "q", said, keep)
        again = memory.recall("s", "q", keep)
    assert again is not None
    assert [(p.address, p.point[:2], p.raw) for p in again] == [(p.address, p.point[:2], p.raw) for p in said]


def test_a_damaged_memory_says_that_it_may_be_deleted(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "gazetteer").mkdir()
    (tmp_path / "gazetteer" / "online.sqlite").write_text(
        "this is no database, and long enough to be read as one" * 9
    )
    with pytest.raises(GazetteerError, match="delete it"):
        online("127.0.0.1:9", tmp_path, clock).geocode("Zzatlantis")


def chain(fake: FakeService, folder: Path, clock: Clock) -> ChainGeocoder:
    return ChainGeocoder([OfflineGeocoder(gazetteer()), online(fake.domain, folder, clock)])


def test_a_chain_asks_a_service_only_for_what_the_gazetteer_does_not_know(
    fake: FakeService, tmp_path: Path, clock: Clock
) -> None:
    links = chain(fake, tmp_path, clock)
    assert links.geocode("Qardaha").raw["geocoder"] == "gazetteer"
    assert fake.asked == []
    assert links.geocode("Zzatlantis").raw["geocoder"] == "mine"
    assert links.geocode("Nowhereville xq") is None
    assert fake.asked == ["Zzatlantis", "Nowhereville xq"]


def test_in_a_chain_an_outage_is_not_not_found_unless_a_later_link_answers(
    fake: FakeService, tmp_path: Path, clock: Clock
) -> None:
    with serve() as second:
        fake.replies = [Reply(400)] * 3
        first = online(fake.domain, tmp_path, clock)
        later = online(second.domain, tmp_path, clock, name="second", service="photon")
        assert ChainGeocoder([first, later]).geocode("Zzatlantis").raw["geocoder"] == "second"
        with pytest.raises(GeocoderServiceError):
            ChainGeocoder([first, later]).geocode("Nowhereville xq")
    with pytest.raises(GeocoderQueryError):
        chain(fake, tmp_path, clock).geocode("  ")
