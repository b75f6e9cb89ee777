"""Controls of the desk's forms."""

from django.utils import translation

from clauses.desk import widgets
from clauses.models import Agreement


def test_a_chooser_speaks_the_language_of_its_reader_not_of_whoever_opened_it_first():
    with translation.override("fr"):
        chooser = widgets.RecordChooser(model=Agreement)
        first = chooser.choose_one_text + chooser.choose_another_text + chooser.link_to_chosen_text

    with translation.override("en"):
        told = [
            str(chooser.choose_one_text),
            str(chooser.choose_another_text),
            str(chooser.link_to_chosen_text),
        ]

    assert first
    assert told == ["Choose agreement", "Choose another agreement", "Edit this agreement"]
