"""Addresses -> pages and feeds, by the rules of whoever serves them."""
