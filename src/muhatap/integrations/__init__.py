"""Integrations: one small folder per outside party (e-invoice, banks, e-mail, webhooks).

Each translates between our values and the outside party's format, and says in a sentence what is wrong.
It decides nothing about the business and stores nothing: values and bytes in, values and bytes out.
"""
