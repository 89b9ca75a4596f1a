"""The pure core: match, fold, order. No network, no clock, no event loop, no global state."""
