"""Writing drafts: what the forms take, refuse and leave alone."""

import pytest
from django.urls import reverse

from clauses.models import Agreement, Clause, Party, texts
from tests import desk
from tests.factories import library

pytestmark = pytest.mark.django_db


def live():
    return Clause.objects.get(slug="the-clause")


def draft(record=None):
    return (record or live()).latest_revision.as_object()


def test_saving_a_draft_leaves_the_public_record_alone(clause, editor):
    editor.edit(clause, summary="New words.")

    assert live().summary == "Summary of the-clause."
    assert draft().summary == "New words."
    assert live().latest_revision.user == editor.user


def test_a_form_leads_to_no_closed_page_of_uses(clause, editor):
    page = editor.get(reverse(clause.snippet_viewset.get_url_name("edit"), args=[clause.pk]))

    assert page.status_code == 200
    assert "/usage/" not in page.content.decode()
    assert "Used 0 times" not in page.content.decode()


def test_a_new_record_needs_its_permanent_name(agreement, words, editor):
    answer = editor.add(Clause, title="A clause", slug="", agreement=str(agreement.pk))

    assert answer.status_code == 200
    assert "slug" in answer.context["form"].errors
    assert not Clause.objects.filter(title="A clause").exists()


@pytest.mark.parametrize("slug", ["Has Spaces", "UPPER", "a--b", "-a", "é"])
def test_a_permanent_name_of_another_form_is_refused(agreement, words, editor, slug):
    answer = editor.add(Clause, title="A clause", slug=slug, agreement=str(agreement.pk))

    assert "slug" in answer.context["form"].errors
    assert not Clause.objects.filter(title="A clause").exists()


def test_a_permanent_name_cannot_be_changed_later(clause, editor):
    editor.edit(clause, slug="another-name")

    assert draft().slug == "the-clause"


def test_an_unfinished_draft_may_be_kept_but_not_submitted(agreement, words, editor):
    editor.add(
        Clause,
        title="Half a clause",
        slug="half",
        agreement=str(agreement.pk),
        effective_to="2026-05-01",
    )
    half = Clause.objects.get(slug="half")
    assert half.live is False

    answer = editor.submit(half)

    assert answer.status_code == 200
    assert "summary" in answer.context["form"].errors
    assert half.workflow_states.count() == 0


def test_a_clause_of_two_parents_or_none_is_refused(agreement, words, editor):
    statute = library.StatuteFactory(published=True)
    whole = {"title": "A clause", "slug": "of-whom", "summary": "It says."}

    none = editor.add(Clause, **whole)
    both = editor.add(Clause, **whole, agreement=str(agreement.pk), statute=str(statute.pk))

    for answer in (none, both):
        assert "exactly one agreement or statute" in str(answer.context["form"].errors)
    assert not Clause.objects.filter(slug="of-whom").exists()


def test_a_term_outside_the_agreements_is_refused_with_a_sentence(clause, editor):
    answer = editor.edit(clause, effective_from="2001-01-01")

    assert "starts before its agreement does" in str(answer.context["form"].errors)
    assert draft().effective_from == clause.effective_from


def test_values_of_a_vocabulary_are_chosen_and_no_others(clause, editor):
    answer = editor.edit(clause, roles=["writer", "juggler"])
    assert "roles" in answer.context["form"].errors

    editor.edit(clause, roles=["actor", "writer"])
    assert draft().roles == ["actor", "writer"]


def test_the_first_kind_of_safeguard_stays_the_first(clause, editor):
    editor.edit(clause, safeguard_types=["notice", "consent"])

    page = editor.get(desk.edit_address(clause))
    assert page.context["form"]["safeguard_types"].value() == ["notice", "consent"]
    assert draft().safeguard_types == ["notice", "consent"]


def test_clauses_that_it_builds_on_are_found_by_typing_and_kept(clause, agreement, editor):
    older = library.ClauseFactory(slug="older", title="Older words", agreement=agreement)

    found = editor.get(reverse("desk_pick", args=["clauses.clause"]) + "?q=OLDER+wor").json()
    assert found == {"results": [{"value": "older", "text": "Older words (older)"}]}

    editor.edit(clause, builds_on=["older"], scope_of=["older"])
    assert [each.pk for each in draft().builds_on.all()] == [older.pk]
    assert draft().scope_of == ["older"]


def test_a_clause_that_is_not_there_cannot_be_pointed_at(clause, editor):
    answer = editor.edit(clause, scope_of=["nowhere"], builds_on=["nowhere"])

    assert {"scope_of", "builds_on"} <= set(answer.context["form"].errors)


def test_only_registered_records_can_be_picked(editor):
    assert editor.get(reverse("desk_pick", args=["accounts.user"]) + "?q=a").status_code == 404


@pytest.mark.parametrize("said", ["2026-02-31", "2026-13", "26", "soon", "2026-1-1"])
def test_a_day_that_does_not_exist_is_refused(clause, editor, said):
    source = desk.child("sources", 0, of=1, title="A paper", tier="primary", date_text=said)

    answer = editor.edit(clause, **source)

    form = answer.context["form"].formsets["sources"].forms[0]
    assert "date_text" in form.errors
    assert not draft().sources.exists()


def test_sources_and_time_limits_are_rows_of_the_same_form(clause, editor):
    editor.edit(
        clause,
        **desk.child(
            "sources",
            0,
            of=1,
            title="A paper",
            url="https://example.org/paper",
            tier="primary",
            date_text="2026-02",
            was_seen="true",
        ),
        **desk.child("time_limits", 0, of=1, number="48", unit="hours", direction="before"),
    )

    source = draft().sources.get()
    assert (source.title, source.date_text, source.was_seen) == ("A paper", "2026-02", True)
    limit = draft().time_limits.get()
    assert (limit.number, limit.unit, limit.direction) == (48, "hours", "before")


def test_an_address_that_is_no_web_page_is_refused(clause, editor):
    source = desk.child("sources", 0, of=1, title="A paper", url="javascript:alert(1)")

    answer = editor.edit(clause, **source)

    assert "url" in answer.context["form"].formsets["sources"].forms[0].errors


def test_a_translation_remembers_the_words_it_was_made_from(clause, editor):
    translation = desk.child("texts", 0, of=1, language="fr", title="Titre", status="reviewed")
    editor.edit(clause, summary="New words.", **translation)

    text = draft().texts.get()
    assert text.original_digest == texts.original_digest(
        title=clause.title, summary="New words.", plain_language=clause.plain_language
    )


def test_a_translation_that_nobody_touched_is_then_out_of_date(clause, editor):
    editor.edit(clause, **desk.child("texts", 0, of=1, language="fr", title="Titre"))
    before = draft().texts.get().original_digest

    editor.edit(clause, summary="Other words.")

    assert draft().summary == "Other words."
    assert draft().texts.get().original_digest == before


def test_line_ends_of_browsers_are_no_change(clause, editor):
    editor.edit(clause, summary="One line.\r\nAnother.")

    assert draft().summary == "One line.\nAnother."


def test_other_names_of_a_party_are_lines(words, editor):
    editor.add(
        Party, name="A Studio", slug="a-studio", kind="studio", aliases="Studio A\r\n\r\n The A "
    )

    assert Party.objects.get(slug="a-studio").aliases == ["Studio A", "The A"]


def test_a_binding_that_binds_names_its_agreement(words, editor):
    library.TaxonomyTermFactory(vocabulary="binding-bases", slug="direct-signatory")
    row = desk.child("bindings", 0, of=1, value="bound", basis="direct-signatory")

    answer = editor.add(Party, name="A Studio", slug="a-studio", kind="studio", **row)

    assert answer.status_code == 200
    assert not Party.objects.filter(slug="a-studio").exists()


def test_an_agreement_whose_term_ends_before_it_starts_is_refused(agreement, words, editor):
    answer = editor.edit(agreement, effective_from="2026-06-01", effective_to="2026-05-01")

    assert "The term ends before it starts." in str(answer.context["form"].errors)
    assert Agreement.objects.get().revisions.count() == 1


def test_a_preview_shows_the_page_with_the_drafts_words(clause, editor):
    editor.edit(clause, summary="New words.")
    revision = live().latest_revision
    address = reverse(
        Clause.snippet_viewset.get_url_name("revisions_view"), args=[clause.pk, revision.pk]
    )

    page = editor.get(address)

    assert page.status_code == 200
    assert "New words." in page.content.decode()
    assert live().summary == "Summary of the-clause."
