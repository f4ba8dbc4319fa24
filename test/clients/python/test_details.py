"""What the lists of a provider link to, and who the caller is."""

import json
import os

import pytest
from support import URL, of_provider, operation, plain, refused
from waldur_api_client import AuthenticatedClient
from waldur_api_client.models.customer_field_enum import CustomerFieldEnum
from waldur_api_client.models.obtain_auth_token_request import ObtainAuthTokenRequest
from waldur_api_client.models.offering_state import OfferingState
from waldur_api_client.models.project_field_enum import ProjectFieldEnum
from waldur_api_client.models.user_field_enum import UserFieldEnum

users_me = operation("users_me_retrieve", "users")


@pytest.fixture(scope="module")
def rows(owner, provider):
    return lambda listing: of_provider(f"{listing}_list").sync(provider.uuid, client=owner, page_size=50)


def test_version(owner):
    assert operation("version_retrieve", "version").sync(client=owner).version.count(".") == 2


def test_customers(owner, rows):
    retrieve = operation("customers_retrieve", "customers")
    for customer in rows("customers"):
        assert retrieve.sync(customer.uuid, client=owner).name == customer.name
    answer = retrieve.sync_detailed(customer.uuid, client=owner, field=[CustomerFieldEnum.SLUG])
    assert json.loads(answer.content) == {"slug": customer.slug}


def test_projects(owner, rows):
    retrieve = operation("projects_retrieve", "projects")
    projects = rows("projects")
    for project in projects:
        assert retrieve.sync(project.uuid, client=owner).name == project.name
    fields = [ProjectFieldEnum.UUID, ProjectFieldEnum.CREATED]
    answer = retrieve.sync_detailed(projects[0].uuid, client=owner, field=fields)
    assert list(json.loads(answer.content)) == ["uuid", "created"]
    types = operation("project_types_retrieve", "project_types")
    linked = {(project.type_uuid, project.type_name) for project in projects if project.type_uuid}
    assert len(linked) > 1
    assert all(types.sync(uuid, client=owner).name == name for uuid, name in linked)


def test_keys(owner, rows):
    retrieve = operation("keys_retrieve", "keys")
    keys = rows("keys")
    assert len(keys) == 50
    assert plain([retrieve.sync(key.uuid, client=owner) for key in keys]) == plain(keys)


def test_users(owner, rows):
    retrieve = operation("users_retrieve", "users")
    for user in rows("users"):
        assert retrieve.sync(user.uuid, client=owner, field=[UserFieldEnum.USERNAME]).username == user.username


def test_plans(owner, anonymous, rows):
    retrieve = operation("marketplace_plans_retrieve", "marketplace_plans")
    plans = [plan for offering in rows("offerings") for plan in offering.plans]
    assert len(plans) > 5
    for plan in plans:
        detail = retrieve.sync(plan.uuid, client=owner)
        assert (detail.name, detail.unit) == (plan.name, plan.unit)
    public = next(one for one in rows("offerings") if one.state == OfferingState.ACTIVE and one.plans)
    assert retrieve.sync(public.plans[0].uuid, client=anonymous).name == public.plans[0].name


def test_organization_groups(owner):
    retrieve = operation("organization_groups_retrieve", "organization_groups")
    groups = [group for one in of_provider("list").sync(client=owner) for group in one.organization_groups]
    assert groups
    for group in groups:
        assert retrieve.sync(group.uuid, client=owner).name == group.name
        parent = retrieve.sync(group.parent_uuid, client=owner)
        assert (parent.name, parent.parent) == (group.parent_name, None)


def test_payment_profiles(owner, staff, provider):
    retrieve = operation("payment_profiles_retrieve", "payment_profiles")
    customers = of_provider("customers_list").sync_all(provider.uuid, client=staff)
    profiles = [profile for customer in customers for profile in customer.payment_profiles]
    assert len(profiles) > 1
    assert plain([retrieve.sync(profile.uuid, client=staff) for profile in profiles]) == plain(profiles)
    [own] = [profile for profile in profiles if profile.organization_uuid == provider.customer_uuid][:1]
    assert retrieve.sync(own.uuid, client=owner).name == own.name


def test_roles(owner, anonymous):
    roles = operation("roles_list", "roles").sync_all(client=owner)
    assert operation("roles_count", "roles").sync(client=owner) == len(roles) > 5
    retrieve = operation("roles_retrieve", "roles")
    assert plain([retrieve.sync(role.uuid, client=anonymous) for role in roles]) == plain(roles)


def test_grants(owner, staff, me, provider):
    grants = operation("user_permissions_list", "user_permissions")
    count = operation("user_permissions_count", "user_permissions").sync
    own = grants.sync_all(client=owner)
    assert {grant.user_uuid for grant in own} == {me.uuid}
    assert count(client=owner) == len(own)
    assert len(grants.sync_all(client=staff)) == count(client=staff) > 300
    assert plain(grants.sync(client=staff, user=me.uuid)) == plain(own)
    [team_grant, *_] = of_provider("list_users_list").sync(provider.uuid, client=owner)
    detail = operation("user_permissions_retrieve", "user_permissions").sync(team_grant.uuid, client=staff)
    assert (detail.user_uuid, detail.role_uuid) == (team_grant.user_uuid, team_grant.role_uuid)


def test_events(owner, staff, provider):
    # The last change of the provider leaves one behind, whatever else was tested before.
    operation("service_provider_api_secret_code_generate").sync(provider.uuid, client=staff)
    events = operation("events_list", "events").sync_all(client=staff)
    assert operation("events_count", "events").sync(client=staff) == len(events) > 0
    assert operation("events_count_retrieve", "events").sync(client=staff).count == len(events)
    # Typed as a number in the client, a UUID on the wire.
    assert operation("events_retrieve", "events").sync(events[0].uuid, client=staff) == events[0]
    groups = operation("events_event_groups_retrieve", "events").sync(client=owner)
    assert {event.event_type for event in events} <= {kind for group in groups.additional_keys for kind in groups[group]}
    assert "customer" in operation("events_scope_types_retrieve", "events").sync(client=owner)


def test_token_of_the_caller(owner, me):
    answer = operation("users_token_retrieve", "users").sync(me.uuid, client=owner)
    assert (answer.user_username, answer["token"]) == (me.username, owner.token)


def test_replacing_and_revoking_a_token(me):
    client = AuthenticatedClient(URL, os.environ["PURVEYOR_SPARE_TOKEN"])
    fresh = operation("users_refresh_token", "users").sync(me.uuid, client=client)["token"]
    assert list(refused(401, users_me.sync, client=client)) == ["detail"]
    renewed = AuthenticatedClient(URL, fresh)
    assert users_me.sync(client=renewed).uuid == me.uuid
    assert operation("api_auth_logout", "api_auth").sync_detailed(client=renewed).status_code == 204
    assert list(refused(401, users_me.sync, client=renewed)) == ["detail"]


def test_wrong_password(anonymous):
    body = ObtainAuthTokenRequest(username="sample-owner", password="wrong")
    answer = operation("api_auth_password", "api_auth").sync_detailed(client=anonymous, body=body)
    assert answer.status_code == 401
    assert answer.parsed.detail == "Invalid username/password."
