"""Which changes may follow the issued revision: those that signing makes, and no other (pyHanko's analysis, made stricter).

Two policies. From the issued revision to each later one a form for signatures, and a certification, may appear. After a
signature the form is there, and a certification may not come any more.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.reader import HistoricalResolver, RawPdfPath
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DocInfoRule,
    DSSCompareRule,
    FormUpdatingRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.commons import compare_dicts, compare_key_refs, safe_whitelist
from pyhanko.sign.diff_analysis.form_rules_api import FieldComparisonContext, FormUpdate, _list_fields
from pyhanko.sign.diff_analysis.rules_api import Context, ReferenceUpdate, WhitelistRule

from inspect_app.documents.signing.objects import entry, reference

LTA = ModificationLevel.LTA_UPDATES
INFO_MAY_CHANGE = frozenset({"/ModDate", "/Producer"})
CATALOG_MAY_CHANGE = frozenset({"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Version"})
FORM_MAY_SAY = frozenset({"/Fields", "/SigFlags", "/DR", "/DA", "/Q"})
# What a title, an author and the claim of PDF/A say is the paper's; a signer's program may note itself and the hour.
XMP_STAYS = (
    "{http://purl.org/dc/elements/1.1/}",
    "{http://www.aiim.org/pdfa/ns/id/}",
    "{http://www.aiim.org/pdfua/ns/id/}",
)


class StrictInfo(DocInfoRule):
    """The information dictionary may note the program and the hour, and nothing else."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        """Raises SuspiciousModification when the title or the author differs."""
        before, after = entry(old.trailer_view, "/Info"), entry(new.trailer_view, "/Info")
        if before is not None or after is not None:
            compare_dicts(before or generic.DictionaryObject(), after, INFO_MAY_CHANGE)
        return super().apply(old, new)


class StrictMetadata(WhitelistRule):
    """XMP may note the program and the hour; what it says of the paper stays."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        """Raises SuspiciousModification when the title, the author or the claim of PDF/A differs."""
        yield from MetadataUpdateRule().apply(old, new)
        if _xmp(old) != _xmp(new):
            raise SuspiciousModification("the XMP metadata says something else of the document")


def _xmp(revision: HistoricalResolver) -> list[tuple[str, str]]:
    stream = entry(revision.root, "/Metadata")
    if not isinstance(stream, generic.StreamObject):
        return []
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(stream.read_data(DecodePurpose.XMP_METADATA), parser=parser)
    said: list[tuple[str, str]] = []
    for element in root.iter(etree.Element):
        said += [(str(name), str(value)) for name, value in element.attrib.items() if str(name).startswith(XMP_STAYS)]
        if str(element.tag).startswith(XMP_STAYS):
            said.append((str(element.tag), " ".join("".join(map(str, element.itertext())).split())))
    return sorted(said)


class FirstForm(FormUpdatingRule):
    """As after a signature, but the form itself may be new: then it holds signature fields and says nothing else."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[tuple[ModificationLevel, FormUpdate]]:
        """Raises SuspiciousModification for a form that holds scripts, XFA or other fields."""
        if "/AcroForm" in old.root or "/AcroForm" not in new.root:
            return super().apply(old, new) if "/AcroForm" in old.root else ()
        return self._made(old, new)

    def _made(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterator[tuple[ModificationLevel, FormUpdate]]:
        form = new.root["/AcroForm"]
        if not isinstance(form, generic.DictionaryObject) or isinstance(form, generic.StreamObject):
            raise SuspiciousModification("the form is no dictionary")
        if not form.keys() >= {"/Fields"} or not form.keys() <= FORM_MAY_SAY:
            raise SuspiciousModification(f"the form says more than signing needs: {sorted(form.keys())}")
        for holder, key in ((new.root, "/AcroForm"), (form, "/Fields"), (form, "/DR")):
            value = reference(holder, key)
            if value is not None:
                yield from ((LTA, FormUpdate(ref, field_name=None)) for ref in safe_whitelist(old, None, value))
        if "/DR" in form:
            found = new.collect_dependencies(form.raw_get("/DR"), since_revision=old.revision + 1)
            yield from ((LTA, FormUpdate(ref, field_name=None)) for ref in found)
        specs = dict(_list_fields(generic.ArrayObject(), form["/Fields"], old_path=None))
        context = FieldComparisonContext(field_specs=specs, old=old, new=new)
        for rule in self.field_rules:
            yield from rule.apply(context)


class FirstPermissions(WhitelistRule):
    """A certification may appear: `/Perms` that names one signature as DocMDP. Usage rights may not."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        """Raises SuspiciousModification for any other permission, or a change of one that was there."""
        if "/Perms" not in new.root:
            return
        context = Context.from_absolute(old, RawPdfPath("/Root", "/Perms"))
        changes = compare_key_refs("/Perms", old, old.root, new.root)
        refs, (before, after) = _drained(changes)
        if before is not None:
            raise SuspiciousModification("the issued document had permissions of its own")
        if not isinstance(after, generic.DictionaryObject) or set(after.keys()) != {"/DocMDP"}:
            raise SuspiciousModification("permissions other than a certification")
        yield from (ReferenceUpdate(ref, context_checked=context) for ref in refs)


def _drained(changes: Any) -> tuple[list[Any], tuple[Any, Any]]:
    """What a generator of pyHanko yields, and what it returns."""
    refs: list[Any] = []
    while True:
        try:
            refs.append(next(changes))
        except StopIteration as end:
            return refs, end.value


def _policy(form: FormUpdatingRule, catalog: frozenset[str], *rules: WhitelistRule) -> StandardDiffPolicy:
    everywhere = (StrictInfo(), XrefStreamRule(), ObjectStreamRule(), DSSCompareRule(), StrictMetadata(), *rules)
    return StandardDiffPolicy(
        global_rules=[CatalogModificationRule(catalog), *(rule.as_qualified(LTA) for rule in everywhere)],
        form_rule=form,
        ignore_orphaned_objects=False,
    )


def _fields() -> list[Any]:
    # A picture that was signed is never drawn over again.
    creation = SigFieldCreationRule(allow_new_visible_after_certify=True)
    return [creation, SigFieldModificationRule(allow_in_place_appearance_stream_changes=False)]


SINCE_ISSUE = _policy(FirstForm(_fields()), CATALOG_MAY_CHANGE | {"/Perms"}, FirstPermissions())
SINCE_SIGNATURE = _policy(FormUpdatingRule(_fields(), frozenset({"/Fields", "/DR", "/DA", "/Q"})), CATALOG_MAY_CHANGE)
