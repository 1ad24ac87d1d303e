"""The life of one request: admit, route, attempt, meter, settle."""
