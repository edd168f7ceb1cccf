"""The portal of members and applicants: agreements, jobs, audits, settlements. No customer price is reachable here."""
