"""Last of all: nothing of the client's service-provider interface was forgotten."""

import pkgutil

from support import PROVIDERS, called
from waldur_api_client.api import marketplace_service_providers as package

# Writes of newer releases; not part of the contract.
NOT_SERVED = {f"{PROVIDERS}_account_options_preview", f"{PROVIDERS}_adopt_provider_accounts"}


def test_every_operation_was_called():
    everything = {module.name for module in pkgutil.iter_modules(package.__path__)}
    assert everything - NOT_SERVED - called == set()
