"""Contracts in the town: the mill sells, its rival buys, the city registers."""

from typing import TYPE_CHECKING, Any

from yizhan.contracts import services
from yizhan.contracts.models import Certificate, Contract, Finding, Office, Paper
from yizhan.contracts.queries import content_of
from yizhan.contracts.tests.factories import actor_of, ruling_for, values_for
from yizhan.directory.models import Organisation

if TYPE_CHECKING:
    from tests.town import Town


def settle_contracts(town: "Town") -> None:
    """Leave a contract at every stage, a wish to change, an objection and a finding."""
    city = Organisation.objects.get(name="舟山市科技局")
    office = Office.objects.create(
        organisation=city, region_id="330900", prefix="3309", code="01", name="舟山登记处"
    )
    desk = Desk(town, office)
    made = {
        "draft": desk.draft(),
        "submitted": desk.submitted(),
        "accepted": desk.accepted(),
        "reviewing": desk.reviewing(),
        "proposed": desk.proposed(),
        "registered": desk.registered(),
        "amended": desk.registered(),
        "appealed": desk.registered(),
    }
    town.ids |= {f"contract.{name}": contract.id for name, contract in made.items()}
    town.ids["contract.amendment"] = desk.amendment(made["amended"]).id
    town.ids["contract.appeal"] = desk.appeal(made["appealed"]).id
    town.ids["contract.finding"] = _finding(town, made["reviewing"]).id
    town.words["contract.paper"] = str(Paper.objects.get(contract=made["submitted"]).pk)
    town.words["certificate"] = Certificate.objects.get(contract=made["registered"]).code


class Desk:
    """Carries contracts from the mill to the office, step by step."""

    def __init__(self, town: "Town", office: Office) -> None:
        """Know who writes, who registers and who looks a second time."""
        self.at, self.office = town.at, office
        self.seller = Organisation.objects.get(pk=town.ids["mill"])
        self.buyer = Organisation.objects.get(pk=town.ids["rival"])
        self.filer, self.registrar = town.actors["member"], town.actors["registrar"]
        self.second = actor_of(office.organisation, "registrar")

    def draft(self, **changes: Any) -> Contract:
        """Begin one, with its text."""
        values = values_for(
            self.seller, office=self.office.pk, effective_until="2099-12-31", **changes
        )
        sides = zip(("seller", "buyer"), (self.seller, self.buyer), strict=True)
        values["parties"] = [
            {
                "side": side,
                "name": one.name,
                "uscc": one.uscc,
                "region": str(one.region_id),
                "nature": "150",
            }
            for side, one in sides
        ]
        contract = services.create_draft(actor=self.filer, values=values, at=self.at)
        services.add_paper(
            actor=self.filer,
            kind="contract_text",
            name="合同.pdf",
            chunks=[b"%PDF-1.7"],
            **self._given(contract),
        )
        return contract

    def submitted(self, **changes: Any) -> Contract:
        """Hand one in."""
        given = self._given(self.draft(**changes))
        return services.submit_contract(actor=self.filer, **given)

    def accepted(self, **changes: Any) -> Contract:
        """Take one on."""
        given = self._given(self.submitted(**changes))
        return services.accept_contract(actor=self.registrar, **given)

    def reviewing(self) -> Contract:
        """Put one on the registrar's desk."""
        return services.take_contract(actor=self.registrar, **self._given(self.accepted()))

    def proposed(self) -> Contract:
        """Let one wait for a second registrar; the first one is not `registrar`."""
        contract = self.accepted(is_related_party=True)
        given = self._given(contract)
        services.take_contract(actor=self.second, **given)
        ruling = ruling_for(contract)
        return services.propose_decision(
            actor=self.second, outcome="register", ruling=ruling, **given
        )

    def registered(self) -> Contract:
        """Decide one, by two where they must."""
        contract = self.reviewing()
        ruling, given = ruling_for(contract), self._given(contract)
        if not services.second_reasons(contract, content_of(contract), ruling):
            return services.register_contract(actor=self.registrar, ruling=ruling, **given)
        services.propose_decision(
            actor=self.registrar, outcome="register", ruling=ruling, **given
        )
        return services.countersign_decision(actor=self.second, agrees=True, **given)

    def amendment(self, contract: Contract) -> Any:
        """Ask to change one."""
        values = content_of(contract).model_dump()
        values["title"] = f"{values['title']}（补充协议）"
        return services.file_amendment(
            actor=self.filer,
            values=values,
            reason="双方签订补充协议，变更项目名称。",
            **self._given(contract),
        )

    def appeal(self, contract: Contract) -> Any:
        """Object to a decision."""
        return services.file_appeal(
            actor=self.filer,
            grounds="真空机组属于合理数量的样机，不应扣除。",
            **self._given(contract),
        )

    def _given(self, contract: Contract) -> dict[str, Any]:
        return {"contract_id": contract.id, "at": self.at}


def _finding(town: "Town", contract: Contract) -> Finding:
    return Finding.objects.create(
        contract=contract,
        card="split_contracts",
        card_version=1,
        key="town",
        values={"days": "30", "count": "3", "total": "6000000", "limit": "5000000"},
        found_at=town.at,
    )
