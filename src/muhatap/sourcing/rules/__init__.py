"""Pure rules of sourcing: who may be a candidate, and how the best plan of a round is found."""
