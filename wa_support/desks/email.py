"""Notices by e-mail. Source: RFC 5321 (SMTP), RFC 8314 (TLS from the first byte on port 465)."""

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Final

from wa_support.desks import words
from wa_support.domain.mailbox import Mailbox
from wa_support.domain.notices import Notice

_WITHIN_S: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class EMail:
    """Implements `ports.rounds.Notifier`."""

    mailbox: Mailbox
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    within_s: float = _WITHIN_S

    @property
    def name(self) -> str:
        return "email"

    def notify(self, notices: Sequence[Notice]) -> str | None:
        message = EmailMessage()
        message["Subject"] = words.subject(notices)
        message["From"] = self.mailbox.sender
        message["To"] = ", ".join(self.mailbox.to)
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence note answers it
        message.set_content(words.body(notices), cte="base64")  # every server takes it
        return self._attempt(message)

    def probe(self) -> str | None:
        """As `notify`, up to the moment before a message is handed in."""
        return self._attempt(None)

    def _attempt(self, message: EmailMessage | None) -> str | None:
        try:
            with self._inside() as server:
                if message is not None:
                    server.send_message(message)
        except smtplib.SMTPAuthenticationError:
            return "not_let_in"
        except smtplib.SMTPRecipientsRefused:
            return "no_such_address"
        except smtplib.SMTPSenderRefused:
            return "sender_refused"
        except smtplib.SMTPNotSupportedError:
            return "no_tls"
        except ssl.SSLError:
            return "tls_not_verified"
        except (smtplib.SMTPServerDisconnected, TimeoutError) as error:
            late = isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)
            return "timed_out" if late else "hung_up"
        except (smtplib.SMTPException, OSError) as error:
            return type(error).__name__
        return None

    @contextmanager
    def _inside(self) -> Iterator[smtplib.SMTP]:
        box = self.mailbox
        server: smtplib.SMTP
        if box.tls:
            server = smtplib.SMTP_SSL(box.host, box.port, timeout=self.within_s, context=self.trust)
        else:
            server = smtplib.SMTP(box.host, box.port, timeout=self.within_s)
        with server:
            server.ehlo_or_helo_if_needed()
            if not box.tls and (not box.local or server.has_extn("starttls")):
                server.starttls(context=self.trust)
            if box.user is not None:
                server.login(box.user, box.password or "")
            yield server
