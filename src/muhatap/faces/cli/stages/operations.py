"""Steps 7 to 9 of the story: advice, the start through its gate, jobs on the phone, a month of deliveries."""

from __future__ import annotations

import io
from collections import defaultdict
from datetime import date, datetime, time, timedelta

from PIL import Image, ImageDraw

from muhatap.accounts.reads import Role
from muhatap.documents.making.operations import make_handover
from muhatap.faces.cli.stages.world import World
from muhatap.kernel import files
from muhatap.kernel.actors import ISTANBUL, Actor
from muhatap.kernel.filereads import visible_file
from muhatap.kernel.lists import ListQuery
from muhatap.kernel.periods import Period
from muhatap.operations import commands, reads
from muhatap.operations.reads import Side


def picture(words: str, *, colour: str = "#3b5b7a") -> bytes:
    """A photo for the story: a plain picture with words on it (JPEG)."""
    image = Image.new("RGB", (960, 720), colour)
    ImageDraw.Draw(image).text((40, 40), words, fill="white")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=70)
    return out.getvalue()


def to(world: World, day: date, hour: int = 9, minute: int = 0) -> None:
    """Let time pass to a time of a day, never back."""
    world.now = max(world.now, datetime.combine(day, time(hour, minute), ISTANBUL))


def play_advice(world: World) -> str:
    """Step 7: the project manager advises the member before the start."""
    manager = world.desk(Role.PROJECT_MANAGER)
    world.ids["advice"] = commands.give_advice(
        manager,
        member_id=world.ids["member"],
        project_id=world.ids["project"],
        topic="Başlangıç kadrosu ve yedek planı",
        text="İlk iki hafta her vardiyaya bir yedek personel ayırın; ekip sorumlusunu sahada tanıtın.",
        agreed_actions="İki yedek personel ve bir ekip sorumlusu adla bildirilecek.",
        follow_up_on=world.now.astimezone(ISTANBUL).date() + timedelta(days=14),
    )
    commands.see_advice(world.member(), advice_id=world.ids["advice"])
    return "Advice given on crew and cover; the member has read it"


def play_start_plans(world: World) -> str:
    """Step 8: a start plan per location; the gate refuses too early and says why; every side does its tasks."""
    manager = world.desk(Role.PROJECT_MANAGER)
    plans = commands.make_start_plans(manager, project_id=world.ids["project"])
    world.ids["start_plans"] = plans
    try:
        commands.go_live(manager, plan_id=plans[0])
    except commands.GateClosed as refused:
        reasons = len(refused.reasons)
    else:
        raise AssertionError("a start without preparation must be refused")
    for plan_id in plans:
        for task in reads.start_plan(manager, plan_id=plan_id).tasks:
            commands.do_start_task(_who(world, task), task_id=task.id)
    world.settle()
    done = sum(reads.start_plan(manager, plan_id=plan_id).row.done for plan_id in plans)
    return f"{len(plans)} start plans; the gate refused with {reasons} reasons; {done} tasks done by three sides"


def _who(world: World, task: reads.TaskRow) -> Actor:
    """Somebody of the side that does a task."""
    if task.side == Side.CUSTOMER:
        return world.customer(Role.CUSTOMER_SITE)
    if task.side == Side.MEMBER and task.member_id is not None:
        return world.member(party_id=task.member_id)
    return world.desk(Role.PROJECT_MANAGER)


def play_go_live(world: World) -> str:
    """Step 8: on its agreed day each service starts; the hand-over protocol is made."""
    live = []
    for plan_id in world.ids["start_plans"]:
        day = reads.start_plan(world.house, plan_id=plan_id).row.go_live_on
        to(world, day, 7, 30)
        manager = world.desk(Role.PROJECT_MANAGER)
        commands.go_live(manager, plan_id=plan_id)
        view = reads.start_plan(manager, plan_id=plan_id)
        world.keep(f"devir-protokolu-{plan_id}.pdf", make_handover(manager, plan_id=plan_id))
        live.append(view.row.location)
    rows = reads.jobs(world.house, query=ListQuery(sort="day", limit=1000)).rows
    world.ids["jobs"] = [row.id for row in rows]
    return f"{', '.join(live)} live on the agreed day; {len(rows)} jobs planned for 60 days"


def play_first_job(world: World) -> str:
    """Step 9: a crew lead checks in by the code at the entrance, works off the checklist and leaves a photo."""
    rows = [
        row for row in reads.jobs(world.house, query=ListQuery(sort="day", limit=1000)).rows if row.status == "planned"
    ]
    first = rows[0]
    begins = first.window_from or time(9)
    to(world, first.day, begins.hour, begins.minute)
    lead = world.member(Role.MEMBER_CREW_LEAD, party_id=first.member_id)
    code = next(
        view.check_in_code
        for plan_id in world.ids["start_plans"]
        if (view := reads.start_plan(world.house, plan_id=plan_id)).row.location == first.location
    )
    commands.check_in(lead, job_id=first.id, method="qr", code=code)
    points = [point.key for point in reads.job(lead, job_id=first.id).points]
    commands.tick_points(lead, job_id=first.id, points=points[:1])
    world.advance(hours=2)
    lead = world.member(Role.MEMBER_CREW_LEAD, party_id=first.member_id)
    for number in range(reads.job(lead, job_id=first.id).photos_needed):
        commands.add_photo(lead, job_id=first.id, data=picture(f"{first.number} / {number + 1}"), name="sonra.jpg")
    commands.complete_job(lead, job_id=first.id, points=points)
    world.settle()
    commands.confirm_job(world.customer(Role.CUSTOMER_SITE), job_id=first.id)
    world.settle()
    evidence = reads.job(world.house, job_id=first.id).photos[0]
    photo = visible_file(world.house, file_id=evidence.file_id)
    world.keep(f"is-fotografi-{first.number}.jpg", files.read(photo))
    world.ids["first_job"] = first.id
    return f"{first.number}: checked in by QR, {len(points)} points, 1 photo, confirmed by the customer"


def play_deliveries(world: World) -> str:
    """Step 9: the rest of the month is delivered; the customer confirms, one delivery is disputed and settled."""
    month = Period.month(world.now.astimezone(ISTANBUL).year, world.now.astimezone(ISTANBUL).month)
    last = month.last_day or world.now.date()
    to(world, last, 19)
    rows = reads.jobs(world.house, query=ListQuery(sort="day", limit=1000)).rows
    mine: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        if row.day in month and row.status in ("planned", "accepted", "started"):
            mine[row.member_id].append(row.id)
    reported = sum(commands.report_jobs(world.member(party_id=member), job_ids=ids) for member, ids in mine.items())
    world.settle()
    customer = world.customer(Role.CUSTOMER_SITE)
    waiting = reads.unconfirmed(customer, until=last)
    disputed = waiting[-1]
    commands.dispute_job(customer, job_id=disputed, reason="Toplantı odaları yapılmadan çıkıldı.")
    confirmed = commands.confirm_jobs(customer, job_ids=waiting)
    world.settle()
    view = reads.job(world.house, job_id=disputed).row
    commands.confirm_job(world.desk(Role.PROJECT_MANAGER), job_id=disputed, accepted_quantity=view.planned_quantity / 2)
    return (
        f"{reported} deliveries of {month.start:%m.%Y} reported, {confirmed} confirmed, 1 disputed and settled at half"
    )
