"""Roles in the team of a provider."""

from datetime import datetime, timedelta, timezone

import pytest
from support import of_provider, operation, refused
from waldur_api_client.models.user_role_create_request import UserRoleCreateRequest
from waldur_api_client.models.user_role_delete_request import UserRoleDeleteRequest
from waldur_api_client.models.user_role_details_o_enum import UserRoleDetailsOEnum
from waldur_api_client.models.user_role_update_request import UserRoleUpdateRequest

ROLE = "CUSTOMER.MANAGER"
SOON = datetime.now(timezone.utc) + timedelta(days=30)

add_user = of_provider("add_user")
update_user = of_provider("update_user")
delete_user = of_provider("delete_user")
team = of_provider("list_users_list")


@pytest.fixture(scope="module")
def admin(staff):
    return operation("users_me_retrieve", "users").sync(client=staff)


@pytest.fixture
def newcomer(staff, provider):
    """A user who is not in the team; he is taken out again."""
    present = {grant.user_uuid for grant in team.sync_all(provider.uuid, client=staff)}
    users = of_provider("users_list").sync_all(provider.uuid, client=staff)
    user = next(one.uuid for one in users if one.uuid not in present)
    yield user
    delete_user.sync_detailed(provider.uuid, client=staff, body=UserRoleDeleteRequest(ROLE, user))
    assert team.sync(provider.uuid, client=staff, user=user) == []


@pytest.mark.parametrize(
    "expiration", [SOON, SOON.astimezone(timezone(timedelta(hours=-3))), SOON.replace(microsecond=0), None]
)
def test_add(staff, admin, provider, newcomer, expiration):
    before = of_provider("list_users_count").sync(provider.uuid, client=staff)
    body = UserRoleCreateRequest(ROLE, newcomer, expiration)
    answer = add_user.sync_detailed(provider.uuid, client=staff, body=body)
    assert (answer.status_code, answer.parsed.expiration_time) == (201, expiration)
    [grant] = team.sync(provider.uuid, client=staff, user=newcomer)
    assert (grant.role_name, grant.expiration_time, grant.created_by_uuid) == (ROLE, expiration, admin.uuid)
    assert of_provider("list_users_count").sync(provider.uuid, client=staff) == before + 1


def test_permanent_by_leaving_the_expiry_out(staff, provider, newcomer):
    role = team.sync(provider.uuid, client=staff)[0].role_uuid
    body = UserRoleCreateRequest(role.hex, newcomer)
    assert add_user.sync(provider.uuid, client=staff, body=body).expiration_time is None
    assert add_user.sync(provider.uuid, client=staff, body=body) is None, "a second grant is a 400, which is no error"


def test_change(staff, provider, newcomer):
    add_user.sync(provider.uuid, client=staff, body=UserRoleCreateRequest(ROLE, newcomer))
    for expiration in (SOON, SOON + timedelta(days=1, microseconds=7), None, SOON):
        body = UserRoleUpdateRequest(ROLE, newcomer, expiration)
        assert update_user.sync(provider.uuid, client=staff, body=body).expiration_time == expiration
        [grant] = team.sync(provider.uuid, client=staff, user=newcomer)
        assert grant.expiration_time == expiration


def test_remove(staff, provider, newcomer):
    add_user.sync(provider.uuid, client=staff, body=UserRoleCreateRequest(ROLE, newcomer))
    body = UserRoleDeleteRequest(ROLE, newcomer)
    answer = delete_user.sync_detailed(provider.uuid, client=staff, body=body)
    assert answer.status_code == 200
    assert team.sync(provider.uuid, client=staff, user=newcomer) == []
    assert delete_user.sync_detailed(provider.uuid, client=staff, body=body).status_code == 200
    changed = UserRoleUpdateRequest(ROLE, newcomer, SOON)
    assert refused(400, update_user.sync, provider.uuid, client=staff, body=changed)


def test_refused(staff, provider, newcomer):
    for body in (
        UserRoleCreateRequest("NO.SUCH.ROLE", newcomer),
        UserRoleCreateRequest("PROJECT.MEMBER", newcomer),
        UserRoleCreateRequest(ROLE, provider.uuid),
        UserRoleCreateRequest(ROLE, newcomer, SOON - timedelta(days=60)),
    ):
        answer = add_user.sync_detailed(provider.uuid, client=staff, body=body)
        assert (answer.status_code, answer.parsed) == (400, None)
    body = UserRoleCreateRequest(ROLE, newcomer)
    assert list(refused(404, add_user.sync, newcomer, client=staff, body=body)) == ["detail"]


def test_strangers_change_no_team(owner, foreign, newcomer):
    """Changing a team needs permissions on its provider; those that demo owners hold (C-094) end at their own."""
    for function, body in (
        (add_user.sync, UserRoleCreateRequest(ROLE, newcomer)),
        (update_user.sync, UserRoleUpdateRequest(ROLE, newcomer)),
        (delete_user.sync_detailed, UserRoleDeleteRequest(ROLE, newcomer)),
    ):
        assert list(refused(403, function, foreign.uuid, client=owner, body=body)) == ["detail"]


def test_filters_of_the_team(staff, provider):
    grants = team.sync_all(provider.uuid, client=staff, o=[UserRoleDetailsOEnum.CREATED])
    assert [grant.created for grant in grants] == sorted(grant.created for grant in grants)
    first = grants[0]
    assert first in team.sync(provider.uuid, client=staff, search_string=first.user_email.upper())
    assert {grant.role_uuid for grant in team.sync(provider.uuid, client=staff, role=[first.role_uuid.hex])} == {
        first.role_uuid
    }
    assert team.sync(provider.uuid, client=staff, role=["PROJECT.MEMBER"]) == []
