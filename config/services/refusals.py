"""What the embedded services say when they cannot serve."""


class ServicesUnavailable(Exception):
    """The embedded services cannot be used; the message is one sentence a person can act on."""
