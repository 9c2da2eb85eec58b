"""The ground floor: settings, the event item, errors, web addresses, logs, tracing. It imports nothing of ours."""
