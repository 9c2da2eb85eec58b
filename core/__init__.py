"""The base layer: settings, the event item, errors, web addresses, logs, tracing. It imports no other package here."""
