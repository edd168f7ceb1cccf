"""The best plan of a round: choosing exactly one member per line at the least total cost, with a proven bound.

It is the single-source capacitated facility location problem (SSCFLP; without engagement costs the generalised
assignment problem). The search itself is HiGHS's; here stand the model, its relaxation and the neighbourhoods.
"""
