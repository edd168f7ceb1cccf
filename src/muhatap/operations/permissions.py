"""What may be allowed around start plans, jobs, tickets and advice."""

from muhatap.kernel.actors import Permission


class OperationsPermission(Permission):
    """Desk: all. Customer: SEE, DO_TASK, CONFIRM, OPEN_TICKET. Member: SEE, DO_TASK, DELIVER, ANSWER_TICKET."""

    SEE = "operations.see"
    START = "operations.start"
    OVERRIDE = "operations.override"
    DO_TASK = "operations.do_task"
    PLAN = "operations.plan"
    DELIVER = "operations.deliver"
    CONFIRM = "operations.confirm"
    OPEN_TICKET = "operations.open_ticket"
    ANSWER_TICKET = "operations.answer_ticket"
    ADVISE = "operations.advise"
