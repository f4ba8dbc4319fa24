"""What the tests share: where the server is, and the operations of the published client by name."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from waldur_api_client.errors import UnexpectedStatus

URL = os.environ["PURVEYOR_URL"]

PROVIDERS = "marketplace_service_providers"

called: set[str] = set()


def operation(name: str, tag: str = PROVIDERS) -> ModuleType:
    """The client's module of an operation: sync, sync_detailed, asyncio and, for lists, sync_all."""
    called.add(name)
    return import_module(f"waldur_api_client.api.{tag}.{name}")


def of_provider(name: str) -> ModuleType:
    return operation(f"{PROVIDERS}_{name}")


@dataclass(frozen=True)
class ListOperation:
    name: str
    count: str | None = None
    arguments: Callable[[Any], dict[str, Any]] = lambda sample: {}
    of_one_provider: bool = True

    @property
    def module(self) -> ModuleType:
        return operation(self.name)

    @property
    def counter(self) -> ModuleType:
        return operation(self.count)

    @property
    def has_sync_all(self) -> bool:
        return hasattr(self.module, "sync_all")

    def enum(self, parameter: str) -> list[Any]:
        """The values of a typed list parameter; none when the operation does not have it."""
        hint = get_type_hints(self.module.sync_detailed).get(parameter)
        lists = [part for part in get_args(hint) if get_origin(part) is list]
        return list(get_args(lists[0])[0]) if lists else []


def provider_list(name: str, **options: Any) -> ListOperation:
    return ListOperation(f"{PROVIDERS}_{name}_list", f"{PROVIDERS}_{name}_count", **options)


LISTS = [
    ListOperation(f"{PROVIDERS}_list", f"{PROVIDERS}_count", of_one_provider=False),
    provider_list("list_users"),
    provider_list("customers"),
    provider_list("user_customers", arguments=lambda sample: {"user_uuid": sample.user}),
    provider_list("customer_projects", arguments=lambda sample: {"project_customer_uuid": sample.customer}),
    provider_list("projects"),
    provider_list("project_permissions"),
    provider_list("users"),
    provider_list("keys"),
    provider_list("offerings"),
    provider_list("offerings_types"),
    provider_list("course_accounts"),
    provider_list("project_service_accounts"),
    ListOperation(f"{PROVIDERS}_robot_account_customers_list"),
    ListOperation(f"{PROVIDERS}_robot_account_projects_list"),
    ListOperation("service_provider_checklists_summary", f"{PROVIDERS}_compliance_checklists_summary_count"),
    ListOperation("service_provider_compliance_overview", f"{PROVIDERS}_compliance_compliance_overview_count"),
    ListOperation("service_provider_offering_users_compliance", f"{PROVIDERS}_compliance_offering_users_count"),
]


@dataclass(frozen=True)
class Sample:
    """The provider of the sample owner, and one user and one customer from its lists."""

    provider: Any
    user: Any
    customer: Any

    def call(self, listing: ListOperation, function: Callable[..., Any], client: Any, **options: Any) -> Any:
        """Calls a function of a list operation or of its count with the arguments that it must have."""
        scope = [self.provider.uuid] if listing.of_one_provider else []
        return function(*scope, client=client, **listing.arguments(self), **options)


def plain(rows: list[Any]) -> list[str]:
    """Rows as comparable text."""
    return [row if isinstance(row, str) else json.dumps(row.to_dict(), sort_keys=True) for row in rows]


def refused(status: int, function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """The JSON body of an answer with this status, which the client raises."""
    with pytest.raises(UnexpectedStatus) as caught:
        function(*arguments, **options)
    assert caught.value.status_code == status, caught.value
    return json.loads(caught.value.content)
