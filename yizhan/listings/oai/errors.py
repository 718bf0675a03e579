"""The errors of the protocol, in its own words."""


class OaiError(Exception):
    """Raised with a code of the protocol and a sentence for whoever reads the answer."""

    def __init__(self, code: str, sentence: str) -> None:
        """Keep both."""
        self.code, self.sentence = code, sentence
        super().__init__(code)
