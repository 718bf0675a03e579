"""Bring due mails to the mail server; what it does not take waits."""

import smtplib
from collections.abc import Callable
from datetime import datetime

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from yizhan.inbox import services
from yizhan.inbox.letters import letter_for
from yizhan.inbox.models import Mail
from yizhan.inbox.services import Letter

_log = structlog.get_logger(__name__)
AT_ONCE = 50
_MOST_IN_A_RUN = 2_000
_FOR_GOOD = 500  # answers from here on mean: do not try again


def send_due(*, now: Callable[[], datetime]) -> int:
    """Send what is due until nothing is, or the server is gone; say how many were sent."""
    sent = tried = 0
    while tried < _MOST_IN_A_RUN:
        mails = services.claim_mails(at=now(), limit=AT_ONCE)
        if not mails:
            break
        tried += len(mails)
        went, is_up = _send_all(mails, now)
        sent += went
        if not is_up:
            break
    return sent


def _send_all(mails: list[Mail], now: Callable[[], datetime]) -> tuple[int, bool]:
    connection = get_connection()
    sent = 0
    try:
        connection.open()
        for place, mail in enumerate(mails):
            try:
                sent += _send(mail, connection, now)
            except (smtplib.SMTPServerDisconnected, ConnectionError, TimeoutError) as error:
                services.put_back(mails=mails[place:], error=str(error), at=now())
                return sent, False
    except (OSError, smtplib.SMTPException) as error:
        services.put_back(mails=mails, error=str(error), at=now())
        return sent, False
    finally:
        _close(connection)
    return sent, True


def _send(mail: Mail, connection: BaseEmailBackend, now: Callable[[], datetime]) -> bool:
    try:
        letter = letter_for(mail)
    except Exception as error:  # noqa: BLE001 -- one that cannot be written holds up no other
        _log.exception("mail.unwritten", mail=str(mail.pk))
        services.put_back(mails=[mail], error=repr(error), at=now())
        return False
    if letter is None:
        services.settle_dropped(mail=mail)
        return False
    if not services.write_down(mail=mail, letter=letter):
        return False  # held too long: somebody else has it now
    try:
        _message(letter, connection).send()
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPException as error:
        if _is_for_good(error):
            services.settle_failed(mail=mail, error=str(error))
        else:
            services.put_back(mails=[mail], error=str(error), at=now())
        return False
    return services.settle_sent(mail=mail, at=now())


def _message(letter: Letter, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        settings.DEFAULT_FROM_EMAIL,
        [letter.to],
        connection=connection,
        headers=dict(letter.headers),
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message


def _is_for_good(error: smtplib.SMTPException) -> bool:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= _FOR_GOOD for code, _said in error.recipients.values())
    if isinstance(error, smtplib.SMTPSenderRefused):
        return False  # our own address is at fault, which somebody will mend
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= _FOR_GOOD


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        return
