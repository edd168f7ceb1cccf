"""Muhatap: the operating system of a single-counterpart service network."""
