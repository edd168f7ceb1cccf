"""Papers made from what the house knows: each function reads, sets the paper and attaches it through the command of its package."""
