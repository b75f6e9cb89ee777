"""E-mail leaves once, to the right people, whatever one recipient, record or server does."""

import datetime
import threading
import uuid

import pytest
from django.core import mail
from django.db import connection, connections

from tests.factories import records
from tracker.alerts import deliveries, messages, sending, subscriptions
from tracker.alerts.channels import email as email_channel
from tracker.alerts.models import Attempt, Delivery
from tracker.members import joining, preferences

NOW = records.PUBLISHED_AT
LATER = NOW + datetime.timedelta(minutes=1)


def owed_to(member):
    return Delivery.objects.get(member=member, channel="email")


def test_a_due_email_arrives_and_is_recorded(sink, join, owed, send):
    member = join("ana@example.org")
    owed()

    done = send()

    assert (done.sent, done.handled) == (1, 1)
    row = owed_to(member)
    message = sink.message_to("ana@example.org")
    assert message["Message-ID"] == f"<{row.pk}@localhost>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"].strip().startswith("<http://localhost:8000/u/")
    assert (row.state, row.attempts_count, row.lease_token) == ("sent", 1, None)
    attempt = Attempt.objects.get(delivery=row)
    assert (attempt.number, attempt.outcome, attempt.detail) == (1, "sent", "")


def test_one_connection_is_kept_for_a_batch(sink, join, owed, send):
    for number in range(5):
        join(f"member-{number}@example.org")
    owed()

    send()

    assert len(sink.arrived) == 5
    assert sink.connections == 1


def test_sending_again_sends_nothing(sink, join, owed, send):
    join("ana@example.org")
    owed()
    send()

    done = send()

    assert done.handled == 0
    assert sink.recipients() == ["ana@example.org"]


def test_one_refused_recipient_stops_nobody_else(sink, join, owed, send):
    members = [join(f"{name}@example.org") for name in ("ana", "ben", "cleo")]
    sink.refuses["ben@example.org"] = "550 5.1.1 <ben@example.org> unknown"
    owed()

    done = send()

    assert (done.sent, done.dead) == (2, 1)
    assert sink.recipients() == ["ana@example.org", "cleo@example.org"]
    row = owed_to(members[1])
    assert (row.state, row.ended_because) == ("dead", "refused")
    assert Attempt.objects.get(delivery=row).detail == "550 5.1.1"


def test_a_passing_refusal_is_tried_again_later_with_the_same_identity(sink, join, owed, send):
    member = join("ana@example.org")
    sink.refuses["ana@example.org"] = "450 4.2.1 try later"
    owed()

    first = send()
    row = owed_to(member)
    too_soon = send(now=row.next_attempt_at - datetime.timedelta(seconds=1))
    sink.refuses.clear()
    second = send(now=row.next_attempt_at)

    assert (first.put_off, too_soon.handled, second.sent) == (1, 0, 1)
    assert row.state == "waiting"
    assert LATER + datetime.timedelta(seconds=15) <= row.next_attempt_at
    assert row.next_attempt_at <= LATER + datetime.timedelta(seconds=50)
    assert [attempt.outcome for attempt in Attempt.objects.all()] == ["passing", "sent"]
    assert sink.message_to("ana@example.org")["Message-ID"] == f"<{row.pk}@localhost>"


@pytest.mark.parametrize(
    ("answer", "state", "detail"),
    [
        ("554 5.7.1 no", "dead", "554 5.7.1"),
        ("451 4.3.0 disk full", "waiting", "451 4.3.0"),
    ],
)
def test_an_answer_after_data_is_permanent_or_passing(
    sink, join, owed, send, answer, state, detail
):
    member = join("ana@example.org")
    sink.after_data["ana@example.org"] = answer
    owed()

    send()

    row = owed_to(member)
    assert row.state == state
    assert Attempt.objects.get(delivery=row).detail == detail


def test_after_twelve_passing_failures_it_is_given_up(sink, join, owed, send):
    member = join("ana@example.org")
    sink.refuses["ana@example.org"] = "450 4.2.1 try later"
    owed()
    now = LATER

    for _ in range(deliveries.MAX_ATTEMPTS):
        send(now=now)
        now = owed_to(member).next_attempt_at or now

    row = owed_to(member)
    assert (row.state, row.ended_because, row.attempts_count) == ("dead", "exhausted", 12)
    assert send(now=now + datetime.timedelta(days=9)).handled == 0


def test_a_server_that_cannot_be_reached_costs_nobody_an_attempt(sink, settings, join, owed, send):
    members = [join(f"member-{number}@example.org") for number in range(3)]
    settings.EMAIL_PORT = 1
    owed()

    down = send()
    rows = [owed_to(member) for member in members]
    settings.EMAIL_PORT = sink.port
    up = send(now=LATER + datetime.timedelta(minutes=1))

    assert down.is_unreachable is True
    assert {(row.state, row.attempts_count) for row in rows} == {("waiting", 0)}
    assert Attempt.objects.filter(outcome="passing").count() == 0
    assert up.sent == 3


def test_one_poisoned_message_stops_nobody_else(sink, join, owed, send, monkeypatch):
    members = [join(f"{name}@example.org") for name in ("ana", "ben", "cleo")]
    owed()
    real = messages.build

    def fails_for_ben(*, delivery, now):
        made = real(delivery=delivery, now=now)
        if delivery.member_id == members[1].pk:
            made.extra_headers["X-Title"] = "a\nBcc: everybody@example.org"
        return made

    monkeypatch.setattr(messages, "build", fails_for_ben)

    done = send()

    assert (done.sent, done.dead) == (2, 1)
    assert sink.recipients() == ["ana@example.org", "cleo@example.org"]
    row = owed_to(members[1])
    assert (row.state, row.ended_because) == ("dead", "unbuildable")


def test_nothing_of_one_member_leaks_into_the_next_ones_mail(sink, join, owed, send):
    first = join("ana@example.org", role="writer")
    join("ben@example.org", role="")
    owed()

    send()

    ana, ben = (sink.message_to(f"{name}@example.org") for name in ("ana", "ben"))
    assert "Writer" in ana.get_body(("plain",)).get_content()
    assert "Writer" not in ben.get_body(("plain",)).get_content()
    assert str(owed_to(first).pk) not in ben.as_string()
    assert ben["To"] == "ben@example.org"


def leaves(member, union, deployment):
    joining.leave(member_id=member.pk, union_id=union.pk, now=LATER)


def unsubscribes(member, union, deployment):
    subscription = member.subscriptions.get()
    subscriptions.unsubscribe(member_id=member.pk, subscription_id=subscription.pk, now=LATER)


def wants_no_email(member, union, deployment):
    preferences.choose(member_id=member.pk, email_rate="off")


def pauses(member, union, deployment):
    preferences.pause(member_id=member.pk, until=LATER + datetime.timedelta(days=1))


def closes_the_account(member, union, deployment):
    member.user.is_active = False
    member.user.save()


def has_no_confirmed_address(member, union, deployment):
    member.user.emailaddress_set.update(verified=False)


def is_taken_off_the_site(member, union, deployment):
    type(deployment).objects.filter(pk=deployment.pk).update(live=False)


@pytest.mark.parametrize(
    ("happens", "because"),
    [
        (leaves, "left-union"),
        (unsubscribes, "unsubscribed"),
        (wants_no_email, "email-off"),
        (pauses, "paused"),
        (closes_the_account, "no-address"),
        (has_no_confirmed_address, "no-address"),
        (is_taken_off_the_site, "record-gone"),
    ],
)
def test_it_is_asked_again_right_before_sending(
    sink, join, union, deployment, owed, send, happens, because
):
    member = join("ana@example.org")
    owed()
    happens(member, union, deployment)

    done = send()

    assert (done.sent, done.cancelled) == (0, 1)
    assert sink.arrived == []
    row = owed_to(member)
    assert (row.state, row.ended_because) == ("cancelled", because)


def test_one_of_two_reasons_is_enough_to_be_told(sink, join, owed, send):
    member = join("ana@example.org")
    subscriptions.subscribe(member_id=member.pk, interest=subscriptions.Interest(), now=NOW)
    owed()
    first = member.subscriptions.order_by("pk").first()
    subscriptions.unsubscribe(member_id=member.pk, subscription_id=first.pk, now=LATER)

    done = send()

    assert done.sent == 1


def test_what_a_killed_worker_leased_is_claimed_again_when_the_lease_expires(
    sink, join, owed, send
):
    member = join("ana@example.org")
    owed()
    dead = deliveries.claim(channel="email", limit=9, now=LATER)

    before = send(now=dead.expires_at - datetime.timedelta(seconds=1))
    after = send(now=dead.expires_at)

    assert (before.handled, after.sent) == (0, 1)
    row = owed_to(member)
    assert row.attempts_count == 2
    assert row.lease_token is None


def test_whoever_lost_the_lease_records_nothing(join, owed):
    member = join("ana@example.org")
    owed()
    first = deliveries.claim(channel="email", limit=9, now=LATER)
    second = deliveries.claim(channel="email", limit=9, now=first.expires_at)
    tried = deliveries.Try(started_at=LATER, ended_at=LATER)
    row = owed_to(member)

    late = deliveries.mark_sent(delivery_id=row.pk, token=first.token, tried=tried)
    on_time = deliveries.mark_sent(delivery_id=row.pk, token=second.token, tried=tried)

    assert (late, on_time) == (False, True)
    assert Attempt.objects.get(delivery=row).number == 2


def test_what_kills_its_worker_each_time_is_given_up(join, owed):
    member = join("ana@example.org")
    owed()
    now = LATER

    for _ in range(deliveries.MAX_ATTEMPTS):
        now = deliveries.claim(channel="email", limit=9, now=now).expires_at
    last = deliveries.claim(channel="email", limit=9, now=now)

    assert last.delivery_ids == ()
    row = owed_to(member)
    assert (row.state, row.ended_because) == ("dead", "exhausted")


def test_a_lease_that_runs_out_during_a_batch_is_given_back(join, owed, send, monkeypatch):
    members = [join(f"member-{number}@example.org") for number in range(3)]
    owed()
    monkeypatch.setattr(deliveries, "LEASE", sending.MARGIN)

    done = send()

    assert done.handled == 0
    assert {owed_to(member).state for member in members} == {"waiting"}
    assert {owed_to(member).attempts_count for member in members} == {0}


def test_pauses_grow_and_are_spread():
    first = {deliveries.pause_after(attempts=1).total_seconds() for _ in range(50)}
    tenth = deliveries.pause_after(attempts=40)

    assert len(first) > 40
    assert all(15 <= seconds <= 45 for seconds in first)
    assert datetime.timedelta(hours=3) <= tenth <= datetime.timedelta(hours=9)


@pytest.mark.django_db
def test_sending_inside_a_transaction_is_refused():
    with pytest.raises(sending.InsideTransaction):
        sending.send_due(now=LATER)


class Watching(email_channel.EmailTransport):
    """Asks the database at each hand-over whether this session holds a transaction open."""

    seen: list[bool]

    def __init__(self):
        super().__init__(
            connection=mail.get_connection("django.core.mail.backends.locmem.EmailBackend")
        )
        self.seen = []

    def send(self, message):
        self.seen.append(connection.in_atomic_block)
        super().send(message)


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_a_server_is_spoken_to(join, owed):
    join("ana@example.org")
    join("ben@example.org")
    owed()
    channel = Watching()

    done = sending.send_due(now=LATER, by=channel)

    assert done.sent == 2
    assert channel.seen == [False, False]
    assert [message.to for message in mail.outbox] == [
        ["ana@example.org"],
        ["ben@example.org"],
    ] or [message.to for message in mail.outbox] == [["ben@example.org"], ["ana@example.org"]]


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_send_each_message_once(sink, join, owed):
    expected = sorted(f"member-{number}@example.org" for number in range(40))
    for address in expected:
        join(address)
    owed()
    failures = []

    def work():
        try:
            for _ in range(6):
                sending.send_due(now=LATER, limit=7)
        except Exception as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(5)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert failures == []
    assert sink.recipients() == expected
    identities = {message["Message-ID"] for _, message in sink.arrived}
    assert len(identities) == len(expected)
    assert Delivery.objects.filter(channel="email", state="sent").count() == len(expected)


def test_an_unknown_delivery_settles_nothing(db):
    tried = deliveries.Try(started_at=LATER, ended_at=LATER)

    assert deliveries.mark_sent(delivery_id=uuid.uuid4(), token=uuid.uuid4(), tried=tried) is False
    assert Attempt.objects.count() == 0
