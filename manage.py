"""Django's command line; the same as `yizhan`."""

from yizhan.config.cli import main

main()
