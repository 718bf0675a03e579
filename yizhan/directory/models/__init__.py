"""Tables of the directory, one file for each noun."""

from yizhan.directory.models.alliances import Seat
from yizhan.directory.models.changes import OrganisationChange
from yizhan.directory.models.claims import Claim
from yizhan.directory.models.designations import Designation, Title
from yizhan.directory.models.keys import ApiKey
from yizhan.directory.models.merging import Merge, Pair
from yizhan.directory.models.organisations import SEARCHED, FormerName, Organisation
from yizhan.directory.models.papers import ClaimPaper
from yizhan.directory.models.people import Invitation, Membership, Person, PersonManager
from yizhan.directory.models.places import Industry, Region

__all__ = [
    "SEARCHED",
    "ApiKey",
    "Claim",
    "ClaimPaper",
    "Designation",
    "FormerName",
    "Industry",
    "Invitation",
    "Membership",
    "Merge",
    "Organisation",
    "OrganisationChange",
    "Pair",
    "Person",
    "PersonManager",
    "Region",
    "Seat",
    "Title",
]
