"""schema.org data in every syntax: JSON-LD, microdata, RDFa, h-event."""
