"""Audits on their way: planned, begun, answered, published."""

from __future__ import annotations

from muhatap.kernel.actors import Actor
from muhatap.quality import commands, reads
from muhatap.quality.models import Template
from muhatap.quality.rules import content
from tests.given import operations as given


def template(key: str) -> Template:
    """A template that comes with the product."""
    found: Template = Template.objects.get(key=key)
    return found


def planned(desk: Actor, here: given.Site, *, key: str = "cleaning_service") -> int:
    """An audit of the service at a site, today."""
    return commands.plan_audit(
        desk,
        kind="service",
        template_id=template(key).pk,
        planned_on=desk.today,
        location_id=here.location_id,
    )


def begun(desk: Actor, here: given.Site, *, lot_size: int | None = 120) -> int:
    """An audit of the service at a site, begun."""
    audit_id = planned(desk, here)
    commands.start_audit(desk, audit_id=audit_id, lot_size=lot_size)
    return audit_id


def best(item: content.Item) -> str:
    """The best answer to an item."""
    if item.type == content.NUMBER:
        limits = item.limits
        assert limits is not None
        if limits.low and not limits.low.startswith("@"):
            return "100" if limits.unit == "%" else limits.low
        return "0"
    return {content.PASS_FAIL: "pass", content.SCORE: "4", content.TEXT: "Düzenli"}.get(item.type, "")


def answered(desk: Actor, audit_id: int, **changed: tuple[str, str]) -> None:
    """Every item answered as well as can be, except those named (value, note); all evidence added."""
    whole = reads.sheet(desk, audit_id=audit_id)
    items = content.read(template("cleaning_service").content).items()
    answers = {item_id: changed.get(item_id, (best(item), "")) for item_id, item in items.items()}
    commands.answer_items(desk, audit_id=audit_id, answers=answers)
    for section in whole.sections:
        for row in section.items:
            item = items[row.id]
            failed = answers[row.id][0] in ("fail", "0", "1")
            count = item.min_photos or int(
                item.evidence in ("photo_always", "document_always", "reading_photo_always")
                or (failed and item.evidence == "photo_on_fail")
            )
            for _one in range(count):
                commands.add_evidence(desk, audit_id=audit_id, item_id=row.id, data=given.photo("red"), name="foto.jpg")


def submitted(desk: Actor, here: given.Site, **changed: tuple[str, str]) -> int:
    """An audit handed in, with the named answers as given and the others perfect."""
    audit_id = begun(desk, here)
    answered(desk, audit_id, **changed)
    commands.submit_audit(desk, audit_id=audit_id, conclusion="Genel durum iyi.", internal_note="Ekip yeni.")
    return audit_id


def published(desk: Actor, here: given.Site, **changed: tuple[str, str]) -> int:
    """An audit reported to its customer and member."""
    audit_id = submitted(desk, here, **changed)
    commands.publish_audit(desk, audit_id=audit_id)
    return audit_id
