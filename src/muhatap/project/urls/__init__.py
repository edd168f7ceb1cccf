"""Which pages each face answers: the shared ones and every noun module of its folder."""
