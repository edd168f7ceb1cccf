"""Quality: templates, audits, findings, actions and the reports customers get - steps 7 and 9.

Every audit is reported to the customer it concerns. It is not about presence and completion of jobs (operations)
nor about deductions (billing)."""
