"""What may be allowed around start plans, jobs, tickets and advice."""

from muhatap.kernel.actors import Permission


class OperationsPermission(Permission):
    """Acts of the operation."""

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
