"""Who may ask at a higher rate: partner organisations and their keys."""

from tracker.api.models.key import PartnerKey
from tracker.api.models.organisation import PartnerOrganisation

__all__ = ["PartnerKey", "PartnerOrganisation"]
