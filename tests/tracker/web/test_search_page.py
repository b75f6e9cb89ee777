"""The search page: every kind, narrowed, marked, in three languages, and nothing that is hidden."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clauses import acts, models
from tests import desk
from tests.factories import deployments, library, membership, people
from tests.factories.records import publish

NOW = datetime.datetime(2026, 11, 20, 12, 0, tzinfo=datetime.UTC)


def text_of(page):
    """The words of a page without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def shown(page):
    """Slugs of the records on a page, in order."""
    found = re.findall(
        r'<h3><a href="/\w\w/'
        r'(?:clauses|agreements|deployments|vendors|parties|advisories)/([^/"]+)',
        page.content.decode(),
    )
    return list(dict.fromkeys(found))


def counts(page):
    """The numbers beside the boxes, by facet and value."""
    found = re.findall(
        r'name="(\w+)"\s+value="([^"]+)"[^>]*>\s*<span>[^<]*</span>\s*<span class="count">(\d+)',
        page.content.decode(),
    )
    return {(name, value): int(number) for name, value, number in found}


@pytest.mark.usefixtures("catalogue")
@pytest.mark.django_db
class TestOnTheCatalogue:
    def test_kinds_are_grouped_and_the_kind_of_the_best_match_leads(self, client):
        page = client.get("/en/search/?q=Netflix")

        headings = re.findall(r'<h2 id="found-(\w+)">', page.content.decode())
        assert headings[0] == "party"
        assert set(headings) == {
            "party",
            "vendor",
            "deployment",
            "agreement",
            "clause",
            "product",
        }

    @pytest.mark.parametrize("language", ["en", "fr", "es"])
    def test_french_words_find_english_clauses_in_every_language_of_the_page(
        self, client, language
    ):
        page = client.get(f"/{language}/search/?q=clonage+de+voix&kind=clause")

        assert "replica24-consent" in shown(page)
        assert "<mark>voix</mark>" in page.content.decode()

    def test_an_english_page_says_in_which_language_the_words_were_found(self, client):
        page = client.get("/en/search/?q=clonage+de+voix&kind=clause").content.decode()

        assert '<span lang="fr"><mark>clonage</mark> de <mark>voix</mark></span>' in page
        assert re.search(r'<p lang="fr">[^<]*<mark>voix</mark>', page)

    def test_a_slip_of_the_pen_is_named_and_answered(self, client):
        page = client.get("/en/search/?q=replika+minors&as_of=2026-11-20")

        assert "sag26-minors-replica-limit" in shown(page)
        assert (
            'Did you mean <a href="?as_of=2026-11-20&amp;q=replica+minors">replica minors</a>?'
            in page.content.decode()
        )

    def test_where_no_record_has_all_words_those_with_some_are_shown(self, client):
        page = client.get("/en/search/?q=fingerprint+hippopotamus")

        assert "No record has all of these words" in text_of(page)
        assert "sag26-biometric-limit" in shown(page)

    def test_nothing_found_says_so_and_helps(self, client):
        for language, sentence in (
            ("en", "That we found nothing does not mean that there is nothing."),
            ("fr", "n’avons rien trouvé ne signifie pas"),
            ("es", "no significa que no"),
        ):
            page = client.get(f"/{language}/search/?q=qzxqzx")

            assert page.status_code == 200
            assert shown(page) == []
            assert "qzxqzx" in text_of(page)
            assert "39.A" in text_of(page), sentence

    def test_without_a_question_the_page_explains_itself(self, client):
        assert "clonage de voix" in text_of(client.get("/en/search/"))
        assert "Comment chercher" in text_of(client.get("/fr/search/"))
        assert "Cómo buscar" in text_of(client.get("/es/search/?q=++"))

    def test_what_is_in_force_on_the_day_comes_first(self, client):
        then = client.get("/en/search/?q=WGA+MBA&kind=agreement&as_of=2024-01-15")
        now = client.get("/en/search/?q=WGA+MBA&kind=agreement&as_of=2026-11-20")

        assert shown(then)[0] == "wga-mba-2023"
        assert shown(now)[0] == "wga-mba-2026"

    def test_an_event_that_is_yet_to_come_is_not_found_and_not_counted(self, client):
        before = client.get("/en/search/?q=Sora+preview&kind=deployment&as_of=2024-02-14")
        after = client.get("/en/search/?q=Sora+preview&kind=deployment&as_of=2024-02-15")

        assert "openai-sora-preview-2024-02" not in shown(before)
        assert "openai-sora-preview-2024-02" in shown(after)

    def test_boxes_count_what_they_would_leave(self, client):
        page = client.get("/en/search/?q=consent&kind=clause")
        numbers = counts(page)

        for name, value in [("union", "sag-aftra"), ("role", "voice-performer"), ("grade", "A")]:
            narrowed = client.get(f"/en/search/?q=consent&kind=clause&{name}={value}")
            assert f"{numbers[name, value]} record" in text_of(narrowed), (name, value)

    def test_boxes_of_several_groups_narrow_together_and_those_of_one_widen(self, client):
        def total(query):
            found = re.search(r"(\d+) records?, best", text_of(client.get(f"/en/search/?{query}")))
            return int(found[1]) if found else 0

        base = "q=consent&kind=clause"
        one = total(f"{base}&union=sag-aftra")
        other = total(f"{base}&union=actra")
        assert total(f"{base}&union=sag-aftra&union=actra") == one + other
        both = total(f"{base}&union=sag-aftra&state=lapsed")
        assert 0 < both < one
        assert both + total(f"{base}&union=sag-aftra&state=in-force") <= one

    def test_narrowed_to_nothing_offers_to_take_it_off(self, client):
        page = client.get("/en/search/?q=severance&kind=clause&union=wga-west")

        assert "none fits everything that is ticked" in text_of(page)
        assert 'href="?q=severance"' in page.content.decode()

    def test_one_kind_comes_in_pages(self, client):
        first = client.get("/en/search/?q=consent&kind=clause")
        second = client.get("/en/search/?q=consent&kind=clause&page=2")

        assert len(shown(first)) == 20
        assert shown(second)
        assert not set(shown(first)) & set(shown(second))

    @pytest.mark.parametrize(
        ("query", "name"),
        [("kind=clauses", "kind"), ("union=wga", "union"), ("state=now", "state"), ("x=1", "x")],
    )
    def test_a_value_that_is_none_is_refused_with_a_sentence(self, client, query, name):
        page = client.get(f"/en/search/?q=scan&{query}")

        assert page.status_code == 400
        assert name in text_of(page)

    @pytest.mark.parametrize(
        "text",
        [
            "%00",
            "scan%00consent",
            "%27%22%3A*%26%21%7C%28%29%3C-%3E",
            "a%3A*+%26+%21b+%7C+%28c",
            "%27%29%3B+DROP+TABLE+clauses_clause%3B--",
            "%F0%9F%A4%96%F0%9F%8E%AC",
            "the+of+and+la+de",
            "%5C%5C%27",
            "%25s+%25%28x%29s",
            "%EE%80%80x%EE%80%81",
            "x" * 10_000,
            "+".join(["consent"] * 2_000),
            "%ff%fe",
            "1.2.3.4.5.6.7.8.9.10.11.12",
            "%CC%81%CC%81",
        ],
        ids=lambda text: text[:24],
    )
    def test_whatever_is_typed_is_answered(self, client, text):
        for path in ("/en/search/", "/en/clauses/", "/en/deployments/"):
            page = client.get(f"{path}?q={text}")

            assert page.status_code == 200, path

    def test_the_number_of_queries_does_not_grow_with_what_is_found(self, client):
        client.get("/en/search/?q=warm")

        def queries(text):
            with CaptureQueriesContext(connection) as caught:
                client.get(f"/en/search/?q={text}")
            return len(caught)

        few, many = queries("Netflix"), queries("consent+replica")
        assert abs(few - many) <= 8  # kinds without a hit are not read
        assert max(few, many) <= 26


@pytest.fixture
def guild(db):
    return library.UnionFactory(slug="guild", name="The Guild")


@pytest.fixture
def agreement(guild):
    return library.AgreementFactory(slug="deal", name="The Deal", unions=[guild], published=True)


@pytest.mark.django_db
def test_what_was_found_is_marked_and_everything_else_escaped(client, agreement):
    library.ClauseFactory(
        slug="risky",
        title="<script>alert(1)</script> puppet & string",
        plain_language='A puppet <img src=x onerror="alert(1)"> is \ue000not\ue001 a person.',
        agreement=agreement,
    )

    page = client.get("/en/search/?q=puppet").content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>puppet</mark> &amp; string" in page
    assert "A <mark>puppet</mark> &lt;img src=x onerror=&quot;alert(1)&quot;&gt;" in page
    assert "is not a person" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


SECRET = "zyzzyva"


@pytest.fixture
def secrets(agreement, guild):
    """Drafts and records that only staff, members or members of another union may see."""
    hidden = library.AgreementFactory(
        slug="deal-zyzzyva-staff", name="Zyzzyva deal", visibility="staff", published=True
    )
    library.AgreementFactory(slug="deal-zyzzyva-draft", name="Zyzzyva deal", live=False)
    library.ClauseFactory(slug="zyzzyva-under", title="Under a deal", agreement=hidden)
    library.ClauseFactory(
        slug="zyzzyva-staff", title="Zyzzyva", agreement=agreement, visibility="staff"
    )
    library.ClauseFactory(
        slug="zyzzyva-draft", title="Zyzzyva", agreement=agreement, live=False
    ).save_revision()
    edited = library.ClauseFactory(
        slug="edited", title="An ordinary puppet", agreement=agreement, published=True
    )
    library.TaxonomyTermFactory(slug="zyzzyva-use", labels={"en": "Zyzzyva use"})
    edited.title, edited.uses = "Zyzzyva puppet", ["zyzzyva-use"]
    edited.save_revision()
    taken_off = library.ClauseFactory(
        slug="taken-off", title="Zyzzyva once", agreement=agreement, published=True
    )
    asked = acts.ask(
        subject=models.Clause.objects.get(pk=taken_off.pk),
        act="unpublish",
        reason="Not ours.",
        by=people.EditorFactory(unions=[guild]),
        now=NOW,
    )
    acts.approve(request_id=asked.pk, by=people.ReviewerFactory(unions=[guild]), now=NOW)
    vendor = deployments.VendorFactory(slug="zyzzyva-co", name="Zyzzyva", visibility="staff")
    product = deployments.ProductFactory(slug="hidden-tool", name="Tool", vendor=vendor)
    deployments.DeploymentFactory(
        slug="zyzzyva-event", title="An event", vendor=vendor, product=product
    )
    other = library.UnionFactory(slug="other", name="Other")
    note = deployments.AdvisoryFactory(
        slug="zyzzyva-note", title="Zyzzyva note", visibility="members", unions=[other]
    )
    publish(note)


def asks():
    yield from (SECRET, "zyzzyv", "zyzyva", "zyzzyba", "Zyzzyva puppet", "puppet zyzzyva use")


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["nobody", "member"])
def test_no_draft_and_nothing_hidden_leaks(client, secrets, guild, who):
    if who == "member":
        member = membership.MemberFactory(user=people.UserFactory())
        membership.MembershipFactory(member=member, union=guild)
        client.force_login(member.user, backend="django.contrib.auth.backends.ModelBackend")
    for text in asks():
        for page in (
            client.get("/en/search/", {"q": text}),
            client.get("/en/search/", {"q": text, "kind": "clause"}),
            client.get("/en/search/", {"q": text, "kind": "advisory"}),
            client.get("/en/search/", {"q": text, "agreement": "deal"}),
            client.get("/en/clauses/", {"q": text}),
            client.get("/en/deployments/", {"q": text}),
        ):
            assert page.status_code == 200
            said = page.content.decode().lower().replace(text.lower(), "")
            said = said.replace(text.lower().replace(" ", "+"), "")
            assert SECRET not in said, (text, page.request["QUERY_STRING"])
            assert set(shown(page)) <= {"edited", "deal"}, text


@pytest.mark.django_db
def test_counts_and_facets_know_nothing_that_is_hidden(client, secrets):
    page = client.get("/en/search/?q=puppet+deal")
    numbers = counts(page)

    assert numbers["kind", "clause"] == 1
    assert ("use", "zyzzyva-use") not in numbers
    assert {value for name, value in numbers if name == "agreement"} == {"deal"}
    refused = client.get("/en/search/?q=puppet&agreement=deal-zyzzyva-staf")
    assert refused.status_code == 400
    assert "deal-zyzzyva-staff" not in refused.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("text", [SECRET, "zyzzyba", "puppet zyzzyva"])
def test_the_api_finds_no_draft_and_nothing_hidden(client, secrets, text):
    for kind in ("agreements", "statutes", "clauses", "parties", "vendors", "products"):
        answer = client.get(f"/api/v1/{kind}/", {"q": text, "count": "true"}).json()

        assert (answer["results"], answer["count"]) == ([], 0), kind


@pytest.mark.django_db
def test_a_member_finds_the_notes_of_the_own_union_alone(client, guild):
    other = library.UnionFactory(slug="other", name="Other")
    for slug, union in (("ours", guild), ("theirs", other)):
        note = deployments.AdvisoryFactory(
            slug=slug, title=f"Marionettes, {slug}", visibility="members", unions=[union]
        )
        publish(note)
    member = membership.MemberFactory(user=people.UserFactory())
    membership.MembershipFactory(member=member, union=guild)
    client.force_login(member.user, backend="django.contrib.auth.backends.ModelBackend")

    page = client.get("/en/search/?q=marionettes")

    assert shown(page) == ["ours"]
    assert counts(page)["kind", "advisory"] == 1


@pytest.mark.django_db
def test_the_desk_finds_drafts_live_records_and_what_was_taken_off(secrets, guild):
    editor = desk.Desk(people.EditorFactory(unions=[guild]))

    page = editor.get("/staff/search/?q=zyzzyva")
    said = text_of(page)

    for slug in ("zyzzyva-staff", "zyzzyva-draft", "edited", "taken-off", "zyzzyva-co"):
        assert slug in said, slug
    assert "<mark>Zyzzyva</mark> puppet" in page.content.decode()
    assert "live, newer draft" in said
    assert "taken off" in said
    only = text_of(editor.get("/staff/search/?q=zyzzyva&drafts=on&kind=clause"))
    assert "zyzzyva-draft" in only
    assert "zyzzyva-staff" not in only
    assert "zyzzyva-co" not in only


@pytest.mark.django_db
def test_a_record_with_a_draft_is_one_row_at_the_desk(secrets, guild):
    editor = desk.Desk(people.EditorFactory(unions=[guild]))

    page = editor.get("/staff/search/?q=puppet").content.decode()

    assert page.count(">edited") == 1


@pytest.mark.django_db
def test_the_search_of_the_desk_is_for_those_who_write_and_approve(secrets, guild, client):
    administrator = desk.Desk(people.AdministratorFactory(unions=[guild]))

    assert administrator.get("/staff/search/?q=zyzzyva").status_code in (302, 403)
    assert client.get("/staff/search/?q=zyzzyva").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["%00", "%27%22%3A*", "x" * 300, "qzxqzx", "", "the+of"])
def test_whatever_is_typed_at_the_desk_is_answered(secrets, guild, text):
    editor = desk.Desk(people.EditorFactory(unions=[guild]))

    assert editor.get(f"/staff/search/?q={text}&page=9").status_code == 200
