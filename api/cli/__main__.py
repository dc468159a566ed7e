"""`python -m api.cli` is `amur`."""

from api.cli.program import main

if __name__ == "__main__":
    main()
