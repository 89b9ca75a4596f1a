"""What flows through livefeed: frames, posts, entries, changes, coverages. Values only, no behaviour with effects."""
