"""From an address to a proposed source: how a site publishes its events, with the evidence."""
