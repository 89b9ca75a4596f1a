"""A coverage as a file: all of its entries, in a form for programs, spreadsheets or readers (docs/export.md)."""
