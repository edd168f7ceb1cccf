"""The portal of customers: their requests, proposals, contracts, audits and invoices. No member price is reachable here."""
