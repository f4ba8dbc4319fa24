"""How the client says who it is."""

import pytest
from support import PROVIDERS, URL, of_provider, operation, refused
from waldur_api_client import AuthenticatedClient

# Of newer releases; not part of the contract.
UNKNOWN = ["glauth_tree_retrieve", "glauth_users_config_retrieve", "username_conflicts_list"]

users_me = operation("users_me_retrieve", "users")


@pytest.mark.parametrize("prefix", ["Token", "Bearer", "Bearer Token", "token"])
def test_prefixes(owner, me, prefix):
    client = AuthenticatedClient(URL, owner.token, prefix=prefix)
    assert users_me.sync(client=client).uuid == me.uuid


def test_trailing_slash_of_the_base(owner, me):
    assert users_me.sync(client=AuthenticatedClient(f"{URL}/", owner.token)).uuid == me.uuid


@pytest.mark.parametrize("token", ["0" * 40, "with a blank", "x"])
def test_unknown_token(provider, token):
    client = AuthenticatedClient(URL, token)
    for module in (users_me, of_provider("list")):
        assert list(refused(401, module.sync, client=client)) == ["detail"]
    assert list(refused(401, of_provider("retrieve").sync, provider.uuid, client=client)) == ["detail"]


def test_anonymous(anonymous, provider):
    assert provider.uuid in {one.uuid for one in of_provider("list").sync_all(client=anonymous)}
    assert of_provider("retrieve").sync(provider.uuid, client=anonymous).customer_name == provider.customer_name
    assert of_provider("count").sync(client=anonymous) > 0
    for name in ("customers_list", "offerings_list", "stat_retrieve"):
        assert list(refused(401, of_provider(name).sync, provider.uuid, client=anonymous)) == ["detail"]
    assert list(refused(401, users_me.sync, client=anonymous)) == ["detail"]
    configuration = operation("configuration_retrieve", "configuration").sync(client=anonymous)
    assert configuration["ANONYMOUS_USER_CAN_VIEW_OFFERINGS"] is True


def test_staff_acts_for_somebody_else(staff, me, provider, foreign):
    admin = users_me.sync(client=staff)
    assert admin.is_staff is True
    client = AuthenticatedClient(URL, staff.token).with_headers({"X-IMPERSONATED-USER-UUID": me.uuid.hex})
    answer = users_me.sync_detailed(client=client)
    assert answer.parsed.uuid == me.uuid
    assert answer.headers["X-impersonator-uuid"] == admin.uuid.hex
    assert of_provider("customers_list").sync(provider.uuid, client=client)
    assert list(refused(403, of_provider("customers_list").sync, foreign.uuid, client=client)) == ["detail"]


def test_nobody_else_acts_for_others(owner, staff, me):
    admin = users_me.sync(client=staff)
    client = AuthenticatedClient(URL, owner.token, headers={"X-IMPERSONATED-USER-UUID": admin.uuid.hex})
    assert users_me.sync(client=client).uuid == me.uuid


@pytest.mark.parametrize("name", UNKNOWN)
def test_operations_of_newer_releases(staff, provider, name):
    assert refused(404, operation(f"{PROVIDERS}_{name}").sync, provider.uuid, client=staff)
