"""A mail server of the tests: down when told, remembering what it took."""

import smtplib
from collections.abc import Callable, Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class Server:
    """The other side; `down` refuses connections, `breaks_at` hangs up at the n-th mail."""

    def __init__(self) -> None:
        """Begin up, with nothing taken."""
        self.taken: list[EmailMessage] = []
        self.is_down = False
        self.breaks_at = 0
        self.refused: set[str] = set()
        self.after: Callable[[], None] = lambda: None


server = Server()


class Backend(BaseEmailBackend):
    """Hands mails to the server of the tests."""

    def open(self) -> bool:
        """Connect, or fail as a closed port does."""
        if server.is_down:
            raise ConnectionRefusedError(111, "Connection refused")
        return True

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Take mails one at a time."""
        for message in email_messages:
            message.message()  # headers are checked where a real server would see them
            if server.breaks_at and len(server.taken) + 1 == server.breaks_at:
                raise smtplib.SMTPServerDisconnected("gone")
            if message.to[0] in server.refused:
                raise smtplib.SMTPRecipientsRefused({message.to[0]: (550, b"no such user")})
            server.taken.append(message)
            server.after()
        return len(email_messages)
