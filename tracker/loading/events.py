"""Gathers the tracker's catalogue files and judges them against the library's."""

import dataclasses
import pathlib

from clauses.loading import judging, library, parties, problems, reading, translations
from tracker.loading import schemas

FOLDER = pathlib.Path("tracker/catalogue")
DEPLOYMENT_VALUES = {
    ("sectors",): "sectors",
    ("capabilities",): "capabilities",
    ("extra_capabilities",): "capabilities",
    ("uses",): "uses",
    ("use_modifiers",): "use-modifiers",
    ("production_stages",): "production-stages",
    ("roles",): "roles",
    ("places",): "places",
    ("rules", "made_in"): "places",
    ("rules", "shown_in"): "places",
}
"""Lists of a deployment, and the vocabulary whose values they may hold."""
PRECISION_OF_LENGTH = {4: "year", 7: "month", 10: "day"}


@dataclasses.dataclass(frozen=True)
class Events:
    """All records of the tracker's files, indexed by their ids."""

    vendors: dict[str, reading.Entry]
    products: dict[str, reading.Entry]
    deployments: dict[str, reading.Entry]
    translations: dict[str, reading.Document]

    def vendor_of(self, entry: reading.Entry) -> str:
        """Return the slug of the vendor in whose file `entry` stands."""
        return str(entry.document.value["slug"])


def read(*, root: pathlib.Path) -> Events:
    """Read the tracker's files below `root`. Raises CatalogueRefused with every fault of shape."""
    files = library.Files(root)
    vendors = [library.whole(each) for each in files.read_each(FOLDER / "vendors", schemas.VENDOR)]
    events = Events(
        vendors=files.index(vendors, "vendor"),
        products=files.index(
            [product for vendor in vendors for product in vendor.within("products")], "product"
        ),
        deployments=files.index(
            [event for vendor in vendors for event in vendor.within("deployments")], "deployment"
        ),
        translations=files.read_named(
            FOLDER / "translations", {"fr": schemas.TRANSLATION, "es": schemas.TRANSLATION}
        ),
    )
    if files.problems:
        raise problems.CatalogueRefused(files.problems)
    return events


def check(*, catalogue: library.Library, events: Events) -> list[problems.Problem]:
    """List every fault of sense in the tracker's files, and in what the library says of vendors."""
    judge = judging.Judge(catalogue.vocabularies)
    for entry in events.vendors.values():
        if entry.value["country"] is not None:
            judge.term(entry, ("country",), entry.value["country"], "places")
    for entry in events.deployments.values():
        _deployment(judge, entry, catalogue, events)
    for entry in catalogue.companies.values():
        if "vendor" in entry.value:
            judge.known(entry, ("vendor",), entry.value["vendor"], events.vendors, "vendor")
    for entry in catalogue.names["vendor"].values():
        judge.known(entry, ("value",), entry.value["value"], events.vendors, "vendor")
    return judge.problems


def gaps(*, catalogue: library.Library, events: Events) -> list[problems.Gap]:
    """List what the tracker's files lack; none of it keeps them from being loaded."""
    names = catalogue.names["deployed_by"]
    unnamed = tuple(
        slug
        for slug, entry in events.deployments.items()
        if any(each["name"] not in names for each in entry.value["deployers"])
    )
    found = [problems.Gap("deployments by somebody who is no known party", unnamed)]
    for document in events.translations.values():
        found += translations.of_kind(
            document=document, kind="deployments", records=events.deployments
        )
    return [gap for gap in found if gap.slugs]


def counts(*, events: Events) -> dict[str, int]:
    """Return how many records of each kind the files hold."""
    return {
        "vendors": len(events.vendors),
        "products": len(events.products),
        "deployments": len(events.deployments),
        "refinements": sum(
            len(entry.value.get("refinements", [])) for entry in events.deployments.values()
        ),
    }


def _deployment(
    judge: judging.Judge, entry: reading.Entry, catalogue: library.Library, events: Events
) -> None:
    value = entry.value
    judge.lists(entry, DEPLOYMENT_VALUES)
    judge.sources(entry, ("sources",), value["sources"])
    judge.refinements(entry)
    for key, name in (
        ("phase", "phases"),
        ("kind", "event-kinds"),
        ("confidence", "confidence-levels"),
    ):
        judge.term(entry, (key,), value[key], name)
    if PRECISION_OF_LENGTH[len(value["event_date"])] != value["date_precision"]:
        sentence = f"{value['event_date']} is not a date of {value['date_precision']} precision."
        judge.refuse(entry, ("event_date",), sentence)
    product = events.products.get(value["product"])
    if judge.known(entry, ("product",), value["product"], events.products, "product"):
        vendor = events.vendor_of(entry)
        if product is not None and events.vendor_of(product) != vendor:
            judge.refuse(entry, ("product",), f"{value['product']} is no product of {vendor}.")
    _who_did_what(judge, entry, catalogue, events)


def _who_did_what(
    judge: judging.Judge, entry: reading.Entry, catalogue: library.Library, events: Events
) -> None:
    value = entry.value
    if "training_data" in value:
        status = value["training_data"]["status"]
        judge.term(entry, ("training_data", "status"), status, "training-data-statuses")
    for position, slug in enumerate(value.get("related", [])):
        judge.known(entry, ("related", position), slug, events.deployments, "deployment")
    for position, each in enumerate(value["deployers"]):
        judge.term(entry, ("deployers", position, "kind"), each["kind"], "party-kinds")
    for position, response in enumerate(value.get("union_responses", [])):
        path = ("union_responses", position)
        judge.term(entry, (*path, "stance"), response["stance"], "stances")
        for place, slug in enumerate(response["unions"]):
            judge.known(entry, (*path, "unions", place), slug, catalogue.unions, "union")
    rules = value["rules"]
    for fact in rules.get("facts", {}):
        judge.term(entry, ("rules", "facts", fact), fact, "facts")
    for key in ("employers", "rights_holders"):
        for position, slug in enumerate(rules.get(key, [])):
            parties.known(judge, entry, catalogue, ("rules", key, position), slug)
