"""Why a member got an alert: their own subscriptions that matched, in their own words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from clauses import vocabulary
from clauses.models import record as records


def in_words(*, reasons: Iterable[Mapping[str, Any]], words: vocabulary.Vocabulary) -> list[str]:
    """Say each subscription once. The union is not named: a mail may be read by others."""
    return list(dict.fromkeys(_one(reason, words) for reason in reasons))


def _one(reason: Mapping[str, Any], words: vocabulary.Vocabulary) -> str:
    told = []
    if reason.get("use"):
        told.append(words.label("uses", reason["use"]))
    if reason.get("role"):
        told.append(words.label("roles", reason["role"]))
    if reason.get("vendor"):
        told.append(_name("vendor", reason["vendor"]))
    if reason.get("follows_slug"):
        told.append(_name(reason.get("follows_kind", ""), reason["follows_slug"]))
    return ", ".join(told) or _("everything that your union publishes")


def _name(kind: str, slug: str) -> str:
    try:
        model = records.model_of(kind)
    except LookupError:
        return slug
    found = model.objects.filter(slug=slug, live=True).first()
    return str(found) if found is not None else slug
