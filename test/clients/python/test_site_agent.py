"""The calls of the site agent, as it makes them."""

import json

from support import URL, of_provider, operation
from waldur_api_client import AuthenticatedClient
from waldur_api_client.models.project_field_enum import ProjectFieldEnum
from waldur_api_client.models.service_provider_field_enum import ServiceProviderFieldEnum
from waldur_api_client.models.user_me_field_enum import UserMeFieldEnum


def agent(owner):
    """Its settings name the URL with /api/, which it cuts off itself."""
    return AuthenticatedClient(
        base_url=f"{URL}/api/".rstrip("/api"),
        token=owner.token,
        timeout=600,
        headers={"User-Agent": "sample-agent"},
    )


def test_health(owner, me):
    client = agent(owner)
    assert operation("version_retrieve", "version").sync(client=client).version
    answer = operation("users_me_retrieve", "users").sync_detailed(client=client, field=[UserMeFieldEnum.UUID])
    assert json.loads(answer.content) == {"uuid": me.uuid.hex}


def test_diagnostics(owner, me):
    [grant, *_] = operation("users_me_retrieve", "users").sync(client=agent(owner)).permissions
    assert (grant.role_name, grant.scope_type) == ("CUSTOMER.OWNER", "customer")
    assert grant.scope_name and grant.scope_uuid and grant.expiration_time is None


def test_finding_the_provider(owner, provider):
    [found] = of_provider("list").sync(
        customer_uuid=provider.customer_uuid.hex, client=agent(owner), field=[ServiceProviderFieldEnum.UUID]
    )
    assert found.uuid == provider.uuid


def test_keys(owner, provider):
    keys = of_provider("keys_list").sync(service_provider_uuid=provider.uuid.hex, client=agent(owner))
    known = {str(key.uuid): key.public_key for key in keys if key.uuid and key.public_key}
    assert len(known) == 10


def test_source_project(owner, provider):
    """The agent gives up unless exactly one project matches."""
    client = agent(owner)
    fields = [
        ProjectFieldEnum.OECD_FOS_2007_CODE,
        ProjectFieldEnum.IS_INDUSTRY,
        ProjectFieldEnum.SCIENCE_SUB_DOMAIN_CODE,
        ProjectFieldEnum.END_DATE_UPDATED_AT,
    ]
    projects = of_provider("projects_list").sync_all(provider.uuid, client=owner)
    assert len(projects) > 20
    for project in projects:
        [found] = of_provider("projects_list").sync(
            provider.uuid, client=client, query=project.uuid.hex, field=fields
        )
        assert found.is_industry == project.is_industry
        assert found.oecd_fos_2007_code == project.oecd_fos_2007_code
        [same] = of_provider("projects_list").sync(
            provider.uuid, client=client, query=str(project.uuid), field=[ProjectFieldEnum.UUID]
        )
        assert same.uuid == project.uuid
