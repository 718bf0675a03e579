"""Registration of technology contracts: filing, recognition, certificates."""
