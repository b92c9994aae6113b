"""How fast the product is, against floors that are measured in the same run. `python -m benchmarks` prints the table."""
