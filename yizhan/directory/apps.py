"""Django configuration of the directory context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    """The directory context."""

    name = "yizhan.directory"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the links, the role switcher of the header, and the export."""
        # Not at the top: panels reach the models, which need the registry.
        from yizhan.directory.exports import ORGANISATIONS  # noqa: PLC0415
        from yizhan.directory.panels import HEADER  # noqa: PLC0415
        from yizhan.imports.services import register_export  # noqa: PLC0415
        from yizhan.web import navigation, panels  # noqa: PLC0415
        from yizhan.web.access import SIGNED_IN  # noqa: PLC0415

        panels.register("header", HEADER)
        register_export(ORGANISATIONS)
        navigation.declare(
            navigation.Entry(
                label=_("机构名录"),
                url_name="directory:organisation-list",
                area=navigation.PUBLIC,
                order=40,
            ),
            navigation.Entry(
                label=_("登录"),
                url_name="account_login",
                area=navigation.ACCOUNT,
                permission=navigation.ANONYMOUS,
            ),
            navigation.Entry(
                label=_("注册"),
                url_name="account_signup",
                area=navigation.ACCOUNT,
                permission=navigation.ANONYMOUS,
                order=110,
            ),
            navigation.Entry(
                label=_("机构核实"),
                short=_("核实"),
                url_name="directory:verification-queue",
                area=navigation.WORKBENCH,
                icon="shield-check",
                permission="directory.verify",
                order=60,
            ),
            navigation.Entry(
                label=_("身份与邀请"),
                short=_("身份"),
                url_name="directory:role-list",
                area=navigation.WORKBENCH,
                icon="id-badge-2",
                permission=SIGNED_IN,
                order=90,
            ),
            navigation.Entry(
                label=_("机构名录"),
                url_name="directory:organisation-list",
                area=navigation.FOOTER,
                group=_("找合作"),
                order=40,
            ),
            navigation.Entry(
                label=_("登记机构"),
                url_name="directory:organisation-new",
                area=navigation.FOOTER,
                group=_("办事"),
                order=40,
            ),
        )
