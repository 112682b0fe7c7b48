"""Who a Bundle of somebody else names: the person, relatives, practitioners; so that no text of it tells them again."""

from collections.abc import Callable, Iterable, Iterator

from ..knowledge.words.lexicon import Lexicon
from .privacy import cleaner
from .walk import Node

_PEOPLE = ("Patient", "RelatedPerson", "Practitioner", "Person")


def cleaned_of(resources: Iterable[Node], lexicon: Lexicon) -> Callable[[str], str]:
    """Return what drops from a text every name, number and address by which the resources name people; `lexicon` says what is no name."""
    names: list[str] = []
    numbers: list[str] = []
    for one in resources:
        names.append((one.part("subject") or one.part("patient")).text("display"))
        if one.text("resourceType") in _PEOPLE:
            held = [one, *one.parts("contact")]
            names += [name for part in held for name in _names(part)]
            numbers += [number.text("value") for part in held for key in ("identifier", "telecom") for number in part.parts(key)]
            numbers += [place.text("postalCode") for place in one.parts("address")]
            numbers += [" ".join(place.texts("line")) for place in one.parts("address")]
    return cleaner(filter(None, names), filter(None, numbers), lexicon)


def _names(one: Node) -> Iterator[str]:
    """Yield the names of a person; `name` is a list, of a contact one."""
    for name in one.parts("name") if isinstance(one.value.get("name"), list) else [one.part("name")]:
        yield from (name.text("text"), name.text("family"), *name.texts("given"))
