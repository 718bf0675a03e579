"""What `yizhan doctor` looks at on the ground; each context adds its own checks."""

from yizhan.config.examination import (
    database,
    feeds,
    folders,
    index,
    outbox,
    seals,
    surroundings,
)
from yizhan.web.health import register


def register_checks() -> None:
    """Put the checks in the order in which their causes lie."""
    register("database", database.server, live=True)
    register("rights", database.rights)
    register("migrations", database.migrations)
    register("data", folders.data_folder)
    register("disk", folders.disk)
    register("secret", folders.secret)
    register("keys", seals.signing_key)
    register("assets", folders.assets)
    register("fonts", folders.fonts)
    register("translations", folders.translations)
    register("clock", surroundings.clock)
    register("mail", surroundings.mail)
    register("outbox", outbox.outbox)
    register("law", surroundings.law)
    register("index", index.index)
    register("feeds", feeds.change_feeds)
