"""Start plans, jobs, tickets and advice: steps 7 to 9 of the spine."""

from muhatap.operations.models.jobs import (
    JOB_LIFECYCLE,
    ExceptionKind,
    Job,
    JobException,
    JobPhoto,
    JobStatus,
    PhotoKind,
    Presence,
    PresenceMethod,
)
from muhatap.operations.models.starts import (
    START_LIFECYCLE,
    Side,
    StartOverride,
    StartPlan,
    StartStatus,
    StartTask,
)
from muhatap.operations.models.tickets import (
    TICKET_LIFECYCLE,
    Advice,
    Ticket,
    TicketKind,
    TicketMessage,
    TicketStatus,
)

__all__ = [
    "JOB_LIFECYCLE",
    "START_LIFECYCLE",
    "TICKET_LIFECYCLE",
    "Advice",
    "ExceptionKind",
    "Job",
    "JobException",
    "JobPhoto",
    "JobStatus",
    "PhotoKind",
    "Presence",
    "PresenceMethod",
    "Side",
    "StartOverride",
    "StartPlan",
    "StartStatus",
    "StartTask",
    "Ticket",
    "TicketKind",
    "TicketMessage",
    "TicketStatus",
]
