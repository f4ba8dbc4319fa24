import os

import pytest
from support import URL, Sample, called, of_provider, operation
from waldur_api_client import AuthenticatedClient, Client


@pytest.fixture(scope="session")
def staff():
    return AuthenticatedClient(URL, os.environ["PURVEYOR_STAFF_TOKEN"])


@pytest.fixture(scope="session")
def owner():
    return AuthenticatedClient(URL, os.environ["PURVEYOR_OWNER_TOKEN"])


@pytest.fixture(scope="session")
def anonymous():
    return Client(URL)


@pytest.fixture(scope="session")
def me(owner):
    return operation("users_me_retrieve", "users").sync(client=owner)


@pytest.fixture(scope="session")
def provider(owner, me):
    """The provider whose organization belongs to the owner."""
    [organization] = [grant.scope_uuid for grant in me.permissions if grant.role_name == "CUSTOMER.OWNER"]
    [own] = of_provider("list").sync(client=owner, customer_uuid=organization)
    return own


@pytest.fixture(scope="session")
def foreign(owner, provider):
    """A provider with which the owner has nothing to do."""
    return next(one for one in of_provider("list").sync(client=owner) if one.uuid != provider.uuid)


@pytest.fixture(scope="session")
def sample(owner, provider):
    user = of_provider("users_list").sync(provider.uuid, client=owner)[0]
    customer = of_provider("customers_list").sync(provider.uuid, client=owner)[0]
    return Sample(provider, user.uuid, customer.uuid)


def pytest_terminal_summary(terminalreporter):
    terminalreporter.write_line(f"{len(called)} operations of the client called")
