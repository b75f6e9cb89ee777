"""From the desk's form to a member's inbox and mail, through real web, worker, beat and broker."""

import contextlib
import dataclasses
import email
import email.policy
import http.client
import os
import pathlib
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.parse

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from clauses import calendar, vocabulary
from clauses.models import Change, Party, Union
from config.services import valkey
from tests import databases, desk
from tests.factories import people
from tracker.alerts import subscriptions
from tracker.alerts.models import Delivery
from tracker.members import joining
from tracker.models import Deployment, Link, Product, Vendor

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

CSRF = "c" * 32


@dataclasses.dataclass
class Site:
    """The site as real processes on this test's database and broker."""

    environment: dict[str, str]
    port: int
    stack: contextlib.ExitStack

    @property
    def mail_folder(self):
        return pathlib.Path(self.environment["RUN_FOLDER"]) / "mail"

    def letters(self):
        return [
            email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            for path in sorted(self.mail_folder.glob("*.eml"))
        ]

    def start(self, *command: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.stack.callback(_end, process)
        return process

    def start_background(self) -> None:
        celery = ("celery", "--app", "config.celery", "--quiet")
        schedule = str(pathlib.Path(self.environment["RUN_FOLDER"]) / "beat")
        self.start(*celery, "worker", "--concurrency", "1", "--without-gossip", "--without-mingle")
        self.start(*celery, "beat", "--schedule", schedule)

    def run_due(self) -> str:
        return subprocess.run(
            [sys.executable, "manage.py", "run_due"],
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=120,
        ).stdout

    def post(self, address: str, data: dict[str, object], *, cookies: str):
        """Send a form as a browser would; return the answer's status and the seconds it took."""
        body = urllib.parse.urlencode({**data, "csrfmiddlewaretoken": CSRF}, doseq=True)
        began = time.monotonic()
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        link.request(
            "POST",
            address,
            body=body,
            headers={
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": f"{cookies}; csrftoken={CSRF}",
            },
        )
        status = link.getresponse().status
        link.close()
        return status, time.monotonic() - began


def _end(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _answers(port: int) -> bool:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        link.request("GET", "/healthz")
        return link.getresponse().status == 200
    except OSError:
        return False
    finally:
        link.close()


@pytest.fixture
def site(catalogue, process_environment, eventually):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    pathlib.Path(process_environment["RUN_FOLDER"]).mkdir(parents=True, exist_ok=True)
    environment = process_environment | {"SECRET_KEY": settings.SECRET_KEY}
    with contextlib.ExitStack() as stack:
        running = Site(environment=environment, port=port, stack=stack)
        running.start(
            *("gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{port}"),
            *("--worker-class", "gthread", "--threads", "2"),
        )
        eventually(lambda: _answers(port), within=60, what="the web process")
        yield running


@pytest.fixture
def guild(site):
    vocabulary.forget()
    yield Union.objects.get(slug="wga-west")
    vocabulary.forget()


@pytest.fixture
def editor(guild):
    return desk.Desk(people.EditorFactory(unions=[guild]))


@pytest.fixture
def reviewer(guild):
    return desk.Desk(people.ReviewerFactory(unions=[guild]))


def a_member(union, *, address, role, language):
    """Join and follow the defaults, as somebody would who has just signed up."""
    Union.objects.filter(pk=union.pk).update(is_served=True)
    union.refresh_from_db()
    user = people.UserFactory(email=address)
    user.emailaddress_set.create(email=address, verified=True, primary=True)
    now = timezone.now()
    membership = joining.join(user=user, union=union, roles=[role], now=now, language=language)
    subscriptions.subscribe_to_defaults(member_id=membership.member_id, now=now)
    return membership.member


def draft(editor, slug):
    """A studio bound by the agreement of the day drafts scripts with a tool; sent to review."""
    party = Party.objects.get(slug="netflix")
    answer = editor.add(
        Deployment,
        title=f"Scripts drafted by a machine ({slug})",
        slug=slug,
        vendor=str(Vendor.objects.get(slug="openai").pk),
        product=str(Product.objects.get(slug="chatgpt").pk),
        summary="A studio lets a tool draft scripts.",
        event_date_text=calendar.today(timezone.now()).isoformat(),
        phase="in-use",
        kind="production-use",
        sectors=["television"],
        capabilities=["text-generation"],
        uses=["script-generation"],
        roles=["writer"],
        places=["US"],
        production_stages=["development"],
        employers=[party.slug],
        **desk.child("deployers", 0, of=1, name="Netflix", kind="streamer", parties=[party.slug]),
    )
    assert answer.status_code == 302, answer.context["form"].errors
    deployment = Deployment.objects.get(slug=slug)
    editor.submit(deployment)
    return deployment


def approve(site, reviewer, deployment):
    """Send the review's form to the real web process; return the seconds and the clause ticked."""
    page = reviewer.review(deployment)
    entries = page.context["parts"][0]["context"]["entries"]
    clause = next(entry["clause"] for entry in entries if entry["standing"] == "binding")
    data = desk.sent_by_browser(page.context["form"])
    cookies = f"sessionid={reviewer.client.cookies['sessionid'].value}"
    status, seconds = site.post(
        desk.review_address(deployment),
        {**data, "tell": "yes", "clauses": [clause], "approve": "yes"},
        cookies=cookies,
    )
    assert status == 302
    assert Change.objects.get(slug=deployment.slug, kind="deployment.published").notifies
    return seconds, clause


def test_publishing_in_the_desk_tells_the_right_member_once(
    site, guild, editor, reviewer, eventually
):
    writer = a_member(guild, address="writer@example.org", role="writer", language="fr")
    other_union = Union.objects.get(slug="sag-aftra")
    a_member(
        other_union, address="performer@example.org", role="principal-performer", language="en"
    )
    deployment = draft(editor, "scripts-by-machine")
    site.start_background()

    _seconds, clause = approve(site, reviewer, deployment)
    eventually(lambda: site.letters(), within=60, what="the mail")
    eventually(
        lambda: Delivery.objects.filter(channel="email", state="sent").exists(), what="the record"
    )

    assert Link.objects.get(deployment=deployment, clause__slug=clause).state == "confirmed"
    assert set(Delivery.objects.values_list("member_id", flat=True)) == {writer.pk}
    (letter,) = site.letters()
    row = Delivery.objects.get(channel="email")
    assert letter["To"] == "writer@example.org"
    assert letter["Subject"] == "Nouveau dans votre suivi"
    assert letter["Message-ID"] == f"<{row.pk}@localhost>"
    text = letter.get_body(("plain",)).get_content()
    assert "LES RÈGLES CONCERNÉES" in text
    assert "- Contraignante\u00a0: " in text
    assert "Scénariste" in text.partition("Pourquoi ce message")[2]

    reader = Client()
    reader.force_login(writer.user, backend="django.contrib.auth.backends.ModelBackend")
    assert deployment.title in reader.get("/fr/me/").content.decode()
    assert reader.get(f"/fr/a/{row.pk}").status_code == 200

    site.run_due()
    assert len(site.letters()) == 1


def test_a_broker_that_is_frozen_or_gone_makes_publishing_no_slower_and_loses_nothing(
    site, guild, editor, reviewer, broker, eventually
):
    a_member(guild, address="writer@example.org", role="writer", language="en")
    normal = [approve(site, reviewer, draft(editor, f"normal-{n}"))[0] for n in range(3)]

    os.kill(broker.pid, signal.SIGSTOP)
    frozen, _ = approve(site, reviewer, draft(editor, "while-frozen"))
    os.kill(broker.pid, signal.SIGCONT)
    valkey.stop(running=broker)
    absent, _ = approve(site, reviewer, draft(editor, "while-absent"))

    limit = max(normal) + 0.5 * statistics.median(normal) + 0.25
    assert frozen < limit
    assert absent < limit
    assert Delivery.objects.count() == 0
    said = site.run_due()
    assert "Changes fanned out: 5" in said
    assert len(site.letters()) == 5


def test_the_alert_goes_out_when_the_broker_is_back(
    site, guild, editor, reviewer, broker, eventually, short_folder
):
    a_member(guild, address="writer@example.org", role="writer", language="es")
    site.start_background()
    approve(site, reviewer, draft(editor, "before"))
    eventually(lambda: len(site.letters()) == 1, within=60, what="the first mail")
    valkey.stop(running=broker)

    approve(site, reviewer, draft(editor, "while-absent"))
    back = databases.own_broker(folder=short_folder / "broker")
    try:
        eventually(lambda: len(site.letters()) == 2, within=90, what="the second mail")
    finally:
        valkey.stop(running=back)

    assert {letter["Subject"] for letter in site.letters()} == {"Novedades en su seguimiento"}
    assert len({letter["Message-ID"] for letter in site.letters()}) == 2
