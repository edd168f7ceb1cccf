"""Steps 7 and 9 of the story: a member is audited, a location is audited and reported, a finding is corrected."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from muhatap.accounts.reads import Role
from muhatap.documents.making.quality import publish_audit
from muhatap.faces.cli.stages.operations import picture, to
from muhatap.faces.cli.stages.world import World
from muhatap.kernel.actors import ISTANBUL, Actor
from muhatap.quality import commands, reads

GOOD = {"pass_fail": "pass", "score_0_4": "4", "text": "Genel görünüm düzenli; ekip işbirliğine açık."}

SEEN = {"B2": "Zemin kat kadın tuvaletinde zemin ıslak bırakılmış.", "A1": "Lobi camlarında iz var."}


def _template(world: World, kind: str, words: str) -> int:
    """The published template of a kind whose title has these words."""
    found = reads.templates(world.house, kind=kind)
    return next((pk for pk, title in found if words in title), found[0][0])


def _answer(world: World, auditor: Actor, audit_id: int, failed: Mapping[str, str]) -> None:
    """Answer every item with its evidence: those named fail with the note, the others are in order."""
    view = reads.sheet(auditor, audit_id=audit_id)
    for section in view.sections:
        answers: dict[str, tuple[str, str]] = {}
        for item in section.items:
            note = failed.get(item.id, "")
            if item.type == "photo":
                continue
            bad = {"pass_fail": "fail", "score_0_4": "1"}.get(item.type, item.best)
            good = GOOD.get(item.type, item.best)
            answers[item.id] = (bad if note else good, note)
        commands.answer_items(auditor, audit_id=audit_id, answers=answers)
    # What the answers still ask for: photos and documents.
    for section in reads.sheet(auditor, audit_id=audit_id).sections:
        for item in section.items:
            if {"photo", "document"} & set(item.lacks) or (item.type == "photo" and item.lacks):
                for number in range(max(1, item.photos_needed)):
                    commands.add_evidence(
                        auditor,
                        audit_id=audit_id,
                        item_id=item.id,
                        data=picture(f"{view.number} {item.id} / {number + 1}"),
                        name=f"{item.id}.jpg",
                    )
    world.advance(minutes=50)


def play_member_audit(world: World) -> str:
    """Step 7: the member company is audited before it starts."""
    today = world.now.astimezone(ISTANBUL).date()
    audit_id = commands.plan_audit(
        world.desk(Role.PROJECT_MANAGER),
        kind="member",
        template_id=_template(world, "member", ""),
        planned_on=today,
        member_id=world.ids["member"],
        auditor_id=world.desk(Role.AUDITOR).user_id,
    )
    auditor = world.desk(Role.AUDITOR)
    commands.start_audit(auditor, audit_id=audit_id)
    _answer(world, auditor, audit_id, {})
    commands.submit_audit(world.desk(Role.AUDITOR), audit_id=audit_id, conclusion="Üye projeye hazırdır.")
    for name, pdf in publish_audit(world.desk(Role.PROJECT_MANAGER), audit_id=audit_id).items():
        world.keep(f"uye-denetimi-{name}.pdf", pdf)
    row = reads.audit(world.house, audit_id=audit_id).row
    world.ids["member_audit"] = audit_id
    return f"{row.number}: member audit of {row.member}, score {row.score}, {row.result_label}"


def play_audit(world: World) -> str:
    """Step 9: the service is audited on the phone and reported to the customer the same day."""
    day = world.now.astimezone(ISTANBUL).date() + timedelta(days=3)
    to(world, day, 10)
    location = _location(world)
    audit_id = commands.plan_audit(
        world.desk(Role.PROJECT_MANAGER),
        kind="service",
        template_id=_template(world, "service", "Temizlik"),
        planned_on=day,
        location_id=location,
        auditor_id=world.desk(Role.AUDITOR).user_id,
        announced=False,
    )
    auditor = world.desk(Role.AUDITOR)
    commands.start_audit(auditor, audit_id=audit_id, lot_size=120)
    _answer(world, auditor, audit_id, SEEN)
    commands.submit_audit(
        world.desk(Role.AUDITOR),
        audit_id=audit_id,
        conclusion="Genel düzey iyi; ıslak hacimlerde saatlik kontrol kurulmalı.",
        internal_note="Ekip yeni; ikinci hafta yeniden bakılacak.",
    )
    for name, pdf in publish_audit(world.desk(Role.PROJECT_MANAGER), audit_id=audit_id).items():
        world.keep(f"denetim-raporu-{name}.pdf", pdf)
    customer = world.customer()
    for report in reads.unread_reports(customer):
        commands.read_report(customer, report_id=report.id)
    row = reads.audit(world.house, audit_id=audit_id).row
    world.ids["audit"] = audit_id
    world.ids["findings"] = [one.id for one in reads.findings_of(world.house, audit_id=audit_id)]
    world.ids["audit_member"] = reads.audit(world.house, audit_id=audit_id).member_id
    return (
        f"{row.number}: {row.location}, score {row.score} ({row.result_label}), {row.findings} findings;"
        " reported the same day and read by the customer"
    )


def _location(world: World) -> int:
    """A location of the project with cleaning."""
    found = reads.audited_locations(world.house, contract_id=world.ids["contract"], category="cleaning")
    return found[0]


def play_correction(world: World) -> str:
    """Step 9: the member names the cause, acts and shows it; we verify, and a minor finding is closed."""
    member_id = world.ids["audit_member"]
    today = world.now.astimezone(ISTANBUL).date()
    numbers = []
    for finding_id in world.ids["findings"]:
        member = world.member(party_id=member_id)
        commands.name_cause(member, finding_id=finding_id, cause="Saatlik kontrol çizelgesi vardiyaya atanmamıştı.")
        action = commands.plan_action(
            member,
            finding_id=finding_id,
            text="Her vardiyaya kontrol sorumlusu atandı, çizelge asıldı.",
            due_on=today + timedelta(days=2),
        )
        world.advance(hours=5)
        commands.do_action(
            world.member(party_id=member_id),
            action_id=action,
            note="Çizelge asıldı ve ekip eğitildi.",
            evidence=picture("Saatlik kontrol çizelgesi", colour="#2f6b4a"),
            name="kanit.jpg",
        )
        world.settle()
        commands.verify_finding(world.desk(Role.PROJECT_MANAGER), finding_id=finding_id, verdict="Yerinde görüldü.")
        numbers.append(reads.finding(world.house, finding_id=finding_id).row)
    said = ", ".join(f"{row.number} {row.status}" for row in numbers)
    return f"Findings corrected by the member with evidence and verified: {said}"
