"""The desk: the face of the staff of the prime."""
