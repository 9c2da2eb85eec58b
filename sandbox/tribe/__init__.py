"""A replica of a site with The Events Calendar."""
