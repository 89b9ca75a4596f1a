"""Let `python -m livefeed` do what `livefeed` does."""

from livefeed.cli.main import main

if __name__ == "__main__":
    main()
