"""Where mail goes: a folder by default, a server by EMAIL_URL."""

import email
import email.policy
import pathlib

import pytest
from django.core import exceptions, mail

from config import mail_address


@pytest.fixture
def folder(settings, tmp_path) -> pathlib.Path:
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return tmp_path / "mail"


def send(**message: object) -> int:
    """Send one message through the backend that writes into the folder."""
    connection = mail.get_connection("config.mail_folder.EmailBackend")
    return connection.send_messages([mail.EmailMessage(**message)])


def test_a_message_becomes_one_file_that_a_mail_program_opens(folder):
    sent = send(
        subject="Vérifié: ¿consentimiento?",
        body="Ligne première\nLigne deux",
        from_email="alerts@example.org",
        to=["ana@example.org"],
        headers={"Message-ID": "<0b1c5c3e-7d0e-4c53-8a8e-5a3f0f1d2c3b@example.org>"},
    )

    (file,) = folder.iterdir()
    read = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert sent == 1
    assert file.name.endswith("Z-0b1c5c3e-7d0e-4c53-8a8e-5a3f0f1d2c3b.eml")
    assert read["Subject"] == "Vérifié: ¿consentimiento?"
    assert read.get_content().splitlines() == ["Ligne première", "Ligne deux"]
    assert b"\n" not in file.read_bytes().replace(b"\r\n", b"")


def test_mail_on_disk_is_for_this_account_alone(folder):
    send(subject="s", body="b", from_email="a@example.org", to=["b@example.org"])

    (file,) = folder.iterdir()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_hostile_identity_stays_in_the_folder(folder):
    send(
        subject="s",
        body="b",
        from_email="a@example.org",
        to=["b@example.org"],
        headers={"Message-ID": "<../../etc/passwd@example.org>"},
    )

    (file,) = folder.iterdir()
    assert file.name.endswith("Z-etc-passwd.eml")


def test_two_messages_of_one_identity_are_two_files(folder):
    for _each in range(2):
        send(
            subject="s",
            body="b",
            from_email="a@example.org",
            to=["b@example.org"],
            headers={"Message-ID": "<same@example.org>"},
        )

    assert len(list(folder.iterdir())) == 2


def test_a_message_to_nobody_is_not_written(folder):
    assert send(subject="s", body="b", from_email="a@example.org", to=[]) == 0
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("url", "host", "port", "starttls", "tls"),
    [
        ("smtp://127.0.0.1:2525", "127.0.0.1", 2525, False, False),
        ("smtp://mail.example.org", "mail.example.org", 25, False, False),
        ("submission://mail.example.org", "mail.example.org", 587, True, False),
        ("smtps://mail.example.org", "mail.example.org", 465, False, True),
    ],
)
def test_a_server_of_mail(tmp_path, url, host, port, starttls, tls):
    read = mail_address.read(url=url, default_folder=tmp_path)

    assert read.backend == "django.core.mail.backends.smtp.EmailBackend"
    assert (read.host, read.port, read.starttls, read.tls) == (host, port, starttls, tls)


def test_name_and_password_are_decoded(tmp_path):
    read = mail_address.read(
        url="submission://ana%40example.org:p%2Fw@mail.example.org", default_folder=tmp_path
    )

    assert (read.user, read.password) == ("ana@example.org", "p/w")


def test_nothing_set_means_the_folder_of_the_run(tmp_path):
    read = mail_address.read(url="", default_folder=tmp_path / "mail")

    assert (read.backend, read.folder) == (
        "config.mail_folder.EmailBackend",
        str(tmp_path / "mail"),
    )


@pytest.mark.parametrize("url", ["mail.example.org", "http://a.example.org", "smtp://", "folder:x"])
def test_an_address_of_no_known_kind_is_refused(tmp_path, url):
    with pytest.raises(exceptions.ImproperlyConfigured, match="EMAIL_URL"):
        mail_address.read(url=url, default_folder=tmp_path)
