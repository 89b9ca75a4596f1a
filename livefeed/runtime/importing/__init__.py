"""Old events become tapes: archives of one's own account, tables, and lines that other collectors wrote."""
