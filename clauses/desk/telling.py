"""The events of a record's history in words: who did what, why, and where to go from there."""

import dataclasses
import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from clauses import calendar, history, publishing
from clauses.desk import differences, event_rows
from clauses.models import ActRequest, ClauseCheck, Publication

WENT_LIVE = ("published", "revised", "corrected")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Link:
    """A way to go from an event; `about` tells two of the same words apart."""

    label: str
    address: str
    about: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Event:
    """One event as the page shows it."""

    at: datetime.datetime
    what: str
    title: str
    who: str
    group: Any
    marks: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = ()
    links: Sequence[Link] = ()


def told(*, record: Any, rows: Sequence[Mapping[str, Any]], may_edit: bool) -> list[Event]:
    """Put the rows of one page of clauses/history.py into words."""
    return _Teller(record=record, rows=rows, may_edit=may_edit).events()


class _Teller:
    """Says each event; the method of its name returns what the event has beyond its row."""

    def __init__(self, *, record: Any, rows: Sequence[Mapping[str, Any]], may_edit: bool) -> None:
        self.record = record
        self.rows = rows
        self.may_edit = may_edit
        self.named = type(record).snippet_viewset.get_url_name
        self.labels = differences.labels_of(type(record))
        self.read = event_rows.Read(rows)

    def events(self) -> list[Event]:
        """Say each, in the order of the rows."""
        return [self._event(row) for row in self.rows]

    def _event(self, row: Mapping[str, Any]) -> Event:
        group, _point, name = row["what"].partition(".")
        said: dict[str, Any] = getattr(self, f"_{group}_{name}")(row["ref"])
        nobody = _("nobody on record")
        return Event(
            **{
                "at": row["done_at"],
                "what": row["what"],
                "group": history.GROUPS[group],
                "who": nobody if row["actor_id"] is None else self._name(row["actor_id"]),
                **said,
            }
        )

    def _name(self, pk: int) -> str:
        return self.read.people.get(pk) or _("an account that is gone")

    def _fields(self, changed: Iterable[str]) -> str:
        known = {name.replace("_", " ") for name in changed if name not in self.labels}
        said = [label for name, label in self.labels.items() if name in set(changed)]
        return "; ".join([*said, *sorted(known)])

    # Drafts and what they settle.

    def _draft_saved(self, ref: int) -> dict[str, Any]:
        revision = self.read.revisions[ref]
        is_first = revision.previous_id is None
        return self._version(
            revision, title=_("Saved the first version") if is_first else _("Saved a draft")
        )

    def _draft_reverted(self, ref: int) -> dict[str, Any]:
        return self._version(
            self.read.revisions[ref], title=_("Went back to an earlier version, as a draft")
        )

    def _lineage_settled(self, ref: int) -> dict[str, Any]:
        return self._version(
            self.read.revisions[ref], title=_("Settled what became of it, or what it builds on")
        )

    def _version(self, revision: Any, *, title: str) -> dict[str, Any]:
        facts = []
        if revision.previous_id is not None:
            parent = self.record._meta.model_name
            changed = publishing.changed_fields(
                before=publishing.readable_content(revision.words_before, parent=parent),
                after=publishing.readable_content(revision.content, parent=parent),
            )
            facts.append((_("Changed"), self._fields(changed) or _("nothing")))
        return {
            "title": title,
            "facts": facts,
            "marks": self._marks(revision.pk),
            "links": self._ways(revision.pk, before=revision.previous_id, at=revision.created_at),
        }

    def _marks(self, revision_id: int) -> list[str]:
        marks = []
        if self.record.live and self.record.live_revision_id == revision_id:
            marks.append(_("live now"))
        if self.record.latest_revision_id == revision_id:
            marks.append(_("newest version"))
        return marks

    def _ways(self, revision_id: int, *, before: int | None, at: datetime.datetime) -> list[Link]:
        is_newest = self.record.latest_revision_id == revision_id
        pk, about = self.record.pk, calendar.in_words(at)

        def way(label: str, name: str, *ids: int | str) -> Link:
            address = reverse(self.named(name), args=[pk, *ids])
            return Link(label=label, address=address, about=about)

        ways = [way(_("Look at it"), "revisions_view", revision_id)]
        if before is not None:
            ways.append(
                way(_("Compare with the one before"), "revisions_compare", before, revision_id)
            )
        if not is_newest:
            ways.append(
                way(_("Compare with the newest"), "revisions_compare", revision_id, "latest")
            )
        if self.may_edit and not is_newest:
            ways.append(way(_("Go back to this one"), "revisions_revert", revision_id))
        return ways

    def _draft_cited(self, ref: int) -> dict[str, Any]:
        citation = self.read.citations[ref]
        facts = [(_("File"), str(citation.document))]
        if citation.section:
            facts.append((_("Section"), citation.section))
        if citation.first_page:
            facts.append((_("Page"), str(citation.first_page)))
        return {"title": _("Drafted it from a passage of an agreement file"), "facts": facts}

    # Reviews.

    def _review_submitted(self, ref: int) -> dict[str, Any]:
        is_again = self.read.log[ref].action == "wagtail.workflow.resume"
        return {
            "title": _("Submitted it to review again") if is_again else _("Submitted to review")
        }

    def _review_taken_back(self, ref: int) -> dict[str, Any]:
        return {"title": _("Took it back from review")}

    def _review_returned(self, ref: int) -> dict[str, Any]:
        state = self.read.states[ref]
        facts = [(_("Reason"), state.comment)]
        for remark in state.on_fields:
            label = self.labels.get(remark.field, remark.field.replace("_", " "))
            text = remark.text
            if remark.settled_by_id is not None:
                who = self._name(remark.settled_by_id)
                text += "\n" + _("Settled by %(who)s.") % {"who": who}
            facts.append((_("Remark on “%(field)s”") % {"field": label}, text))
        return {"title": _("Returned the draft"), "facts": facts}

    def _review_approved(self, ref: int) -> dict[str, Any]:
        return {
            "title": _("Approved it"),
            "facts": [(_("Outcome"), _("These words were on the site already."))],
        }

    def _review_remark_settled(self, ref: int) -> dict[str, Any]:
        remark = self.read.settled[ref]
        label = self.labels.get(remark.field, remark.field) or _("The whole draft")
        return {"title": _("Settled a remark"), "facts": [(label, remark.text)]}

    # What went live.

    def _publication_live(self, ref: int) -> dict[str, Any]:
        publication = self.read.publications[ref]
        changes = [each for each in publication.changes.all() if each.act in WENT_LIVE]
        change = changes[0] if changes else None
        act = change.act if change else "published"
        titles = {
            "published": _("It went live"),
            "revised": _("A new version went live"),
            "corrected": _("A correction went live"),
        }
        said: dict[str, Any] = {
            "title": titles[act],
            "facts": self._facts_of(publication, change),
            "marks": [] if publication.live_until else [_("live now")],
            "links": self._ways(
                publication.revision_id, before=publication.before_id, at=publication.live_from
            ),
        }
        if publication.system_actor == Publication.SystemActor.CATALOGUE:
            said["who"] = _("the catalogue loader")
        return said

    def _facts_of(self, publication: Any, change: Any) -> list[tuple[str, str]]:
        facts = []
        if publication.approver_id is not None:
            approver = self._name(publication.approver_id)
            if publication.system_actor == Publication.SystemActor.SCHEDULER:
                approver = _("%(who)s; the scheduler carried it out") % {"who": approver}
            facts.append((_("Approved by"), approver))
        if publication.author_ids:
            facts.append((_("Written by"), ", ".join(map(self._name, publication.author_ids))))
        until = publication.live_until
        begun = calendar.in_words(publication.live_from)
        facts.append((_("Live"), f"{begun} – {calendar.in_words(until) if until else '…'}"))
        if change is None:
            return facts
        if change.act != "published":
            facts.append((_("Changed"), self._fields(change.changed_fields) or _("nothing")))
        asked = getattr(change, "act_request", None)
        if asked is not None:
            facts.append((_("Reason of the correction"), asked.reason))
        if publication.approver_id is not None:
            told = (
                _("told")
                if change.notifies
                else _("not told: %(why)s") % {"why": change.silence_reason}
            )
            facts.append((_("Members"), told))
        if change.note:
            facts.append((_("Note"), change.note))
        return facts

    # Approved for later.

    def _later_approved(self, ref: int) -> dict[str, Any]:
        row = self.read.scheduled[ref]
        facts = [(_("Goes live on"), calendar.in_words(row.publish_at))]
        told = _("told then") if row.tells else _("not told: %(why)s") % {"why": row.silence_reason}
        facts.append((_("Members"), told))
        if row.note:
            facts.append((_("Note"), row.note))
        return {"title": _("Approved it, to go live later"), "facts": facts}

    def _later_cancelled(self, ref: int) -> dict[str, Any]:
        return self._not_live(ref, title=_("The approval for later was given up"))

    def _later_refused(self, ref: int) -> dict[str, Any]:
        said = self._not_live(ref, title=_("It did not go live at its moment"))
        return {**said, "who": _("the scheduler")}

    def _later_put_aside(self, ref: int) -> dict[str, Any]:
        return self._not_live(ref, title=_("Put aside that it did not go live"))

    def _not_live(self, ref: int, *, title: str) -> dict[str, Any]:
        row = self.read.scheduled[ref]
        facts = [(_("Was to go live on"), calendar.in_words(row.publish_at)), (_("Why"), row.why)]
        return {"title": title, "facts": facts}

    # Corrected, taken off, retracted.

    def _act_asked(self, ref: int) -> dict[str, Any]:
        request = self.read.requests[ref]
        titles = {
            ActRequest.Act.CORRECT: _("Asked to correct it"),
            ActRequest.Act.UNPUBLISH: _("Asked to take it off the site"),
            ActRequest.Act.RETRACT: _("Asked to retract it"),
        }
        return {
            "title": titles[request.act],
            "facts": [(_("Reason"), request.reason)],
            "links": [self._way_to(request)],
        }

    def _act_decided(self, ref: int) -> dict[str, Any]:
        request = self.read.requests[ref]
        titles = {
            ActRequest.State.APPROVED: {
                ActRequest.Act.CORRECT: _("Approved the correction"),
                ActRequest.Act.UNPUBLISH: _("Took it off the site"),
                ActRequest.Act.RETRACT: _("Retracted it"),
            },
            ActRequest.State.DECLINED: {
                ActRequest.Act.CORRECT: _("Declined to correct it"),
                ActRequest.Act.UNPUBLISH: _("Declined to take it off the site"),
                ActRequest.Act.RETRACT: _("Declined to retract it"),
            },
            ActRequest.State.WITHDRAWN: {
                ActRequest.Act.CORRECT: _("Took back the request to correct it"),
                ActRequest.Act.UNPUBLISH: _("Took back the request to take it off"),
                ActRequest.Act.RETRACT: _("Took back the request to retract it"),
            },
        }
        facts = [
            (_("Asked by"), self._name(request.requested_by_id)),
            (_("Reason"), request.reason),
        ]
        if request.decision_note:
            facts.append((_("Note"), request.decision_note))
        return {
            "title": titles[request.state][request.act],
            "facts": facts,
            "links": [self._way_to(request)],
        }

    def _way_to(self, request: Any) -> Link:
        return Link(
            label=_("Open the request"),
            address=reverse("desk_act", args=[request.pk]),
            about=calendar.in_words(request.requested_at),
        )

    def _act_done(self, ref: int) -> dict[str, Any]:
        change = self.read.done[ref]
        title = _("Retracted it") if change.act == "retracted" else _("Took it off the site")
        return {"title": title, "facts": [(_("Note"), change.note)] if change.note else []}

    # Checks and sources.

    def _check_set(self, ref: int) -> dict[str, Any]:
        check = self.read.checks[ref]
        facts = [(_("Document"), check.document)]
        facts += [(_("Page"), check.page)] if check.page else []
        facts += [(_("Section"), check.section)] if check.section else []
        return {"title": _("Checked it against the agreement"), "facts": facts}

    def _check_cleared(self, ref: int) -> dict[str, Any]:
        check = self.read.checks[ref]
        if check.cleared == ClauseCheck.Cleared.TAKEN_BACK:
            return {
                "title": _("Took back the check"),
                "facts": [(_("Reason"), check.cleared_reason)],
            }
        said = {
            "title": _("The check holds no more"),
            "facts": [(_("Why"), _("Other words went live."))],
        }
        return said if check.cleared_by_id else {**said, "who": _("the catalogue loader")}

    def _check_reread(self, ref: int) -> dict[str, Any]:
        return {"title": _("Read its sources again: nothing changed")}

    # Locks.

    def _lock_set(self, ref: int) -> dict[str, Any]:
        return {"title": _("Locked it")}

    def _lock_lifted(self, ref: int) -> dict[str, Any]:
        entry = self.read.log[ref]
        holder = entry.data.get("held_by")
        if holder is None or holder == entry.user_id:
            return {"title": _("Lifted the lock")}
        facts = [(_("Had been locked by"), self._name(holder))]
        return {"title": _("Lifted somebody else's lock"), "facts": facts}
