"""run_due does a whole pass without the broker; status counts it, without a person."""

import json

import pytest
from django.core import management

from tests.factories import deployments, library, membership, records
from tracker.alerts.models import Delivery

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_BACKEND = "config.mail_folder.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


@pytest.fixture
def member(folder):
    union = library.UnionFactory()
    deployment = deployments.DeploymentFactory(published=True)
    membership.ChangeFactory(
        record_id=deployment.pk,
        slug=deployment.slug,
        union_ids=[union.pk],
        at=records.PUBLISHED_AT,
    )
    found = membership.MemberFactory()
    membership.MembershipFactory(member=found, union=union)
    membership.SubscriptionFactory(member=found)
    return found


def figures(capsys):
    capsys.readouterr()
    management.call_command("status", "--json")
    return json.loads(capsys.readouterr().out)


def test_one_pass_brings_a_change_to_the_mail_folder(member, folder, capsys):
    management.call_command("run_due")

    said = capsys.readouterr().out
    assert "Changes fanned out: 1" in said
    assert "Deliveries made: 2" in said
    assert "E-mail: 1 sent, 0 put off, 0 cancelled, 0 given up" in said
    (letter,) = folder.glob("*.eml")
    row = Delivery.objects.get(channel="email")
    assert f"Message-ID: <{row.pk}@localhost>".encode() in letter.read_bytes()


def test_a_second_pass_sends_nothing(member, folder):
    management.call_command("run_due")
    management.call_command("run_due")

    assert len(list(folder.glob("*.eml"))) == 1


def test_status_counts_before_and_after(member, capsys):
    before = figures(capsys)
    management.call_command("run_due")
    after = figures(capsys)

    assert before["changes_waiting"] == 1
    assert set(after.values()) == {0}


def test_status_in_words_names_nobody(member, capsys):
    management.call_command("status")

    said = capsys.readouterr().out
    assert "Changes waiting to be fanned out" in said
    assert member.user.email not in said
    assert str(member.pk) not in said
