"""Operations: start plans and their gate, jobs, presence, coordination and advice - steps 7 to 9.

From a backed promise to work done and confirmed. It does not judge quality (quality) and knows no prices (billing)."""
