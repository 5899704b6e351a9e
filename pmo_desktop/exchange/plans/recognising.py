"""What kind of plan a file is, by how it begins; `Refusal` for those that we do not read."""

from __future__ import annotations

import re
from enum import StrEnum

from pmo_desktop.exchange.files.formats import EMPTY_ZIP, OLE, ZIP, Refusal
from pmo_desktop.exchange.plans.letters import as_utf8

HEAD = 16 * 1024
ROOT = re.compile(rb"<(?![?!])(?:[\w.-]+:)?([\w.-]+)([^>]*)")
PLAN_SUFFIXES = (".xml", ".gan")
HTML = re.compile(rb"\s*<(?:!doctype\s+)?html", re.IGNORECASE)
COMMENT = re.compile(rb"<!--.*?-->|<\?.*?\?>", re.DOTALL)
MICROSOFT = b"schemas.microsoft.com/project"
PLANNER = re.compile(rb"mrproject-version|calligra|kplato", re.IGNORECASE)
# In a file of OLE parts, names are in letters of two bytes.
MPP_MARKS = ("MSProject".encode("utf-16-le"), b"MSProject.", b"Microsoft Project")
MPP_SUFFIXES = (".mpp", ".mpt")


class PlanKind(StrEnum):
    MSPDI = "mspdi"
    GAN = "gan"


def plan_kind(head: bytes, suffix: str) -> PlanKind | None:
    """None for a file that is no plan. `head` is its first `HEAD` bytes or more."""
    if head.startswith((ZIP, EMPTY_ZIP)):
        return None  # as most files of an import; their letters would be long to guess
    if head.startswith(OLE):
        if suffix in MPP_SUFFIXES or any(mark in head for mark in MPP_MARKS):
            raise Refusal("plan_mpp")
        return None
    if head.startswith(b"ERMHDR"):
        raise Refusal("plan_xer")
    if re.match(rb"MPX[,;\t]", head):
        raise Refusal("plan_mpx")
    text = as_utf8(head).data.lstrip()
    if not text.startswith(b"<"):
        return None
    return _of_xml(text, suffix)


def misnamed(head: bytes) -> Refusal | None:
    """What a file is that is called as plans are, and is none; None for what workbooks begin with,
    and for an empty file."""
    if not head or head.startswith((ZIP, EMPTY_ZIP)):
        return None
    if head.startswith(OLE):
        return Refusal("plan_office_document")
    plain = COMMENT.sub(b"", as_utf8(head).data).lstrip()
    if HTML.match(plain):
        return Refusal("plan_web_page")
    root = ROOT.search(plain) if plain.startswith(b"<") else None
    if root is None:
        return Refusal("plan_no_xml")
    return Refusal("plan_other_xml", {"root": root[1].decode("utf-8", "replace")})


def _of_xml(text: bytes, suffix: str) -> PlanKind | None:
    plain = COMMENT.sub(b"", text)
    if re.match(rb"\s*<!", plain) and suffix in (".xml", ".gan", "") and _is_about_a_plan(plain):
        raise Refusal("plan_with_entities")
    found = ROOT.search(plain)
    if found is None:
        return None
    root, attributes = found[1], found[2]
    if b"primavera" in attributes.lower() or root in (b"APIBusinessObjects", b"BusinessObjects"):
        raise Refusal("plan_p6_xml")
    if root == b"Workbook":
        raise Refusal("plan_excel_xml")
    if PLANNER.search(plain[:2048]):
        raise Refusal("plan_planner")
    if root == b"Project":
        return PlanKind.MSPDI
    if root == b"project" and _is_ganttproject(attributes, plain, suffix):
        return PlanKind.GAN
    if suffix == ".gan" or MICROSOFT in plain:
        raise Refusal("plan_other_xml", {"root": root.decode("utf-8", "replace")})
    return None


def _is_ganttproject(attributes: bytes, plain: bytes, suffix: str) -> bool:
    marks = (b"gantt-divider", b"resource-divider", b"view-date", b"view-index", b"webLink")
    return suffix == ".gan" or any(mark in attributes for mark in marks) or b"<taskprop" in plain


def _is_about_a_plan(plain: bytes) -> bool:
    """A web page declares its type too, and is told as what it is."""
    return not HTML.match(plain)
