"""Tests of livefeed; the folders mirror the package's."""
