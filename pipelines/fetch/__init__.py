"""Fetching published data sets: from the publisher, or from a file somebody carried over, into `KPI_HOME`."""
