"""Connect the contexts when Django is ready."""

from importlib import import_module

from django.apps import AppConfig

# Every reaction, in the order in which they are connected; this list is the whole truth.
REACTIONS = (
    "contract_exports",
    "contracts_to_contracts",
    "contracts_to_inbox",
    "directory_to_experts",
    "directory_to_inbox",
    "directory_to_listings",
    "directory_to_mail",
    "directory_to_stations",
    "directory_waiting",
    "experts_to_directory",
    "experts_to_inbox",
    "experts_to_listings",
    "imports_to_contracts",
    "imports_to_directory",
    "imports_to_experts",
    "imports_to_listings",
    "imports_to_stations",
    "listing_reviews_to_inbox",
    "listings_to_directory",
    "listings_to_inbox",
    "matching_to_inbox",
    "matching_to_listings",
    "merging",
    "stations_to_inbox",
)


class WiringConfig(AppConfig):
    """The wiring between contexts."""

    name = "yizhan.wiring"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Subscribe every reaction, now that the models are loaded."""
        for name in REACTIONS:
            import_module(f"yizhan.wiring.{name}").connect()
