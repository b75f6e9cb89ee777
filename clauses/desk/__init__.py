"""The staff desk for the library, and the review that every publication passes."""
