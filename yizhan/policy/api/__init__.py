"""The law book over HTTP: values of a day, histories, calculators."""
