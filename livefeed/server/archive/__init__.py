"""A coverage as a folder of static pages, for any file server and for a memory stick (docs/archive.md)."""
