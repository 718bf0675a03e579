"""Connect the contexts when Django is ready."""

from django.apps import AppConfig


class WiringConfig(AppConfig):
    """The wiring between contexts."""

    name = "yizhan.wiring"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Subscribe every reaction; the list below is the whole truth."""
        # Not at the top: models must be loaded first.
        from yizhan.wiring import (  # noqa: PLC0415
            contract_exports,
            contracts_to_contracts,
            contracts_to_inbox,
            directory_to_experts,
            directory_to_inbox,
            directory_to_listings,
            directory_to_mail,
            directory_to_stations,
            directory_waiting,
            experts_to_directory,
            experts_to_inbox,
            experts_to_listings,
            imports_to_contracts,
            imports_to_directory,
            imports_to_experts,
            imports_to_listings,
            imports_to_stations,
            listing_reviews_to_inbox,
            listings_to_directory,
            listings_to_inbox,
            matching_to_inbox,
            matching_to_listings,
            merging,
            stations_to_inbox,
        )

        contract_exports.connect()
        contracts_to_contracts.connect()
        contracts_to_inbox.connect()
        directory_to_experts.connect()
        directory_to_inbox.connect()
        directory_to_listings.connect()
        directory_to_mail.connect()
        directory_to_stations.connect()
        directory_waiting.connect()
        experts_to_directory.connect()
        experts_to_inbox.connect()
        experts_to_listings.connect()
        imports_to_contracts.connect()
        imports_to_directory.connect()
        imports_to_experts.connect()
        imports_to_listings.connect()
        imports_to_stations.connect()
        listing_reviews_to_inbox.connect()
        listings_to_directory.connect()
        listings_to_inbox.connect()
        matching_to_inbox.connect()
        matching_to_listings.connect()
        merging.connect()
        stations_to_inbox.connect()
