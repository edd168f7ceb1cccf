"""What parameters, units, pricing models and levels are called on screen; the data names them by key."""

from __future__ import annotations

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

PARAMETERS: dict[str, str | LazyText] = {
    "first_response_minutes": _("First response to a request"),
    "margin_floor_percent": _("Lowest margin without approval"),
    "margin_target_percent": _("Suggested margin"),
    "gate_days": _("Days that must be backed before a start"),
    "replacement_lead_days": _("Days to replace a member"),
    "standby_lead_hours": _("Hours until a standby member delivers"),
    "handover_overlap_days": _("Days of overlap at a hand-over"),
    "audit_report_hours": _("Time to publish an audit report"),
    "reassess_months_low": _("Months until a low risk is assessed again"),
    "reassess_months_medium": _("Months until a medium risk is assessed again"),
    "reassess_months_high": _("Months until a high risk is assessed again"),
    "assumed_price_rise_percent": _("Assumed rise of prices a year"),
    "iban_cool_off_days": _("Waiting time of a changed IBAN"),
    "proposal_validity_days": _("Validity of a proposal"),
    "vat_rate_general": _("VAT, general rate"),
    "vat_rate_reduced_catering": _("VAT, catering"),
    "vat_rate_reduced_catering_alcohol": _("VAT, alcohol in catering"),
    "vat_rate_super_reduced": _("VAT, basic foods"),
    "vat_withholding_limit": _("Lower limit of VAT withholding"),
    "vat_withholding_construction_A_threshold": _("Withholding of VAT payers on building works, from"),
    "vat_return_day_responsible": _("VAT return no. 2, last day"),
    "vat_payment_day_responsible": _("VAT no. 2, last day of payment"),
    "vat_return_day_taxpayer": _("VAT return no. 1, last day"),
    "invoice_deadline_days": _("Time to issue an invoice"),
    "invoice_objection_days": _("Time to object to an invoice"),
    "current_account_balance_objection": _("Time to object to a balance"),
    "efatura_obligation_turnover": _("Turnover from which e-invoices are a duty"),
    "earsiv_small_taxpayer_limit": _("e-archive limit for small taxpayers"),
    "earsiv_for_balance_sheet_taxpayers": _("e-archive limit, balance-sheet taxpayers"),
    "stamp_duty_contract": _("Stamp duty, contracts"),
    "stamp_duty_guarantee": _("Stamp duty, guarantees"),
    "stamp_duty_termination": _("Stamp duty, terminations"),
    "stamp_duty_rent": _("Stamp duty, rent contracts"),
    "stamp_duty_ceiling_per_paper": _("Stamp duty, ceiling per paper"),
    "stamp_duty_declaration_continuous": _("Stamp duty return, continuous taxpayers"),
    "stamp_duty_declaration_other": _("Stamp duty return, others"),
    "stamp_duty_assignment_ratio": _("Stamp duty of an assignment"),
    "late_payment_default_rate_TTK1530": _("Default interest, late payment of supplies"),
    "late_payment_min_recovery_TTK1530": _("Least cost of recovery, late payment"),
    "payment_term_default_days": _("Payment term where none is agreed"),
    "payment_term_max_days": _("Longest payment term"),
    "acceptance_period_max_days": _("Longest time to accept"),
    "legal_interest_3095": _("Legal interest"),
    "tcmb_advance_rate": _("Central bank, advance rate"),
    "revaluation_rate_2025": _("Revaluation rate 2025"),
    "minimum_wage_gross_month": _("Minimum wage, gross a month"),
    "minimum_wage_support_month": _("Minimum wage support a month"),
    "sgk_ceiling_multiple": _("Ceiling of social security"),
    "sgk_employer_rate_total": _("Employer's social security share"),
    "kvkk_data_subject_answer_days": _("Time to answer a data subject"),
    "kvkk_breach_notice_hours": _("Time to report a data breach"),
    "kvkk_periodic_destruction_max_months": _("Longest time between destructions of data"),
    "kvkk_destruction_log_years": _("Keeping the log of destruction"),
    "books_retention_tax_years": _("Keeping books, tax law"),
    "books_retention_commercial_years": _("Keeping books, commercial law"),
    "limitation_works_contract_years": _("Limitation of works contracts"),
    "commercial_email_optout_stop_business_days": _("Time to stop mails after an opt-out"),
    "bank_payment_proof_limit": _("Payments through a bank, from"),
    "einvoice_rejection_days_TICARIFATURA": _("Time to reject a commercial e-invoice"),
    "wage_check_frequency_subcontractor": _("Check of subcontractors' wages"),
}

UNITS: dict[str, str | LazyText] = {
    "%": "%",
    "office minutes": _("office minutes"),
    "days": _("days"),
    "hours": _("hours"),
    "TRY incl. VAT": _("TRY incl. VAT"),
    "day of next month": _("day of the next month"),
    "day of the month of filing": _("day of the month of filing"),
    "days after service / approval": _("days after the service"),
    "days from receipt": _("days from receipt"),
    "month from receipt": _("month from receipt"),
    "TRY gross sales": _("TRY gross sales"),
    "TRY incl. taxes": _("TRY incl. taxes"),
    "TRY (all amounts)": _("TRY, all amounts"),
    "per mille": "‰",
    "TRY": _("TRY"),
    "day of next month (declare/pay)": _("day of the next month, declare / pay"),
    "days after the paper is drawn up": _("days after the paper is made"),
    "of the original": _("of the original"),
    "% p.a.": _("% a year"),
    "days from invoice receipt / acceptance": _("days from invoice or acceptance"),
    "x minimum wage": _("× minimum wage"),
    "% + 2 % unemployment": _("% and 2 % unemployment"),
    "months": _("months"),
    "years": _("years"),
    "years from the next 1 January": _("years from the next 1 January"),
    "business days": _("working days"),
}

VALUES: dict[str, str | LazyText] = {"monthly": _("every month")}

SOURCES: dict[str, str | LazyText] = {
    "House rule: a request is answered within half a working day": _(
        "House rule: a request is answered within half a working day"
    ),
    "House rule: below this a proposal needs a second person's approval": _(
        "House rule: below this a proposal needs a second person's approval"
    ),
    "House rule: what a proposal suggests": _("House rule: what a proposal suggests"),
    "House rule: days that must be backed before a location starts": _(
        "House rule: days that must be backed before a location starts"
    ),
    "House rule: time to replace a member": _("House rule: time to replace a member"),
    "House rule: days on which the old and the new member are both on site": _(
        "House rule: days on which the old and the new member are both on site"
    ),
    "House rule: time until a standby member delivers": _("House rule: time until a standby member delivers"),
    "House rule: a year's price revision as gaps between terms count it": _(
        "House rule: a year's price revision as gaps between terms count it"
    ),
    "House rule: months until a member of low risk answers the questionnaire again": _(
        "House rule: months until a member of low risk answers the questionnaire again"
    ),
    "House rule: months until a member of medium risk answers the questionnaire again": _(
        "House rule: months until a member of medium risk answers the questionnaire again"
    ),
    "House rule: months until a member of high risk answers the questionnaire again": _(
        "House rule: months until a member of high risk answers the questionnaire again"
    ),
    "House rule: an audit reaches its customer within this time": _(
        "House rule: an audit reaches its customer within this time"
    ),
    "House rule: a new IBAN is paid after this time": _("House rule: a new IBAN is paid after this time"),
    "House rule: how long a proposal binds us, TBK art. 3": _("House rule: how long a proposal binds us, TBK art. 3"),
}

PRICING: dict[str, str | LazyText] = {
    "per_m2": _("per m²"),
    "fixed_monthly": _("fixed per month"),
    "time_and_material": _("time and material"),
    "per_headcount": _("per head"),
    "per_visit": _("per visit"),
    "per_trip": _("per trip"),
    "per_meal": _("per meal"),
    "per_unit": _("per unit"),
}

LEVELS: dict[str, str | LazyText] = {
    "company": _("company"),
    "project": _("project"),
    "employee": _("employee"),
    "vehicle": _("vehicle"),
    "product": _("product"),
    "equipment": _("equipment"),
    "location": _("location"),
}


def parameter_name(key: str) -> str:
    """The name of a parameter; its key where it has none."""
    return str(PARAMETERS.get(key, key))


def unit_name(unit: str) -> str:
    """The unit of a parameter in words."""
    return str(UNITS.get(unit, unit))


def value_name(value: str) -> str:
    """A value that is a word, in the active language."""
    return str(VALUES.get(value, value))


def source_name(source: str) -> str:
    """Where a figure comes from: rules of the house in the active language, law as it is cited."""
    return str(SOURCES.get(source, source))


def pricing_name(model: str) -> str:
    """What the price of a service is for."""
    return str(PRICING.get(model, model))


def level_name(level: str) -> str:
    """At which level a document is held."""
    return str(LEVELS.get(level, level))
