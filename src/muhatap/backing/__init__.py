"""Backing: project agreements, what each member owes for a promise at which price, and THE PROOF - step 6.

For every promise and day: is it backed, by whom, and what is missing. It is not about whether the work was
done (operations) or paid (billing)."""
