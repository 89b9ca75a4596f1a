"""Make a tape that can be published: everybody and every place on it under another name, all else as it was."""
