"""OvationTix box offices."""
