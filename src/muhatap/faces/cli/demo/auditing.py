"""Audits of the demo: planned, answered on the phone page, published the same day; findings corrected or overdue."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import partial

from muhatap.accounts.reads import Role
from muhatap.documents.making.quality import publish_audit
from muhatap.faces.cli.demo.agenda import Agenda
from muhatap.faces.cli.demo.cast import CUSTOMERS, CustomerCast, MemberCast, members
from muhatap.faces.cli.demo.pictures import photo
from muhatap.faces.cli.stages.world import World
from muhatap.kernel.errors import Refusal
from muhatap.kernel.lists import ListQuery
from muhatap.quality import commands, reads

EVERYTHING = 500
# Which template looks at which service, by a word of its title.
TEMPLATES = {
    "office_cleaning": "Temizlik", "hospital_cleaning": "Temizlik", "industrial_cleaning": "Temizlik",
    "pest_control_general": "Haşere", "transported_meals": "Yemek", "garden_maintenance": "Peyzaj",
    "hvac_maintenance": "Teknik", "lift_maintenance": "Teknik", "unarmed_guarding": "Güvenlik",
}  # fmt: skip


def plan(agenda: Agenda, world: World) -> None:
    """Each running customer is audited twice a month; members in turn; some audits still lie ahead."""
    today: date = world.ids["today"]
    for place, cast in enumerate(CUSTOMERS[:7]):
        for number, back in enumerate(range(3 + place, cast.starts_days_ago - 20, 17)):
            day = today - timedelta(days=back)
            agenda.on(day, partial(audit_location, cast=cast, number=number, back=back), hour=13, minute=place)
        agenda.on(today - timedelta(days=1), partial(announce, cast=cast, number=place), hour=16, minute=place)
    active = [cast for cast in members() if cast.stage == "active"]
    for number, back in enumerate(range(4, 170, 11)):
        agenda.on(today - timedelta(days=back), partial(audit_member, cast=active[number]), hour=14)
    for back in range(0, 170, 7):
        agenda.on(today - timedelta(days=back), follow_findings, hour=16, minute=30)


def _template(world: World, kind: str, word: str) -> int | None:
    found = reads.templates(world.desk(Role.AUDITOR), kind=kind)
    return next((pk for pk, title in found if word in title), None)


def announce(world: World, cast: CustomerCast, number: int) -> None:
    """An audit of the coming days."""
    auditor = world.desk(Role.AUDITOR)
    template = _template(world, "service", TEMPLATES.get(cast.wants[0].service, ""))
    location = world.ids["locations", cast.key][number][0]
    if template is not None:
        commands.plan_audit(
            world.desk(Role.PROJECT_MANAGER), kind="service", template_id=template, planned_on=auditor.today + timedelta(days=2 + number),
            location_id=location, auditor_id=auditor.user_id,
        )  # fmt: skip


def audit_location(world: World, cast: CustomerCast, number: int, back: int) -> None:
    """One audit of a location's service, from the plan to the customer's report; the newest waits to be reported."""
    auditor = world.desk(Role.AUDITOR)
    want = cast.wants[number % len(cast.wants)]
    template = _template(world, "service", TEMPLATES.get(want.service, "?"))
    if template is None:
        return
    locations = world.ids["locations", cast.key]
    audit = commands.plan_audit(
        world.desk(Role.PROJECT_MANAGER), kind="service", template_id=template, planned_on=auditor.today,
        location_id=locations[number * 5 % len(locations)][0], auditor_id=auditor.user_id, announced=number % 3 > 0,
    )  # fmt: skip
    commands.start_audit(auditor, audit_id=audit)
    _answer(world, audit, quality=(0.97, 0.9, 0.8)[number % 3])
    _finish(world, audit, publish=back > 4)


def audit_member(world: World, cast: MemberCast) -> None:
    """One audit of a member company."""
    party = world.ids.get(("member", cast.key))
    template = _template(world, "member", "")
    if party is None or template is None:
        return
    auditor = world.desk(Role.AUDITOR)
    audit = commands.plan_audit(
        world.desk(Role.PROJECT_MANAGER),
        kind="member",
        template_id=template,
        planned_on=auditor.today,
        member_id=party,
        auditor_id=auditor.user_id,
    )
    commands.start_audit(auditor, audit_id=audit)
    _answer(world, audit, quality=cast.quality)
    _finish(world, audit, publish=True)


def _finish(world: World, audit: int, *, publish: bool) -> None:
    auditor = world.desk(Role.AUDITOR)
    try:
        commands.submit_audit(auditor, audit_id=audit, conclusion="Saha genel olarak düzenli; bulgular takip edilecek.")
    except Refusal:
        return
    if publish:
        world.advance(hours=1)
        try:
            publish_audit(world.desk(Role.PROJECT_MANAGER), audit_id=audit)
        except Refusal:
            commands.review_audit(world.desk(Role.PROJECT_MANAGER), audit_id=audit, note="Değerlendirildi.")
            publish_audit(world.desk(Role.PROJECT_MANAGER), audit_id=audit)


def _answer(world: World, audit: int, *, quality: float) -> None:
    """Answer every item: as good as the place is, with a note and a photo where something is wrong."""
    auditor, chance = world.desk(Role.AUDITOR), random.Random(audit)
    view = reads.sheet(auditor, audit_id=audit)
    answers, photos = {}, []
    # An item that is a photo may ask for up to three.
    wanted = [item.id for section in view.sections for item in section.items if item.type == "photo"]
    for section in view.sections:
        for item in section.items:
            good = item.critical or chance.random() < quality
            value = _value(item, good=good)
            answers[item.id] = (value, "" if good else "Yerinde görüldü; düzeltilmesi istendi.")
            if "always" in item.evidence or item.type == "photo" or (not good and "photo" in item.evidence):
                photos.append(item.id)
    for unit in view.units or ("",):
        commands.answer_items(auditor, audit_id=audit, answers=answers, unit=unit)
        taken = [
            (item_id, photo(audit + place), "saha.jpg")
            for place, item_id in enumerate(sorted([*photos, *wanted, *wanted]))
        ]
        commands.add_evidences(auditor, audit_id=audit, evidence=taken, unit=unit)


def _value(item: reads.ItemRow, *, good: bool) -> str:
    if item.type == "pass_fail":
        return "pass" if good else "fail"
    if item.type == "score_0_4":
        return "4" if good else "1"
    if item.type == "number":
        return _within(item.limits) if good else "0"
    return "Görüldü, not edildi."


def _within(limits: str) -> str:
    """A reading inside the limits that stand beside the item."""
    numbers = [
        word
        for word in limits.replace(",", ".").replace("–", " ").split()
        if word.lstrip("-").replace(".", "").isdigit()
    ]
    return numbers[0] if numbers else "1"


def follow_findings(world: World) -> None:
    """Members name causes and do their actions, the desk verifies; what is left grows overdue."""
    manager = world.desk(Role.PROJECT_MANAGER)
    for row in reads.findings(manager, query=ListQuery(filters={"state": "open"}, limit=EVERYTHING)).rows:
        if row.id % 5:
            _correct(world, row.id)


def _correct(world: World, finding: int) -> None:
    view = reads.finding(world.desk(Role.PROJECT_MANAGER), finding_id=finding)
    if view.member_id is None:
        return
    member = world.member(party_id=view.member_id)
    try:
        commands.name_cause(member, finding_id=finding, cause="Kontrol listesi vardiya değişiminde atlanmış.")
        action = commands.plan_action(
            member,
            finding_id=finding,
            text="Liste devir tesliminde birlikte imzalanacak.",
            due_on=member.today + timedelta(days=5),
        )
        world.advance(minutes=1)
        member = world.member(party_id=view.member_id)
        commands.do_action(member, action_id=action, note="Yapıldı.", evidence=photo(finding), name="sonra.jpg")
        commands.verify_finding(world.desk(Role.PROJECT_MANAGER), finding_id=finding, verdict="Yerinde görüldü.")
    except Refusal:
        return
