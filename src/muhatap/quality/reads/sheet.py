"""An audit being answered: its template as of the day, its answers, and what they come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from muhatap.kernel.actors import Actor
from muhatap.kernel.periods import Period
from muhatap.network.models import Document, DocumentStatus
from muhatap.quality.models import Audit, AuditAnswer, AuditOutcome, AuditPhoto
from muhatap.quality.rules import sampling, scoring
from muhatap.quality.rules.content import Content, Item, read


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything the scorer needs, per unit (`""` where the template does not repeat)."""

    content: Content
    units: tuple[str, ...]
    header: Mapping[str, object]
    references: Mapping[str, Decimal]
    answers: Mapping[str, Mapping[str, scoring.Given]]
    sample: sampling.Plan | None = None
    lot_size: int | None = None

    def shown(self, unit: str) -> list[Item]:
        """The items asked of a unit."""
        given = self.answers[unit]
        return [item for item in self.content.items().values() if scoring.shown(item, self.header, given)]

    def missing(self) -> dict[str, tuple[str, ...]]:
        """Items that cannot be closed yet and what they lack; `unit:item` where the template repeats."""
        found = {}
        for unit in self.units:
            for item in self.shown(unit):
                if lacks := scoring.missing(item, self.answers[unit].get(item.id), self.references):
                    found[f"{unit}:{item.id}" if unit else item.id] = lacks
        return found

    def score(self) -> scoring.Score:
        """What the answers come to now."""
        each = {
            unit: scoring.score(self.content, self.answers[unit], header=self.header, references=self.references)
            for unit in self.units
        }
        return scoring.combine(self.content, each)

    def judged(self, unit: str, item: Item) -> scoring.Judged:
        """What the answer to an item means."""
        return scoring.judge(item, self.answers[unit].get(item.id), self.references)


def load_content(actor: Actor, audit: Audit) -> tuple[Content, tuple[str, ...]]:
    """What an audit that has begun asks, and of which units (one without a name where it asks once)."""
    outcome = AuditOutcome.objects.visible_to(actor).get(audit=audit)
    return read(outcome.snapshot), tuple(outcome.units) or ("",)


def load_sheet(actor: Actor, audit: Audit) -> Sheet:
    """Read an audit that has begun."""
    outcome = AuditOutcome.objects.visible_to(actor).get(audit=audit)
    template = read(outcome.snapshot)
    units = tuple(outcome.units) or ("",)
    photos = Counter(AuditPhoto.objects.filter(audit=audit).values_list("unit", "item_id"))
    answers = {(row.unit, row.item_id): row for row in AuditAnswer.objects.filter(audit=audit)}
    documents = _documents(audit, template)
    given: dict[str, dict[str, scoring.Given]] = {unit: {} for unit in units}
    for unit in units:
        for item_id, item in template.items().items():
            answer = answers.get((unit, item_id))
            files = photos[unit, item_id]
            if answer is not None or files:
                given[unit][item_id] = scoring.Given(
                    value=answer.value if answer else "",
                    note=answer.note if answer else "",
                    photos=files,
                    document_valid=documents.get(item.document_key),
                )
    sample = None
    if template.sampling and outcome.lot_size:
        rule = template.sampling
        sample = sampling.plan(outcome.lot_size, level=rule.level, aql=rule.aql, inspection=rule.inspection)
    references = {"sampling.ac": Decimal(sample.ac)} if sample else {}
    return Sheet(template, units, outcome.header, references, given, sample, outcome.lot_size)


def _documents(audit: Audit, template: Content) -> dict[str, bool]:
    """Documents of the member that items ask for and that we hold: valid on the day, or expired."""
    keys = {item.document_key for item in template.items().values() if item.document_key}
    if not keys or audit.member_id is None:
        return {}
    found: dict[str, bool] = {}
    rows = Document.objects.filter(member_id=audit.member_id, type__in=keys, status=DocumentStatus.VERIFIED)
    for key, period in rows.values_list("type_id", "period"):
        found[key] = found.get(key, False) or audit.planned_on in Period.of(period)
    return found
