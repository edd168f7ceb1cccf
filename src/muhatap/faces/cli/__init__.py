"""The terminal's face: what an operator or a developer starts by hand.

It is: the launcher's commands, the embedded database, the supervisor of the other faces and of the worker.
It is not: a place for business rules; a command that changes business data calls the same commands as a page.
"""
