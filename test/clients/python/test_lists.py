"""Every list of a provider: pages, counts, orders and fields."""

import asyncio
import json

import pytest
from support import LISTS, URL, plain, refused
from waldur_api_client import AuthenticatedClient


def walk(sample, listing, client, page_size):
    """All rows, page by page until the count is reached."""
    rows, total, page = [], None, 1
    while total is None or len(rows) < total:
        answer = sample.call(listing, listing.module.sync_detailed, client, page=page, page_size=page_size)
        total = int(answer.headers["X-Result-Count"])
        assert answer.parsed or total == 0
        rows += answer.parsed
        page += 1
    return rows


def named(listings):
    return pytest.mark.parametrize("listing", listings, ids=[listing.name for listing in listings])


@named(LISTS)
def test_first_page(sample, owner, listing):
    answer = sample.call(listing, listing.module.sync_detailed, owner)
    total = int(answer.headers["X-Result-Count"])
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/json")
    assert 0 < len(answer.parsed) == min(total, 10)
    assert ('rel="next"' in answer.headers["Link"]) == (total > 10)
    assert plain(sample.call(listing, listing.module.sync, owner)) == plain(answer.parsed)


@named([listing for listing in LISTS if listing.has_sync_all])
def test_all_pages(sample, owner, listing):
    rows = plain(sample.call(listing, listing.module.sync_all, owner))
    answer = sample.call(listing, listing.module.sync_detailed, owner, page_size=300)
    assert len(rows) == int(answer.headers["X-Result-Count"])
    assert len(set(rows)) == len(rows)
    assert plain(walk(sample, listing, owner, max(2, len(rows) // 7))) == rows


@named([listing for listing in LISTS if listing.count])
def test_count(sample, owner, listing):
    answer = sample.call(listing, listing.counter.sync_detailed, owner)
    assert answer.content == b""
    assert answer.parsed == len(walk(sample, listing, owner, 300))
    assert sample.call(listing, listing.counter.sync, owner) == answer.parsed


@named(LISTS)
def test_asynchronous(sample, owner, listing):
    async def run():
        async with AuthenticatedClient(URL, owner.token) as client:
            first = await sample.call(listing, listing.module.asyncio, client)
            if not listing.has_sync_all:
                return first, None
            return first, await sample.call(listing, listing.module.asyncio_all, client)

    first, everything = asyncio.run(run())
    assert plain(first) == plain(sample.call(listing, listing.module.sync, owner))
    if everything is not None:
        assert plain(everything) == plain(sample.call(listing, listing.module.sync_all, owner))


@named(LISTS)
def test_page_beyond_the_end(sample, owner, listing):
    assert refused(404, sample.call, listing, listing.module.sync, owner, page=1_000_000) == {"detail": "Invalid page."}


@named([listing for listing in LISTS if listing.enum("o") and listing.enum("field")])
def test_every_order_keeps_all_rows(sample, owner, listing):
    rows = sorted(plain(sample.call(listing, listing.module.sync_all, owner)))
    for value in listing.enum("o"):
        ordered = plain(sample.call(listing, listing.module.sync_all, owner, o=[value]))
        assert sorted(ordered) == rows, value


@named([listing for listing in LISTS if listing.enum("field")])
def test_every_field(sample, owner, listing):
    # The models fill in empty lists, so the keys are those of the body.
    [whole, *_] = json.loads(sample.call(listing, listing.module.sync_detailed, owner).content)
    values = [value for value in listing.enum("field") if value.value in whole]
    assert len(values) > 5
    for wanted in [*([value] for value in values), values[:2]]:
        answer = sample.call(listing, listing.module.sync_detailed, owner, field=wanted)
        names = {value.value for value in wanted}
        assert len(answer.parsed) > 0
        assert {key for row in json.loads(answer.content) for key in row} <= names


@named([listing for listing in LISTS if listing.of_one_provider])
def test_provider_of_somebody_else(sample, owner, foreign, listing):
    if "offerings" in listing.name and "compliance" not in listing.name:
        assert listing.module.sync(foreign.uuid, client=owner, **listing.arguments(sample))
    else:
        answer = refused(403, listing.module.sync, foreign.uuid, client=owner, **listing.arguments(sample))
        assert list(answer) == ["detail"]


@named([listing for listing in LISTS if listing.of_one_provider])
def test_unknown_provider(sample, staff, listing):
    answer = refused(404, listing.module.sync, sample.user, client=staff, **listing.arguments(sample))
    assert list(answer) == ["detail"]


@named([listing for listing in LISTS if listing.of_one_provider])
def test_uuid_without_hyphens(sample, provider, owner, listing):
    rows = listing.module.sync(provider.uuid.hex, client=owner, **listing.arguments(sample))
    assert plain(rows) == plain(sample.call(listing, listing.module.sync, owner))
