"""How the facts of this package read in a timeline; placeholders are the fact's own values."""

from __future__ import annotations

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from muhatap.kernel.events import Fact
from muhatap.operations.events import (
    AdviceClosed,
    AdviceGiven,
    HandoverMade,
    JobAnswered,
    JobCancelled,
    JobConfirmed,
    JobDisputed,
    JobDone,
    JobMissed,
    JobsConfirmed,
    JobsPlanned,
    JobsReported,
    JobStarted,
    LocationLive,
    StartMoved,
    StartOverrideAgreed,
    StartOverrideAsked,
    StartPlanned,
    StartTaskDone,
    TicketAnswered,
    TicketClosed,
    TicketOpened,
    TicketReplied,
    TicketRouted,
)

SENTENCES: dict[type[Fact], LazyText] = {
    AdviceClosed: _("The advice was followed up"),
    AdviceGiven: _("We advised the member"),
    HandoverMade: _("The handover protocol was made"),
    JobAnswered: _("The member answered the job"),
    JobCancelled: _("The job was cancelled: %(reason)s"),
    JobConfirmed: _("The delivery of %(day)s was accepted"),
    JobDisputed: _("The customer disputes the delivery: %(reason)s"),
    JobDone: _("The job of %(day)s is done"),
    JobMissed: _("Nobody came on %(day)s"),
    JobStarted: _("The crew is at the location"),
    JobsConfirmed: _("Several deliveries were accepted"),
    JobsPlanned: _("Jobs were planned until %(until)s"),
    JobsReported: _("Several deliveries were reported as planned"),
    LocationLive: _("The service started at the location on %(day)s"),
    StartMoved: _("The start was moved to %(go_live_on)s"),
    StartOverrideAgreed: _("A second person agreed to start in spite of the gate"),
    StartOverrideAsked: _("A start in spite of the gate was asked: %(reason)s"),
    StartPlanned: _("The start was planned for %(go_live_on)s"),
    StartTaskDone: _("A task before the start is done"),
    TicketAnswered: _("We answered the ticket"),
    TicketClosed: _("The ticket is closed"),
    TicketOpened: _("The customer opened a ticket"),
    TicketReplied: _("Somebody wrote into the ticket"),
    TicketRouted: _("The ticket was passed to the member"),
}
