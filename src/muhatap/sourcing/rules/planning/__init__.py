"""From a judged round to the best plan and back into words: what is asked, the problem, the telling, what blocks.

Values in, values out: everything a plan depends on stands in `Inputs`, which is kept with it.
"""
