"""The acts of the story, step by step, as people click them at the four faces."""
