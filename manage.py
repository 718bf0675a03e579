"""Django's command line; the same as `yizhan`."""

from yizhan.config.cli import main

# Processes started by a command read this file again and must not start the command again.
if __name__ == "__main__":
    main()
