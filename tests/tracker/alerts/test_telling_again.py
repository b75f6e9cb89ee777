"""Corrections and retractions reach exactly those who were told before, as they were told."""

import datetime
import threading

import pytest
from django.db import connection

from clauses import acts, publishing
from clauses.models import Change, Clause
from tests.factories import library, membership, people, records
from tracker.alerts import deliveries, fan_out, messages, sending
from tracker.alerts.models import Delivery, FanOut

pytestmark = pytest.mark.django_db

NOW = records.PUBLISHED_AT
MINUTE = datetime.timedelta(minutes=1)
LATER = NOW + 60 * MINUTE
REASON = "Section 9 asks for consent; we wrote notice."
IN_FRENCH = "La section 9 exige un consentement; nous avions écrit avis."


class Staff:
    """Two people of a guild who publish, correct and retract one clause."""

    def __init__(self):
        self.guild = library.UnionFactory(slug="guild")
        library.TaxonomyTermFactory(vocabulary="roles", slug="writer")
        agreement = library.AgreementFactory(unions=[self.guild], published=True)
        self.clause = library.ClauseFactory(slug="the-clause", agreement=agreement, live=False)
        self.editor = people.EditorFactory(unions=[self.guild])
        self.reviewer = people.ReviewerFactory(unions=[self.guild])

    def publish(self, words, *, at, correction=None):
        record = Clause.objects.get(pk=self.clause.pk)
        record.summary = record.plain_language = words
        revision = record.save_revision(user=self.editor)
        decision = publishing.Decision(
            by=self.reviewer, now=at, act="corrected" if correction else ""
        )
        change = publishing.publish(record=record, revision=revision, decision=decision)
        if correction:
            acts.approve_correction(request=correction, change=change, decision=decision)
        return change

    def ask(self, act, *, at):
        return acts.ask(
            subject=Clause.objects.get(pk=self.clause.pk),
            act=act,
            reason=REASON,
            reason_texts={"fr": IN_FRENCH},
            by=self.editor,
            now=at,
        )

    def correct(self, words="Right words.", *, at=LATER):
        return self.publish(words, at=at, correction=self.ask("correct", at=at))

    def retract(self, *, at=LATER):
        return acts.approve(request_id=self.ask("retract", at=at).pk, by=self.reviewer, now=at)

    def member(self, *, email=None, union=None, **options):
        language = options.pop("language", "en")
        rate = options.pop("email_rate", "at_once")
        given = {"user__email": email} if email else {}
        member = membership.MemberFactory(language=language, email_rate=rate, **given)
        membership.MembershipFactory(member=member, union=union or self.guild)
        membership.SubscriptionFactory(member=member, **options)
        return member


@pytest.fixture
def staff(db):
    return Staff()


def tell(at):
    """One pass of the fan-out and of the mail."""
    fan_out.fan_out_due(now=at)
    sending.send_due(now=at + MINUTE, may_hold_transaction=True)


def told(change):
    rows = Delivery.objects.filter(change=change)
    return sorted(rows.values_list("member_id", "channel"))


def both(*people):
    return sorted((person.pk, channel) for person in people for channel in ("inbox", "email"))


@pytest.mark.parametrize("act", ["correct", "retract"])
def test_who_was_told_is_told_again_on_the_same_channels_and_nobody_else(staff, act):
    by_both = staff.member()
    by_inbox = staff.member(email_rate="off")
    writer = staff.member(role="writer")
    staff.member(role="stunt-performer")
    staff.publish("Wrong words.", at=NOW)
    tell(NOW + MINUTE)
    staff.member(subscribed_at=NOW + 2 * MINUTE)
    by_inbox.email_rate = "at_once"
    by_inbox.save()

    change = getattr(staff, act)()
    fan_out.fan_out_due(now=LATER + MINUTE)

    assert told(change) == sorted([*both(by_both, writer), (by_inbox.pk, "inbox")])


def test_a_subscription_that_fits_the_new_words_alone_is_not_told(staff):
    library.TaxonomyTermFactory(vocabulary="roles", slug="actor")
    told_before = staff.member(role="writer")
    staff.member(role="actor")
    staff.publish("Wrong words.", at=NOW)
    tell(NOW + MINUTE)
    Clause.objects.filter(pk=staff.clause.pk).update(roles=["actor"])

    change = staff.correct()
    fan_out.fan_out_due(now=LATER + MINUTE)

    assert told(change) == both(told_before)


@pytest.mark.parametrize("act", ["correct", "retract"])
def test_where_nobody_was_told_nobody_is_told(staff, act):
    staff.member(subscribed_at=NOW + MINUTE)
    staff.publish("Wrong words.", at=NOW)
    tell(NOW + 2 * MINUTE)

    change = getattr(staff, act)()
    fan_out.fan_out_due(now=LATER + MINUTE)

    assert told(change) == []
    assert FanOut.objects.get(change=change).finished_at == LATER + MINUTE


def test_those_of_every_earlier_publication_are_told_each_once(staff):
    first = staff.member()
    staff.publish("Wrong words.", at=NOW)
    tell(NOW + MINUTE)
    second = staff.member(subscribed_at=NOW + 2 * MINUTE)
    staff.publish("Still wrong.", at=NOW + 3 * MINUTE)
    tell(NOW + 4 * MINUTE)

    change = staff.correct()
    fan_out.fan_out_due(now=LATER + MINUTE)

    assert told(change) == both(first, second)


def test_members_of_another_union_that_published_before_are_told_too(staff):
    other = library.UnionFactory()
    theirs = staff.member(union=other)
    staff.clause.agreement.unions.set([staff.guild, other])
    staff.clause.agreement.save()
    colleague = people.ReviewerFactory(unions=[other])
    record = Clause.objects.get(pk=staff.clause.pk)
    publishing.publish(
        record=record,
        revision=record.save_revision(user=staff.editor),
        decision=publishing.Decision(by=colleague, now=NOW),
    )
    tell(NOW + MINUTE)

    change = staff.retract()
    fan_out.fan_out_due(now=LATER + MINUTE)

    assert sorted(change.union_ids) == sorted([staff.guild.pk, other.pk])
    assert told(change) == both(theirs)


def test_whoever_has_left_stopped_or_paused_is_not_told_again(staff):
    stays = staff.member()
    left = staff.member()
    stopped = staff.member()
    paused = staff.member()
    closed = staff.member()
    no_mail = staff.member()
    staff.publish("Wrong words.", at=NOW)
    tell(NOW + MINUTE)
    left.memberships.update(state="left", left_at=NOW)
    stopped.subscriptions.update(state="left", left_at=NOW)
    paused.paused_until = LATER + datetime.timedelta(days=1)
    paused.save()
    closed.user.is_active = False
    closed.user.save()
    no_mail.email_rate = "off"
    no_mail.save()

    change = staff.retract()
    fan_out.fan_out_due(now=LATER + MINUTE)

    assert told(change) == sorted([*both(stays), (no_mail.pk, "inbox")])


def test_who_leaves_after_the_fan_out_gets_no_mail(staff, sink):
    staff.member(email="stays@example.org")
    leaves = staff.member(email="leaves@example.org")
    staff.publish("Wrong words.", at=NOW)
    tell(NOW + MINUTE)
    staff.retract()
    fan_out.fan_out_due(now=LATER + MINUTE)
    leaves.memberships.update(state="left", left_at=LATER)
    sink.arrived.clear()

    sending.send_due(now=LATER + 2 * MINUTE, may_hold_transaction=True)

    assert sink.recipients() == ["stays@example.org"]


def test_a_letter_that_never_went_out_is_not_corrected(staff, sink):
    refused = staff.member(email="refused@example.org")
    sink.refuses["refused@example.org"] = "550 5.1.1 no such person"
    staff.publish("Wrong words.", at=NOW)
    tell(NOW + MINUTE)
    assert Delivery.objects.get(channel="email").state == "dead"

    change = staff.correct()
    fan_out.fan_out_due(now=LATER + MINUTE)

    assert told(change) == [(refused.pk, "inbox")]


def test_a_letter_that_waits_leaves_with_the_right_words_and_is_not_corrected(staff, sink):
    member = staff.member(email="ana@example.org")
    staff.publish("Wrong words.", at=NOW)
    fan_out.fan_out_due(now=NOW + MINUTE)

    change = staff.correct()
    fan_out.fan_out_due(now=LATER + MINUTE)
    sending.send_due(now=LATER + 2 * MINUTE, may_hold_transaction=True)
    fan_out.fan_out_due(now=LATER + 3 * MINUTE)

    assert told(change) == [(member.pk, "inbox")]
    (_, letter) = sink.arrived[0]
    assert len(sink.arrived) == 1
    body = letter.get_body(("plain",)).get_content()
    assert "Right words." in body
    assert "Wrong words." not in body


def test_letters_on_their_way_are_waited_for_and_then_corrected(staff):
    member = staff.member()
    staff.publish("Wrong words.", at=NOW)
    fan_out.fan_out_due(now=NOW + MINUTE)
    at = NOW + 2 * MINUTE
    claim = deliveries.claim(channel="email", limit=10, now=at)
    change = staff.correct(at=at + MINUTE)

    fan_out.fan_out_due(now=at + MINUTE)
    assert told(change) == []
    tried = deliveries.Try(started_at=at, ended_at=at + 2 * MINUTE)
    deliveries.mark_sent(delivery_id=claim.delivery_ids[0], token=claim.token, tried=tried)
    fan_out.fan_out_due(now=at + 3 * MINUTE)

    assert told(change) == both(member)


def test_a_worker_that_died_with_letters_holds_a_correction_up_for_its_lease_alone(staff):
    member = staff.member()
    staff.publish("Wrong words.", at=NOW)
    fan_out.fan_out_due(now=NOW + MINUTE)
    at = NOW + 2 * MINUTE
    deliveries.claim(channel="email", limit=10, now=at)
    change = staff.correct(at=at + MINUTE)
    fan_out.fan_out_due(now=at + MINUTE)

    fan_out.fan_out_due(now=at + deliveries.LEASE)

    assert told(change) == [(member.pk, "inbox")]


def test_twice_does_nothing(staff):
    member = staff.member()
    staff.publish("Wrong words.", at=NOW)
    tell(NOW + MINUTE)
    change = staff.retract()
    fan_out.fan_out_due(now=LATER + MINUTE)
    FanOut.objects.filter(change=change).update(finished_at=None, cursor=None)

    again = fan_out.fan_out_due(now=LATER + 2 * MINUTE)

    assert again == fan_out.FannedOut(changes=1, deliveries=0)
    assert told(change) == both(member)


def test_a_killed_worker_loses_one_range_and_the_next_goes_on(staff, monkeypatch):
    everybody = [staff.member() for _ in range(7)]
    staff.publish("Wrong words.", at=NOW)
    tell(NOW + MINUTE)
    change = staff.retract()
    real, calls = fan_out.telling_again.values, []

    def dies_in_the_second_range(**given):
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(**given)

    monkeypatch.setattr(fan_out.telling_again, "values", dies_in_the_second_range)
    with pytest.raises(KeyboardInterrupt):
        fan_out.fan_out_due(now=LATER + MINUTE, range_size=3)
    first = told(change)
    monkeypatch.undo()

    fan_out.fan_out_due(now=LATER + 2 * MINUTE, range_size=3)

    assert len(first) == 6
    assert told(change) == both(*everybody)


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_tell_everybody_again_exactly_once():
    staff = Staff()
    everybody = [staff.member() for _ in range(40)]
    staff.publish("Wrong words.", at=NOW)
    fan_out.fan_out_due(now=NOW + MINUTE)
    Delivery.objects.filter(channel="email").update(
        state="sent", sent_at=NOW + MINUTE, next_attempt_at=None
    )
    request = staff.ask("retract", at=LATER)
    change = acts.approve(request_id=request.pk, by=staff.reviewer, now=LATER)
    ready = threading.Barrier(5)
    failures = []

    def work():
        try:
            ready.wait()
            for _ in range(8):
                fan_out.fan_out_due(now=LATER + MINUTE, range_size=7)
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(5)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    fan_out.fan_out_due(now=LATER + MINUTE, range_size=7)
    assert failures == []
    assert told(change) == both(*everybody)


@pytest.mark.django_db(transaction=True)
def test_two_approvers_at_once_retract_once():
    staff = Staff()
    staff.publish("Wrong words.", at=NOW)
    request = staff.ask("retract", at=LATER)
    approvers = [people.ReviewerFactory(unions=[staff.guild]) for _ in range(2)]
    start = threading.Barrier(2)
    outcomes = []

    def approve(by):
        try:
            start.wait(timeout=10)
            acts.approve(request_id=request.pk, by=by, now=LATER)
            outcomes.append("approved")
        except acts.Settled:
            outcomes.append("settled")
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=(by,)) for by in approvers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(outcomes) == ["approved", "settled"]
    assert Change.objects.filter(kind="clause.retracted").count() == 1


SAID = {
    "en": {
        "subject": "Correction in your tracker",
        "retract": "It was wrong, and it has been taken off the site.",
        "correct": "What was said then was wrong; this is right.",
        "reason": REASON,
    },
    "fr": {
        "subject": "Rectification dans votre suivi",
        "retract": "C’était inexact, et nous l’avons retiré du site.",
        "correct": "Ce qui était dit alors était inexact ; voici ce qui est juste.",
        "reason": IN_FRENCH,
    },
    "es": {
        "subject": "Rectificación en su seguimiento",
        "retract": "Era inexacto y lo hemos retirado del sitio.",
        "correct": "Lo que se decía entonces era inexacto; esto es lo correcto.",
        "reason": REASON,
    },
}


@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize("act", ["correct", "retract"])
def test_the_letter_says_what_was_wrong_in_each_language(staff, act, language):
    member = staff.member(language=language)
    staff.publish("Wrong words.", at=NOW)
    tell(NOW + MINUTE)
    change = getattr(staff, act)()
    fan_out.fan_out_due(now=LATER + MINUTE)
    delivery = Delivery.objects.get(change=change, member=member, channel="email")

    letter = messages.build(delivery=delivery, now=LATER + MINUTE)

    html = letter.alternatives[0].content
    text = " ".join(letter.body.replace("\xa0", " ").replace("\u202f", " ").split())
    assert letter.subject == SAID[language]["subject"]
    assert SAID[language][act] in text
    assert SAID[language]["reason"] in text
    assert SAID[language]["reason"] in html
    assert "Title of the-clause" in text
    assert ("Right words." in text) is (act == "correct")
    assert "Wrong words." not in text
    assert "Wrong words." not in html


def test_a_hostile_reason_is_written_as_text(staff):
    member = staff.member()
    staff.publish("Wrong words.", at=NOW)
    tell(NOW + MINUTE)
    request = acts.ask(
        subject=Clause.objects.get(pk=staff.clause.pk),
        act="retract",
        reason="<img src=x onerror=alert(1)>\x0bBcc: all@example.org",
        by=staff.editor,
        now=LATER,
    )
    change = acts.approve(request_id=request.pk, by=staff.reviewer, now=LATER)
    fan_out.fan_out_due(now=LATER + MINUTE)
    delivery = Delivery.objects.get(change=change, member=member, channel="email")

    letter = messages.build(delivery=delivery, now=LATER)

    assert "<img" not in letter.alternatives[0].content
    assert "&lt;img" in letter.alternatives[0].content
    assert "\x0b" not in letter.body
