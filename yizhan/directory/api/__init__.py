"""The API of the directory: code lists and organisations."""
