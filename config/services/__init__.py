"""The embedded PostgreSQL and Valkey: found, started, adopted and stopped."""
