"""Who may open which door: every address, every role, the answer expected."""
