"""Reads cards and JSON records where a recipe says, finds the recipe of a page, and notices when it no longer fits."""
