"""What may be allowed around audits, findings and actions."""

from muhatap.kernel.actors import Permission


class QualityPermission(Permission):
    """Desk: all. Customer: SEE. Member: SEE, ACT."""

    SEE = "quality.see"
    PLAN = "quality.plan"
    AUDIT = "quality.audit"
    REVIEW = "quality.review"
    PUBLISH = "quality.publish"
    ACT = "quality.act"
    VERIFY = "quality.verify"
    TEMPLATES = "quality.templates"
