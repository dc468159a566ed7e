"""The command line."""

import sys


def main() -> None:
    """Not written yet."""
    sys.exit("not written yet")


if __name__ == "__main__":
    main()
