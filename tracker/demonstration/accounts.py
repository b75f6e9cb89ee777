"""The demonstration accounts: staff of three unions, three members, and a partner's key.

They are made again without harm, and only where DEMO is on, which production refuses.
"""

import dataclasses
import datetime
import hashlib
import hmac
from collections.abc import Sequence

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction

from clauses.models import StaffUnion, Union
from tracker.accounts.models import User
from tracker.alerts import subscriptions
from tracker.api import keys
from tracker.api.models import PartnerOrganisation
from tracker.members import joining

PARTNER = "Demonstration partner"


class NotADemonstration(RuntimeError):
    """Raised where DEMO is off."""


class CatalogueMissing(RuntimeError):
    """Raised where the unions of the catalogue are not loaded."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Person:
    """A made-up person. Staff have a group, members a role."""

    email: str
    first_name: str
    last_name: str
    unions: Sequence[str]
    group: str = ""
    role: str = ""
    language: str = "en"
    time_zone: str = "America/Los_Angeles"
    is_for: str


SERVED = ("sag-aftra", "wga-west", "iatse")
STAFF = (
    Person(
        email="editor@example.org",
        first_name="Erin",
        last_name="Editor",
        unions=SERVED,
        group="Editors",
        is_for="writes drafts at /staff/",
    ),
    Person(
        email="reviewer@example.org",
        first_name="Robin",
        last_name="Reviewer",
        unions=SERVED,
        group="Reviewers",
        is_for="approves what others wrote, at /staff/",
    ),
    Person(
        email="administrator@example.org",
        first_name="Ada",
        last_name="Administrator",
        unions=SERVED,
        group="Administrators",
        is_for="manages accounts and union contacts at /staff/",
    ),
)
MEMBERS = (
    Person(
        email="performer@example.org",
        first_name="Paula",
        last_name="Performer",
        unions=("sag-aftra",),
        role="principal-performer",
        is_for="principal performer, SAG-AFTRA, reads English, at /me/",
    ),
    Person(
        email="scenariste@example.org",
        first_name="Simon",
        last_name="Scénariste",
        unions=("wga-west",),
        role="writer",
        language="fr",
        is_for="writer, WGA West, reads French, at /me/",
    ),
    Person(
        email="efectos@example.org",
        first_name="Elena",
        last_name="Efectos",
        unions=("iatse",),
        role="vfx-artist",
        language="es",
        is_for="visual effects artist, IATSE, reads Spanish, at /me/",
    ),
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class SignIn:
    """How to enter as one of them."""

    email: str
    password: str
    is_for: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Seeded:
    """The sign-ins, and the partner's token where it was made just now."""

    sign_ins: tuple[SignIn, ...]
    token: str


def password_of(email: str) -> str:
    """The same on this installation each time, and unknown on any other."""
    digest = hmac.new(settings.SECRET_KEY.encode(), f"demo:{email}".encode(), hashlib.sha256)
    text = digest.hexdigest()
    return f"{text[:5]}-{text[5:10]}-{text[10:15]}"


def seed(*, now: datetime.datetime) -> Seeded:
    """Make what is missing and set the passwords. Raises NotADemonstration or CatalogueMissing."""
    if not settings.DEMO:
        raise NotADemonstration("Demonstration accounts are made only with DEMO=1.")
    with transaction.atomic():
        serve(SERVED)
        for person in STAFF:
            staff_account(person, password=password_of(person.email))
        for person in MEMBERS:
            member_account(person, now=now, password=password_of(person.email))
        token = ""
        if not PartnerOrganisation.objects.filter(name=PARTNER).exists():
            token = keys.create(organisation=PARTNER, now=now).token
    return Seeded(
        sign_ins=tuple(
            SignIn(email=person.email, password=password_of(person.email), is_for=person.is_for)
            for person in (*STAFF, *MEMBERS)
        ),
        token=token,
    )


def serve(slugs: Sequence[str]) -> None:
    """Mark unions as served here. Raises CatalogueMissing."""
    found = Union.objects.filter(slug__in=slugs)
    if found.count() != len(slugs):
        raise CatalogueMissing("Load the catalogue first: manage.py load_catalogue.")
    found.update(is_served=True)


def staff_account(person: Person, *, password: str | None = None) -> User:
    """Make or mend an account of staff in its group, acting for its unions."""
    user = _user(person, is_staff=True, password=password)
    user.groups.set(Group.objects.filter(name=person.group))
    for union in Union.objects.filter(slug__in=person.unions):
        StaffUnion.objects.get_or_create(user=user, union=union)
    return user


def member_account(person: Person, *, now: datetime.datetime, password: str | None = None) -> User:
    """Make or mend a member with the subscriptions that union and role bring."""
    user = _user(person, is_staff=False, password=password)
    for union in Union.objects.filter(slug__in=person.unions):
        membership = joining.join(
            user=user,
            union=union,
            roles=[person.role],
            now=now,
            language=person.language,
            time_zone=person.time_zone,
        )
        subscriptions.subscribe_to_defaults(member_id=membership.member_id, now=now)
    return user


def _user(person: Person, *, is_staff: bool, password: str | None) -> User:
    user, _ = User.objects.get_or_create(
        email=person.email,
        defaults={"first_name": person.first_name, "last_name": person.last_name},
    )
    user.is_staff = is_staff
    if password is None:
        user.set_unusable_password()
    elif not user.check_password(password):
        user.set_password(password)
    user.save()
    EmailAddress.objects.get_or_create(
        user=user, email=person.email, defaults={"verified": True, "primary": True}
    )
    return user
