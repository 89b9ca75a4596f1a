"""Kinds of network: one file each, that knows its wire format and nothing of sockets or clocks."""
