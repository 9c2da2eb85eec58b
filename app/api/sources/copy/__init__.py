"""Routes for the copy of a page on which an editor corrects a recipe by clicking."""
