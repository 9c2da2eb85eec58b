"""Shopify shops that sell tickets."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform, Sign

PLATFORM = Platform(
    name="shopify",
    title="Shopify",
    covers="every dated product, once the collection was read to its end",
    marks=(
        Mark(
            body=Body.JSON,
            words=('"products"', '"variants"', '"body_html"'),
            weight=146,
            reason="products with variants and body_html",
        ),
    ),
    signs=(
        Sign(
            pattern=r"cdn\.shopify\.com(?=.{0,200000}?/collections/((?:upcoming-)?(?:events?|shows?|classes|tickets|workshops|calendar))\b)",
            words=("cdn.shopify.com",),
            address="/collections/{}/products.json?limit=250",
            reason="a shop with a collection of events",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
