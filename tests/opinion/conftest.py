"""A model that runs for the tests of a file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.opinion.fake_model import FakeModel, Reply, completion, serve


@pytest.fixture(scope="module")
def _served() -> Iterator[FakeModel]:
    with serve() as model:
        yield model


@pytest.fixture
def model(_served: FakeModel) -> FakeModel:
    """A model that has been asked nothing yet and finds no claims."""
    for kept in (_served.asked, _served.paths, _served.headers):
        kept.clear()
    _served.replies[:] = [Reply(completion({"claims": []}))]
    return _served
