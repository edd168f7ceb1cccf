"""E-mail: the folder that takes mails where no server is set up, and the outbox's letters by template.

It decides nothing: who gets which mail about what is the business of the package that leaves it in the outbox.
"""
