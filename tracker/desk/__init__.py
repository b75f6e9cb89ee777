"""The staff desk for vendors, products and deployments."""
