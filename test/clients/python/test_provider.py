"""Registering, changing and removing a provider, with every kind of body."""

import json
from io import BytesIO
from uuid import uuid4

import httpx
import pytest
from support import PROVIDERS, URL, of_provider, operation, refused
from waldur_api_client.models.patched_service_provider_request import PatchedServiceProviderRequest
from waldur_api_client.models.patched_service_provider_request_form import PatchedServiceProviderRequestForm
from waldur_api_client.models.patched_service_provider_request_multipart import PatchedServiceProviderRequestMultipart
from waldur_api_client.models.service_provider_field_enum import ServiceProviderFieldEnum
from waldur_api_client.models.service_provider_request import ServiceProviderRequest
from waldur_api_client.models.service_provider_request_form import ServiceProviderRequestForm
from waldur_api_client.models.service_provider_request_multipart import ServiceProviderRequestMultipart
from waldur_api_client.models.set_offerings_username_request import SetOfferingsUsernameRequest
from waldur_api_client.models.site_agent_config_generation_request import SiteAgentConfigGenerationRequest
from waldur_api_client.types import File

BODIES = {
    "json": (ServiceProviderRequest, PatchedServiceProviderRequest),
    "form": (ServiceProviderRequestForm, PatchedServiceProviderRequestForm),
    "multipart": (ServiceProviderRequestMultipart, PatchedServiceProviderRequestMultipart),
}

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)

create = of_provider("create")
retrieve = of_provider("retrieve")
update = of_provider("update")
partial_update = of_provider("partial_update")
destroy = of_provider("destroy")


@pytest.fixture(scope="module")
def customer(staff, provider):
    """URL of an organization that is not a provider."""
    registered = {one.customer_uuid for one in of_provider("list").sync_all(client=staff)}
    customers = of_provider("customers_list").sync_all(provider.uuid, client=staff)
    return f"{URL}/api/customers/{next(one.uuid for one in customers if one.uuid not in registered)}/"


@pytest.fixture
def registered(staff, customer):
    """A provider that lasts for one test."""
    created = create.sync(client=staff, body=ServiceProviderRequest(customer=customer))
    yield created
    destroy.sync_detailed(created.uuid, client=staff)


@pytest.mark.parametrize("kind", BODIES)
def test_life_of_a_provider(staff, anonymous, customer, kind):
    full, patch = BODIES[kind]
    before = of_provider("count").sync(client=staff)
    body = full(customer=customer, description="Sample, ünïcode & more", enable_notifications=False, image=None)
    answer = create.sync_detailed(client=staff, body=body)
    created = answer.parsed
    assert answer.status_code == 201
    assert answer.headers["Location"] == created.url == f"{URL}/api/marketplace-service-providers/{created.uuid.hex}/"
    assert (created.description, created.enable_notifications) == ("Sample, ünïcode & more", False)
    assert created.image is None
    assert customer == f"{URL}/api/customers/{created.customer_uuid}/"
    assert of_provider("count").sync(client=staff) == before + 1

    changed = update.sync(
        created.uuid, client=staff, body=full(customer=customer, description="Changed", enable_notifications=True)
    )
    assert (changed.description, changed.enable_notifications) == ("Changed", True)
    assert changed.created == created.created
    assert partial_update.sync(created.uuid, client=staff, body=patch(description="")).description == ""
    kept = partial_update.sync(created.uuid, client=staff, body=patch(enable_notifications=False))
    assert (kept.description, kept.enable_notifications) == ("", False)
    assert retrieve.sync(created.uuid.hex, client=anonymous).description == ""

    gone = destroy.sync_detailed(created.uuid, client=staff)
    assert (gone.status_code, gone.content) == (204, b"")
    assert list(refused(404, retrieve.sync, created.uuid, client=staff)) == ["detail"]
    assert of_provider("count").sync(client=staff) == before


@pytest.mark.parametrize("kind", ["form", "multipart"])
def test_image(staff, anonymous, registered, kind):
    image = File(payload=BytesIO(PIXEL), file_name="logo.png", mime_type="image/png")
    changed = partial_update.sync(
        registered.uuid, client=staff, body=PatchedServiceProviderRequestMultipart(image=image)
    )
    assert changed.image.startswith(f"{URL}/")
    picture = httpx.get(changed.image)
    assert (picture.status_code, picture.headers["Content-Type"], picture.content) == (200, "image/png", PIXEL)
    assert retrieve.sync(registered.uuid, client=anonymous).image == changed.image

    _, patch = BODIES[kind]
    assert partial_update.sync(registered.uuid, client=staff, body=patch(description="x")).image == changed.image
    assert partial_update.sync(registered.uuid, client=staff, body=patch(image=None)).image is None
    assert httpx.get(changed.image).status_code == 404


def test_image_that_is_none(staff, registered):
    text = PatchedServiceProviderRequest()
    text["image"] = "a text"
    assert list(refused(400, partial_update.sync, registered.uuid, client=staff, body=text)) == ["image"]
    broken = File(payload=BytesIO(b"not an image"), file_name="logo.png", mime_type="image/png")
    body = PatchedServiceProviderRequestMultipart(image=broken)
    assert list(refused(400, partial_update.sync, registered.uuid, client=staff, body=body)) == ["image"]


def test_fields_of_newer_releases(staff, registered):
    body = PatchedServiceProviderRequest(description="kept", allowed_domains=["sample.example.org"])
    assert partial_update.sync(registered.uuid, client=staff, body=body).description == "kept"


def test_refused_registrations(staff, owner, provider, customer):
    again = ServiceProviderRequest(customer=provider.customer)
    assert list(refused(400, create.sync, client=staff, body=again)) == ["customer"]
    nobody = ServiceProviderRequest(customer=f"{URL}/api/customers/{uuid4().hex}/")
    assert list(refused(400, create.sync, client=staff, body=nobody)) == ["customer"]
    long = ServiceProviderRequest(customer=customer, description="x" * 4097)
    assert list(refused(400, create.sync, client=staff, body=long)) == ["description"]
    somebody_elses = ServiceProviderRequest(customer=customer)
    assert list(refused(403, create.sync, client=owner, body=somebody_elses)) == ["detail"]


def test_refused_changes(staff, owner, provider, foreign):
    body = PatchedServiceProviderRequest(description="Not mine")
    assert list(refused(403, partial_update.sync, foreign.uuid, client=owner, body=body)) == ["detail"]
    assert list(refused(403, destroy.sync_detailed, foreign.uuid, client=owner)) == ["detail"]
    assert refused(400, destroy.sync_detailed, provider.uuid, client=staff)
    assert list(refused(404, partial_update.sync, uuid4(), client=staff, body=body)) == ["detail"]


def test_fields_of_a_provider(owner, provider):
    fields = [ServiceProviderFieldEnum.UUID, ServiceProviderFieldEnum.CUSTOMER_NAME]
    answer = retrieve.sync_detailed(provider.uuid, client=owner, field=fields)
    assert json.loads(answer.content) == {"uuid": provider.uuid.hex, "customer_name": provider.customer_name}


def test_secret_code(owner, provider, foreign):
    read = operation("service_provider_api_secret_code_retrieve")
    generate = operation("service_provider_api_secret_code_generate")
    first = read.sync(provider.uuid, client=owner).api_secret_code
    second = generate.sync(provider.uuid, client=owner)
    assert second["detail"] == "Api secret code updated."
    assert len({first, second.api_secret_code, generate.sync(provider.uuid, client=owner).api_secret_code}) == 3
    assert read.sync(provider.uuid, client=owner).api_secret_code not in (first, second.api_secret_code)
    assert list(refused(403, read.sync, foreign.uuid, client=owner)) == ["detail"]


def test_figures(owner, provider):
    figures = of_provider("stat_retrieve").sync(provider.uuid, client=owner)
    assert all(isinstance(value, int) for value in figures.to_dict().values())
    assert figures.current_customers == of_provider("customers_count").sync(provider.uuid, client=owner) > 0
    listing = of_provider("revenue_list")
    answer = listing.sync_detailed(provider.uuid, client=owner, page_size=1)
    months = [(row.year, row.month) for row in answer.parsed]
    assert months == sorted(set(months)) and len(months) > 10
    assert all(isinstance(row.total, int) for row in answer.parsed)
    assert int(answer.headers["X-Result-Count"]) == len(months)
    assert listing.sync_all(provider.uuid, client=owner) == listing.sync(provider.uuid, client=owner) == answer.parsed


def test_account_names(owner, sample, provider):
    module = of_provider("set_offerings_username")
    body = SetOfferingsUsernameRequest(user_uuid=sample.user, username="sample-name")
    assert module.sync_detailed(provider.uuid, client=owner, body=body).status_code == 201
    unknown = SetOfferingsUsernameRequest(user_uuid=uuid4(), username="sample-name")
    assert refused(400, module.sync_detailed, provider.uuid, client=owner, body=unknown)


def test_site_agent_configuration(owner, provider, foreign):
    """The client decodes the YAML as JSON, which no answer can satisfy, so the request is sent by hand."""
    module = operation(f"{PROVIDERS}_generate_site_agent_config")
    offerings = of_provider("offerings_list").sync(provider.uuid, client=owner, type_=["Marketplace.Slurm"])
    body = SiteAgentConfigGenerationRequest([offering.uuid for offering in offerings], timezone="Europe/Tallinn")
    request = module._get_kwargs(provider.uuid, body=body)
    answer = owner.get_httpx_client().request(**request)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert all(offering.uuid.hex in answer.text for offering in offerings)
    assert "Europe/Tallinn" in answer.text
    wrong = SiteAgentConfigGenerationRequest([foreign.uuid])
    assert list(refused(400, module.sync, provider.uuid, client=owner, body=wrong)) == ["offering_uuids"]
