"""French and Spanish are complete, compiled, and typed as each language is."""

import re

import pytest

from tests import texts

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|</?\w+[^>]*>")


def strings(message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple) else [message.string]


def originals(message) -> list[str]:
    return list(message.id) if isinstance(message.id, tuple) else [message.id]


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_text_that_readers_see_is_translated(language):
    kept = texts.read(language=language)
    missing = [
        message.id
        for message in texts.extracted()
        if message.id and not all(strings(kept.get(message.id, context=message.context) or message))
    ]

    assert missing == []


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_the_compiled_catalogue_is_that_of_its_text(language):
    compiled = texts.path_of(language=language, ending="mo").read_bytes()

    assert compiled == texts.compiled(texts=texts.read(language=language))


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_no_translation_loses_or_invents_a_placeholder(language):
    for message in texts.read(language=language):
        if message.id:
            wanted = set(PLACEHOLDER.findall(originals(message)[-1]))
            for string in strings(message):
                assert set(PLACEHOLDER.findall(string)) == wanted, message.id


def test_french_keeps_its_signs_with_the_word_before():
    for message in texts.read(language="fr"):
        for string in strings(message) if message.id else []:
            assert not re.search(r" [:;?!»]|« ", string), string


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_no_unused_translation_is_kept(language):
    used = {(message.id, message.context) for message in texts.extracted()}
    kept = {(message.id, message.context) for message in texts.read(language=language)}

    assert kept - used == {("", None)} - used
