"""Pure rules without Django: terms, places, uses, standing."""
