"""A published deployment with links, members who are owed an e-mail, and a real SMTP sink."""

import dataclasses
import datetime
import email
import email.policy
import socket
from collections.abc import Iterator

import pytest
from aiosmtpd import controller

from tests.factories import deployments, library, membership, records
from tracker.alerts import fan_out, sending

NOW = records.PUBLISHED_AT
LATER = NOW + datetime.timedelta(minutes=1)


@pytest.fixture
def union(db):
    return library.UnionFactory(slug="guild-of-tests", name="Guild of Tests")


@pytest.fixture
def deployment(db):
    library.TaxonomyTermFactory(vocabulary="roles", slug="writer")
    library.TaxonomyTermFactory(
        vocabulary="evidence-levels",
        slug="primary",
        properties={"grade": "A"},
        labels={"en": "Primary source", "fr": "Source primaire", "es": "Fuente primaria"},
    )
    return deployments.DeploymentFactory(slug="a-deployment", published=True)


@pytest.fixture
def change(deployment, union):
    return membership.ChangeFactory(
        record_id=deployment.pk, slug=deployment.slug, union_ids=[union.pk], at=NOW
    )


@pytest.fixture
def join(union):
    """Make a member of the union who follows a role in it."""

    def make(address, *, language="en", role="writer", **options):
        member = membership.MemberFactory(user__email=address, language=language, **options)
        membership.MembershipFactory(member=member, union=union)
        membership.SubscriptionFactory(member=member, union=union, role=role)
        return member

    return make


@dataclasses.dataclass
class Sink:
    """What arrived, and what the server is told to answer to a recipient or after DATA."""

    arrived: list = dataclasses.field(default_factory=list)
    refuses: dict[str, str] = dataclasses.field(default_factory=dict)
    after_data: dict[str, str] = dataclasses.field(default_factory=dict)
    connections: int = 0
    port: int = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        recipient = envelope.rcpt_tos[0]
        if recipient in self.after_data:
            return self.after_data[recipient]
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.arrived.append((recipient, message))
        return "250 OK"

    def recipients(self):
        return sorted(recipient for recipient, _ in self.arrived)

    def message_to(self, address):
        (found,) = [message for recipient, message in self.arrived if recipient == address]
        return found


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    """A real SMTP server on this machine, to which the product sends."""
    found = Sink()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        found.port = free.getsockname()[1]
    server = controller.Controller(found, hostname="127.0.0.1", port=found.port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 5
    yield found
    server.stop()


@pytest.fixture
def owed(change):
    """Fan the change out, so that e-mail is due."""

    def make(now=LATER):
        fan_out.fan_out_due(now=now)

    return make


@pytest.fixture
def send():
    """Send what is due, in a test whose own transaction wraps everything."""

    def now_is(now=LATER, **options):
        return sending.send_due(now=now, may_hold_transaction=True, **options)

    return now_is
