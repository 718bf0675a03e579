"""What the law makes of a case: pure functions, each with a ledger."""
