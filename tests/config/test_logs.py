"""Logs hold what happened, and nobody's address."""

import json
import logging
import logging.config

import pytest
import structlog

from config import logs


@pytest.fixture
def lines(capsys):
    """Log through the real configuration, and read what reached standard error as data."""
    before = logging.root.handlers[:], logging.root.level
    logging.config.dictConfig(logs.settings(as_json=True, level="INFO"))
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    logging.root.handlers[:], _level = before
    logging.root.setLevel(before[1])


def test_an_address_is_removed_wherever_it_stands(lines):
    log = structlog.get_logger("tests")

    log.info("mail to ana@example.org sent", to=["ben.o'h@a.example.co.uk"], n={"a": "c@d.org"})

    (line,) = lines()
    assert line["event"] == "mail to [address] sent"
    assert line["to"] == ["[address]"]
    assert line["n"] == {"a": "[address]"}


def test_a_library_that_logs_an_address_is_cleaned_too(lines):
    try:
        raise ValueError("550 no such user <ana@example.org>")
    except ValueError:
        logging.getLogger("smtplib").exception("refused %s", "ana@example.org")

    (line,) = lines()
    assert "ana@" not in json.dumps(line)
    assert "550 no such user <[address]>" in line["exception"]
    assert line["event"] == "refused [address]"


def test_the_password_of_an_address_is_removed(lines):
    logging.getLogger("x").error("cannot reach redis://:hunter2@broker/0 and postgresql://u:pw@h/d")

    (line,) = lines()
    assert line["event"] == "cannot reach redis://[secret]@broker/0 and postgresql://[secret]@h/d"


def test_the_secret_of_a_calendar_address_is_removed(lines):
    logging.getLogger("django.request").warning("Not Found: %s", "/calendar/staff/Ab_9-x.ics")

    (line,) = lines()
    assert line["event"] == "Not Found: /calendar/staff/[token].ics"


def test_an_exception_object_is_cleaned(lines):
    structlog.get_logger("tests").warning("failed", problem=ValueError("ana@example.org"))

    (line,) = lines()
    assert line["problem"] == "[address]"


def test_numbers_and_ids_are_kept(lines):
    identity = "0b1c5c3e-7d0e-4c53-8a8e-5a3f0f1d2c3b"

    structlog.get_logger("tests").info("delivered", delivery=identity, attempt=2, late=None)

    (line,) = lines()
    assert (line["delivery"], line["attempt"], line["late"]) == (identity, 2, None)
    assert line["level"] == "info"
