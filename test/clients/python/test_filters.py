"""Typed filters as the client sends them."""

import json
from datetime import datetime, timedelta, timezone

import pytest
from support import of_provider, refused
from waldur_api_client.models.marketplace_provider_customer_project_o_enum import (
    MarketplaceProviderCustomerProjectOEnum as ProjectOrder,
)
from waldur_api_client.models.offering_state import OfferingState
from waldur_api_client.models.project_field_enum import ProjectFieldEnum

UTC = timezone.utc


def uuids(rows):
    return {row.uuid for row in rows}


@pytest.fixture(scope="module")
def everything(owner, provider):
    """All rows of a list of the provider, or those that match."""

    def rows(listing, **filters):
        return of_provider(f"{listing}_list").sync_all(provider.uuid, client=owner, **filters)

    return rows


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=5, minutes=30)), None], ids=["utc", "offset", "naive"])
def test_instants(everything, zone):
    projects = everything("projects")
    middle = sorted(project.created for project in projects)[len(projects) // 2].astimezone(UTC)
    bound = middle.astimezone(zone) if zone else middle.replace(tzinfo=None)
    later = {project.uuid for project in projects if project.created >= middle}
    assert 0 < len(later) < len(projects)
    assert uuids(everything("projects", created=bound)) == later
    assert uuids(everything("projects", created=bound + timedelta(microseconds=1))) == {
        project.uuid for project in projects if project.created > middle
    }
    assert uuids(everything("projects", created_before=bound)) == {
        project.uuid for project in projects if project.created <= middle
    }
    assert everything("projects", modified=datetime.now(UTC) + timedelta(days=1)) == []


def test_uuids(everything, sample):
    keys = everything("keys")
    holder = keys[0].user_uuid
    assert uuids(everything("keys", user_uuid=holder)) == {key.uuid for key in keys if key.user_uuid == holder}
    projects = everything("projects", customer=[sample.customer])
    assert {project.customer_uuid for project in projects} == {sample.customer}
    members = everything("users", project_uuid=projects[0].uuid)
    grants = everything("project_permissions", scope_uuid=projects[0].uuid.hex)
    assert uuids(members) == {grant.user_uuid for grant in grants} != set()


def test_repeated_uuids(everything):
    customers = [customer.uuid for customer in everything("customers") if customer.projects_count][:3]
    separately = [uuids(everything("projects", customer=[customer])) for customer in customers]
    assert uuids(everything("projects", customer=customers)) == set.union(*separately)


@pytest.mark.parametrize(
    ("name", "parameter"), [("keys", "is_shared"), ("users", "is_active"), ("customers", "archived")]
)
def test_booleans(everything, name, parameter):
    yes, no = (uuids(everything(name, **{parameter: value})) for value in (True, False))
    assert yes.isdisjoint(no)
    assert yes | no == uuids(everything(name))
    assert yes != no


def test_lists_of_values(everything):
    offerings = everything("offerings")
    states = [OfferingState.ACTIVE, OfferingState.PAUSED]
    assert uuids(everything("offerings", state=states)) == {row.uuid for row in offerings if row.state in states}
    assert {row.state for row in everything("offerings", state=[OfferingState.PAUSED])} == {OfferingState.PAUSED}
    types = sorted({row.type_ for row in offerings})[:2]
    assert {row.type_ for row in everything("offerings", type_=types)} == set(types)
    assert everything("offerings_types", type_=types) == types
    chosen = [row.uuid.hex for row in offerings[1:4]]
    assert {row.uuid.hex for row in everything("offerings", uuid_list=",".join(chosen))} == set(chosen)


def test_several_orders(everything):
    rows = everything("projects", o=[ProjectOrder("customer_name"), ProjectOrder("-name")])
    assert [(row.customer_name, row.name) for row in rows] == [
        (row.customer_name, row.name)
        for row in sorted(sorted(rows, key=lambda row: row.name, reverse=True), key=lambda row: row.customer_name)
    ]


def test_text(everything, sample):
    customer = next(row for row in everything("customers") if row.uuid == sample.customer)
    assert sample.customer in uuids(everything("customers", name=customer.name[:8].upper()))
    assert uuids(everything("customers", name_exact=customer.name)) == {sample.customer}
    assert uuids(everything("customers", name="")) == uuids(everything("customers"))
    assert everything("customers", name='Nobody, "none"; a+b & 100% of/it?#') == []


def test_commas_and_semicolons_survive_the_links(everything):
    names = [user.username for user in everything("users")]
    assert len(names) > 100
    listed = ",".join(["no;body", *names])
    found = [user.username for user in everything("users", username_list=listed)]
    assert len(found) == len(names) and set(found) == set(names)


def test_largest_page(owner, provider):
    listing = of_provider("project_permissions_list")
    answer = listing.sync_detailed(provider.uuid, client=owner, page_size=5_000)
    assert int(answer.headers["X-Result-Count"]) > 300
    assert len(answer.parsed) == 300
    assert len(listing.sync(provider.uuid, client=owner, page_size=0)) == 10


def test_fields_of_newer_releases_are_ignored(owner, provider):
    listing = of_provider("projects_list")
    new = ProjectFieldEnum.SCIENCE_SUB_DOMAIN_CODE
    assert listing.sync(provider.uuid, client=owner, field=[new]) == listing.sync(provider.uuid, client=owner)
    answer = listing.sync_detailed(provider.uuid, client=owner, field=[new, ProjectFieldEnum.SLUG])
    assert all(list(row) == ["slug"] for row in json.loads(answer.content))


def test_filters_of_newer_releases_are_named(owner, provider):
    answer = of_provider("projects_list").sync_detailed(provider.uuid, client=owner, has_affiliation=True, query="")
    assert answer.headers["X-Unknown-Params"] == "has_affiliation"
    assert answer.parsed == of_provider("projects_list").sync(provider.uuid, client=owner)


def test_values_that_cannot_be_read(owner, provider):
    answer = refused(400, of_provider("offerings_list").sync, provider.uuid, client=owner, scope_uuid="nothing")
    assert answer == {"scope_uuid": ["Enter a valid UUID."]}
    assert refused(400, of_provider("offerings_list").sync, provider.uuid, client=owner, attributes="{")
