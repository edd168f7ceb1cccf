"""The kernel: what every package of the house stands on, without one business word in it.

Actors and commands, refusals, facts and their journal, lifecycles, money, periods, calendars, numbering,
dated parameters, files, Turkish text, jobs, history and the wall. It knows nothing of customers or
members: an audience is a side of the wall, a party is a number.
"""
