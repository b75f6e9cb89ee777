"""What an alert says, in each language, and what it never shows outside."""

import email
import email.policy
import email.utils
import re

import pytest

from tests.factories import deployments, library, membership
from tracker import links, models
from tracker.alerts import messages
from tracker.alerts.messages import letters
from tracker.alerts.models import Delivery

SUBJECTS = {
    "en": ("New in your tracker", "Tracker"),
    "fr": ("Nouveau dans votre suivi", "Suivi"),
    "es": ("Novedades en su seguimiento", "Seguimiento"),
}


@pytest.fixture
def letter(owed, join, change):
    """Build the letter of a new member."""

    def build(address="ana@example.org", **options):
        member = join(address, **options)
        owed()
        delivery = Delivery.objects.get(member=member, channel="email")
        return messages.build(delivery=delivery, now=change.at)

    return build


@pytest.fixture
def clause_letter(owed, join, change, union):
    """Build the letter about a clause that is new."""

    def build(**values):
        library.TaxonomyTermFactory(
            vocabulary="evidence-levels", slug="aggregator-or-blog", properties={"grade": "D"}
        )
        clause = library.ClauseFactory(slug="news", **values)
        membership.ChangeFactory(
            kind="clause.published",
            record_kind="clause",
            record_id=clause.pk,
            slug=clause.slug,
            union_ids=[union.pk],
            at=change.at,
        )
        member = join("ana@example.org")
        owed()
        delivery = Delivery.objects.get(
            member=member, channel="email", change__record_kind="clause"
        )
        return messages.build(delivery=delivery, now=change.at)

    return build


def html_of(letter):
    return letter.alternatives[0].content


def test_it_names_confirmed_clauses_as_fact_and_proposed_ones_as_unchecked(letter, deployment):
    clause = library.ClauseFactory(title="Consent first", section="Article 72.B")
    library.ClauseSourceFactory(clause=clause)
    deployments.LinkFactory(
        clause=clause, deployment=deployment, confirmed=True, standing="binding"
    )

    text = letter().body

    firm, _, weak = text.partition("MAY ALSO APPLY, NOT YET CHECKED")
    assert "- Binding: Consent first ·" in firm
    assert "Article 72.B" in " ".join(firm.split())
    assert "evidence A, primary source" in " ".join(firm.split())
    assert "Consent first" not in weak


def test_a_proposed_link_is_never_told_as_fact(letter, deployment):
    clause = library.ClauseFactory(title="Only proposed")
    deployments.LinkFactory(clause=clause, deployment=deployment)
    # The rules bring nothing here, so judging again would withdraw it.
    judge_nothing_again(deployment)

    text = " ".join(letter().body.split())

    assert "WHICH RULES MEET IT" not in text
    assert "MAY ALSO APPLY, NOT YET CHECKED - Conditional: Only proposed ·" in text
    assert "Proposed, not yet reviewed by staff." in text


def judge_nothing_again(deployment):
    kept = list(models.Link.objects.filter(deployment=deployment))
    links.propose_links(deployment_id=deployment.pk, now=kept[0].proposed_at)
    for link in kept:
        if not models.Link.objects.filter(clause=link.clause, deployment=deployment).exists():
            link.pk = None
            link.save()


def test_weak_evidence_that_nobody_checked_is_unchecked_although_confirmed(letter, deployment):
    library.TaxonomyTermFactory(
        vocabulary="evidence-levels", slug="aggregator-or-blog", properties={"grade": "D"}
    )
    clause = library.ClauseFactory(title="From a blog", evidence_level="aggregator-or-blog")
    deployments.LinkFactory(clause=clause, deployment=deployment, confirmed=True)

    text = " ".join(letter().body.split())

    assert "MAY ALSO APPLY, NOT YET CHECKED - Conditional: From a blog ·" in text
    assert "Known from second-hand summaries; not yet checked against the agreement." in text


def test_the_news_of_a_weak_clause_that_nobody_checked_says_so_first(clause_letter):
    text = " ".join(clause_letter(evidence_level="aggregator-or-blog").body.split())

    assert "May also apply, not yet checked · Clause · changed on" in text


def test_the_news_of_a_firm_clause_does_not(clause_letter):
    assert "May also apply" not in clause_letter(evidence_level="primary").body


def test_a_rejected_link_and_a_clause_for_staff_are_not_named(letter, deployment):
    rejected = deployments.LinkFactory(
        clause__title="Turned down", deployment=deployment, rejected=True
    )
    hidden = deployments.LinkFactory(
        clause__title="For staff", clause__visibility="staff", deployment=deployment, confirmed=True
    )

    text = letter().body

    assert rejected.clause.title not in text
    assert hidden.clause.title not in text


def test_a_long_list_is_bounded_and_says_how_many_more(letter, deployment):
    for number in range(8):
        deployments.LinkFactory(
            clause__title=f"Clause {number}", deployment=deployment, confirmed=True
        )

    text = letter().body

    assert text.count("- Conditional:") == 5
    assert "3 more are behind the link below." in text


def test_clauses_of_the_members_own_union_are_named_and_others_are_counted(
    letter, deployment, union
):
    own = library.AgreementFactory(unions=[union])
    deployments.LinkFactory(
        clause__title="Ours", clause__agreement=own, deployment=deployment, confirmed=True
    )
    deployments.LinkFactory(
        clause__title="Theirs", deployment=deployment, confirmed=True, standing="binding"
    )

    text = letter().body

    assert "- Conditional: Ours" in text
    assert "Theirs" not in text
    assert "1 more is behind the link below." in text


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_each_language_is_whole(letter, deployment, language):
    deployments.LinkFactory(deployment=deployment, confirmed=True)
    if language != "en":
        deployments.DeploymentTextFactory(
            deployment=deployment, language=language, title="Titre", summary="Résumé."
        )

    made = letter(language=language)

    subject, sender = SUBJECTS[language]
    assert made.subject == subject
    assert made.from_email.startswith(f"{sender} <")
    assert f"/{language}/a/" in made.body
    english = ("Hello,", "WHAT YOU CAN DO", "legal advice", "You follow")
    assert any(word in made.body for word in english) is (language == "en")
    assert ("Résumé." in made.body) is (language != "en")
    assert f'lang="{language}"' in html_of(made)


def test_text_and_html_say_the_same_words(letter, deployment):
    deployments.LinkFactory(deployment=deployment, confirmed=True, clause__title="Consent first")

    made = letter()

    for words in ("Consent first", deployment.title, deployment.summary, "Contact your union."):
        assert words in " ".join(made.body.split())
        assert words in html_of(made)


def test_it_holds_no_picture_and_no_third_address(letter):
    made = letter()

    assert "<img" not in html_of(made)
    addresses = re.findall(r"https?://[^\s\"<]+", made.body + html_of(made))
    assert addresses
    assert all(address.startswith("http://localhost:8000/") for address in addresses)


def test_outside_it_says_nothing_of_union_role_or_subject(letter, union, deployment):
    made = letter(role="writer").message()

    headers = "\n".join(f"{name}: {value}" for name, value in made.items() if name != "To")
    addresses = "\n".join(re.findall(r"https?://\S+", str(made)))
    for secret in (union.name, union.slug, "writer", "Writer", deployment.title, deployment.slug):
        assert secret.lower() not in headers.lower()
        assert secret.lower() not in addresses.lower()


def test_the_body_names_all_reasons_and_no_union(letter, union, join, owed, change):
    member = join("bo@example.org")
    membership.SubscriptionFactory(
        member=member, follows_kind="deployment", follows_slug="a-deployment"
    )
    owed()

    made = messages.build(
        delivery=Delivery.objects.get(member=member, channel="email"), now=change.at
    )

    why = made.body.partition("Why this message? You follow:")[2]
    assert "- Writer" in why
    assert "- Title of a-deployment" in why
    assert "Several of your subscriptions overlap: one message." in why
    assert union.name not in made.body


def test_the_union_is_named_only_as_the_contact_that_its_staff_wrote(letter, union):
    union.contact_name, union.contact_email = "The desk", "desk@guild.example"
    union.save()

    text = letter().body

    assert "Guild of Tests: The desk, desk@guild.example" in " ".join(text.split())
    assert "Contact your union." not in text


def test_identity_is_the_same_on_every_attempt(owed, join, change):
    join("ana@example.org")
    owed()
    delivery = Delivery.objects.get(channel="email")

    first, second = (
        messages.build(delivery=delivery, now=change.at).message()["Message-ID"] for _ in range(2)
    )

    assert first == second == f"<{delivery.pk}@localhost>"


def test_a_revision_names_the_parts_that_changed(deployment, union, join, owed):
    revised = membership.ChangeFactory(
        kind="deployment.revised",
        record_id=deployment.pk,
        slug=deployment.slug,
        union_ids=[union.pk],
        changed_fields=["event_date", "summary", "sources"],
    )
    join("ana@example.org")
    owed()

    made = messages.build(
        delivery=Delivery.objects.get(change=revised, channel="email"), now=revised.at
    )

    assert "Changed in our record: the description, the date, the sources." in " ".join(
        made.body.split()
    )


def test_a_clause_is_told_with_its_section_term_and_evidence(union, deployment, join, owed):
    clause = library.ClauseFactory(title="Consent first", published=True)
    change = membership.ChangeFactory(
        kind="clause.published",
        record_kind="clause",
        record_id=clause.pk,
        slug=clause.slug,
        union_ids=[union.pk],
    )
    join("ana@example.org")
    owed()

    made = messages.build(
        delivery=Delivery.objects.get(change=change, channel="email"), now=change.at
    )

    words = " ".join(made.body.split())
    assert "Article 72.B" in words
    assert "In force from 25 September 2023 to 1 May 2026." in words
    assert "evidence A, primary source" in words


def test_what_is_hostile_in_a_title_is_written_as_text(letter, deployment):
    deployment.title = "<script>alert(1)</script>\x0b & \u202etxt"
    deployment.save()

    made = letter()

    assert "<script>" not in html_of(made)
    assert "&lt;script&gt;" in html_of(made)
    assert "\x0b" not in made.body
    assert "\u202e" not in made.body + html_of(made)
    assert "<script>alert(1)</script> & txt" in made.body
    made.message().as_bytes()


def test_without_a_confirmed_address_there_is_no_letter(owed, join, change):
    member = join("ana@example.org")
    member.user.emailaddress_set.update(verified=False)
    owed()

    with pytest.raises(messages.NoAddress):
        messages.build(delivery=Delivery.objects.get(channel="email"), now=change.at)


WORDS = {
    "en": (
        "New in our records.",
        "WHICH RULES MEET IT - Binding: Consent first",
        "MAY ALSO APPLY, NOT YET CHECKED - Conditional: Only proposed",
        "Contact your union before you sign anything new.",
        "not legal advice: the text of the agreement or law decides.",
    ),
    "fr": (
        "Nouveau dans nos fiches.",
        "LES RÈGLES CONCERNÉES - Contraignante\u00a0: Consent first",
        "PEUT AUSSI S’APPLIQUER, PAS ENCORE VÉRIFIÉ - Conditionnelle\u00a0: Only proposed",
        "Contactez votre syndicat avant de signer quoi que ce soit de nouveau.",
        "non avis juridique\u00a0: le texte de l’accord ou de la loi fait foi.",
    ),
    "es": (
        "Nuevo en nuestras fichas.",
        "QUÉ REGLAS LO ALCANZAN - Vinculante: Consent first",
        "TAMBIÉN PUEDE APLICARSE, AÚN SIN VERIFICAR - Condicional: Only proposed",
        "Contacte con su sindicato antes de firmar algo nuevo.",
        "no asesoramiento jurídico: decide el texto del convenio o de la ley.",
    ),
}
DAYS = {
    "en": "As of 15 February 2024.",
    "fr": "État au 15 février 2024.",
    "es": "Situación a 15 de febrero de 2024.",
}


def flat(text):
    """Join lines; a no-break space stays what it is."""
    return re.sub(r"[ \n]+", " ", text)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_each_part_is_said_in_words_with_the_day_it_is_true_for(letter, deployment, language):
    deployments.LinkFactory(
        clause__title="Consent first", deployment=deployment, confirmed=True, standing="binding"
    )
    deployments.LinkFactory(clause__title="Only proposed", deployment=deployment)

    # The rules bring nothing here, so judging again would withdraw the proposed one.
    judge_nothing_again(deployment)

    text = letter(language=language).body

    for sentence in (*WORDS[language], DAYS[language]):
        assert sentence in flat(text)
    assert "  " not in text.replace("\n  ", "\n")
    if language == "fr":
        assert not re.search(r"[^\u00a0/][;!?]|\w:(?!//|\d)", text.replace("http:", ""))


def test_a_translation_older_than_the_english_is_not_told(letter, deployment):
    deployments.DeploymentTextFactory(
        deployment=deployment, language="fr", title="Titre", original_digest="of other words"
    )

    body = flat(letter(language="fr").body)

    assert body.startswith(f"Bonjour, {deployment.title} ")
    assert "(La traduction est plus ancienne que ce texte, que vous lisez en anglais.)" in body
    assert "Titre" not in body.replace(deployment.title, "")


def test_a_translation_that_nobody_reviewed_is_marked(letter, deployment):
    deployments.DeploymentTextFactory(
        deployment=deployment, language="fr", title="Titre", status="unreviewed"
    )

    body = flat(letter(language="fr").body)

    assert body.startswith("Bonjour, Titre ")
    assert "(La traduction n’a pas encore été relue.)" in body


HOSTILE = (
    "Title\r\nBcc: eve@example.org\x0bBcc:\x0c\x1c\x1d\x1e\x7f \u202e\u2028<b>é</b> \U0001f600"
)


def test_a_hostile_title_breaks_no_header_and_no_part(letter, deployment):
    deployment.title = HOSTILE
    deployment.save()

    parsed = email.message_from_bytes(letter().message().as_bytes(), policy=email.policy.default)

    assert (parsed["Subject"], parsed["To"], parsed["Bcc"]) == (
        SUBJECTS["en"][0],
        "ana@example.org",
        None,
    )
    assert [part.get_content_type() for part in parsed.iter_parts()] == ["text/plain", "text/html"]
    assert not any(part.defects for part in parsed.walk())
    for part in parsed.iter_parts():
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u202e]", part.get_content())
    assert "&lt;b&gt;é&lt;/b&gt; \U0001f600" in parsed.get_body(("html",)).get_content()


def test_a_lone_surrogate_is_taken_out():
    assert letters.clean("a\ud800b\udfffc") == "abc"


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_it_is_seven_bit_with_short_lines_and_reads_back_as_written(letter, deployment, language):
    deployment.summary = "é" * 3000
    deployment.save()
    made = letter(language=language)

    raw = made.message().as_bytes()

    parsed = email.message_from_bytes(raw, policy=email.policy.default)
    assert raw.isascii()
    assert max(len(line) for line in raw.splitlines()) <= 998
    assert {part["Content-Transfer-Encoding"] for part in parsed.iter_parts()} == {
        "quoted-printable"
    }
    assert parsed.get_body(("plain",)).get_content() == made.body
    assert parsed.get_body(("html",)).get_content().strip() == html_of(made).strip()


def test_every_header_is_one_that_we_chose(letter, change):
    made = letter().message()

    assert set(made.keys()) == {
        "Content-Type", "MIME-Version", "Subject", "From", "To", "Message-ID", "Date",
        "List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted", "Content-Language",
    }  # fmt: skip
    assert made["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert made["Auto-Submitted"] == "auto-generated"
    assert made["Date"] == email.utils.format_datetime(change.at)
