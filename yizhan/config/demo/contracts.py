"""The fictional contracts: one in every stage, and the registered ones of past years.

What is under way goes through the verbs of filer, registrars and tax officer, on days that
count back from now. The past comes in by the import of past contracts.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from docx import Document

from yizhan.config.demo.guard import DOMAIN
from yizhan.config.demo.organisations import demo_uscc
from yizhan.config.demo.past import Desk, House, past_contracts
from yizhan.config.demo.reading import rows_of
from yizhan.contracts import queries, services
from yizhan.contracts.models import Contract, Office
from yizhan.contracts.stages import IMPORT, AmendmentStage
from yizhan.directory import queries as directory
from yizhan.directory.models import Organisation, Person
from yizhan.kernel.actors import Actor, machine
from yizhan.kernel.periods import china_day

PAST = 4_000
_BATCH = 500
_FORMS = uuid5(NAMESPACE_URL, "yizhan:demonstration:contracts")
_SELLER, _DESK, _TAX = "binhai-gongda", "dalian-keji", "dalian-shuiwu"
_NATURES = {"university": "022", "research_institute": "021", "enterprise": "150"}
# Who hosts the office of a province, where a house of the demonstration may; else the nation.
_HOSTS = {
    "21": "dalian-keji",
    "33": "zhebei-keji",
    "42": "zhongbu-chanquan",
    "51": "xinan-chanquan",
    "35": "dongnan-chanquan",
    "52": "guizhou-sheng",
}
_NATION = "keji-zongju"
_REASONS = "目标明确，技术方案为订立时尚未掌握，指标可以验收，符合该类合同的认定条件。"


def load_contracts(*, organisations: Mapping[str, UUID], at: datetime) -> int:
    """Enter offices, past contracts and those under way, and count the contracts."""
    _open_offices(organisations)
    _load_past(organisations, at=at)
    people = _people()
    office = Office.objects.get(organisation=organisations[_DESK])
    for row in rows_of("contracts.jsonl"):
        _Course(row, organisations, people, office, at).run()
    return Contract.objects.count()


def _open_offices(organisations: Mapping[str, UUID]) -> None:
    for province in directory.provinces():
        prefix = province.code[:2]
        host = organisations[_HOSTS.get(prefix, _NATION)]
        if (
            prefix in {"71", "81", "82"}
            or Office.objects.filter(prefix__startswith=prefix).exists()
        ):
            continue
        region = "210200" if prefix == "21" else province.code
        Office.objects.create(
            organisation_id=host,
            region_id=region,
            prefix=region[:4],
            code="01",
            name=f"{province.short}技术合同登记处",
        )


def _load_past(organisations: Mapping[str, UUID], *, at: datetime) -> None:
    if Contract.objects.filter(source="demonstration").exists():
        return
    desks = [
        Desk(prefix=office.prefix, code=office.code)
        for office in Office.objects.order_by("prefix")
    ]
    until = china_day(at - timedelta(days=45))
    rows = [
        services.Past(contract=one)
        for one in past_contracts(PAST, houses=_houses(), desks=desks, until=until)
    ]
    importer = machine("demonstration", IMPORT)
    for start in range(0, len(rows), _BATCH):
        services.import_past_contracts(
            rows[start : start + _BATCH],
            actor=importer,
            home=organisations[_NATION],
            at=at,
        )


def _houses() -> list[House]:
    return [
        House(
            name=row["name"],
            code=demo_uscc(row),
            region=row["region"],
            nature=_NATURES[row["kind"]],
            makes=row["kind"] != "enterprise",
        )
        for row in rows_of("organisations.jsonl")
        if row["kind"] in _NATURES and row["region"][:2] not in {"71", "81", "82"}
    ]


def _people() -> dict[str, Actor]:
    found = {}
    for name in ("tto", "registrar", "registrar-2"):
        person = Person.objects.get(email=f"{name}@{DOMAIN}")
        found[name] = directory.actor_for(person=person)
    return found


class _Course:
    """One written contract on its way to its stage."""

    def __init__(
        self,
        row: Mapping[str, Any],
        organisations: Mapping[str, UUID],
        people: Mapping[str, Actor],
        office: Office,
        at: datetime,
    ) -> None:
        self.row, self.organisations, self.people = row, organisations, people
        self.office, self.at = office, at
        self.seller, self.first = people["tto"], people["registrar"]
        self.second = people["registrar-2"]

    @transaction.atomic
    def run(self) -> None:
        """Enter the contract and take it as far as it is written; once only."""
        key = uuid5(_FORMS, self.row["key"])
        if queries.contract_by_key(actor=self.seller, key=key) is not None:
            return
        contract = services.create_draft(
            actor=self.seller, values=self._values(), at=self._day(0), key=key
        )
        self.id = contract.id
        services.add_paper(
            actor=self.seller,
            contract_id=self.id,
            kind="contract_text",
            name=f"{self.row['title']}合同.docx",
            chunks=[self._text()],
            at=self._day(0),
        )
        if self.row.get("ip"):
            services.add_paper(
                actor=self.seller,
                contract_id=self.id,
                kind="ip_certificate",
                name="专利证书.docx",
                chunks=[self._text()],
                at=self._day(0),
            )
        for step in _STEPS[self.row["stage"]]:
            getattr(self, step)()

    def submit(self) -> None:
        services.submit_contract(actor=self.seller, contract_id=self.id, at=self._day(1))

    def withdraw(self) -> None:
        services.withdraw_contract(actor=self.seller, contract_id=self.id, at=self._day(2))

    def correct(self) -> None:
        services.request_correction(
            actor=self.first,
            contract_id=self.id,
            reasons=self.row["reasons"],
            at=self._day(3),
        )

    def accept(self) -> None:
        services.accept_contract(actor=self.first, contract_id=self.id, at=self._day(3))

    def take(self) -> None:
        services.take_contract(actor=self.first, contract_id=self.id, at=self._day(4))

    def propose(self) -> None:
        self._propose("register", _REASONS)

    def register(self) -> None:
        contract, ruling = self._contract(), self._ruling(_REASONS)
        if services.second_reasons(contract, queries.content_of(contract), ruling):
            self._propose("register", _REASONS)
            self._countersign()
            return
        services.register_contract(
            actor=self.first, contract_id=self.id, ruling=ruling, at=self._day(7)
        )

    def refuse(self) -> None:
        contract, reasons = self._contract(), self.row["reasons"]
        if services.second_reasons(contract, queries.content_of(contract)):
            self._propose("refuse", reasons)
            self._countersign()
            return
        services.refuse_contract(
            actor=self.first, contract_id=self.id, reasons=reasons, at=self._day(7)
        )

    def grant(self) -> None:
        if self.row.get("grant"):
            services.grant_access(
                actor=self.first,
                contract_id=self.id,
                to_id=self.organisations[_TAX],
                at=self._day(8),
                until=self.at + timedelta(days=180),
            )

    def appeal(self) -> None:
        if self.row.get("appeal"):
            services.file_appeal(
                actor=self.seller,
                contract_id=self.id,
                grounds=self.row["appeal"],
                at=self._day(14),
            )

    def file_amendment(self) -> None:
        change = dict(self.row["amend"])
        reason = change.pop("reason")
        values = queries.values_of(self._contract()) | change
        if "contract_value" in change:
            # One line of content, so the price is the line's.
            values["lines"] = [{**values["lines"][0], "amount": change["contract_value"]}]
        if "effective_until" in change:
            values["effective_until"] = china_day(self.at + timedelta(days=900))
        amendment = services.file_amendment(
            actor=self.seller,
            contract_id=self.id,
            values=values,
            reason=reason,
            at=self._day(30),
        )
        self.amendment_id = amendment.id

    def apply_amendment(self) -> None:
        # The second finds the same where two must look, which chance may ask for.
        for registrar in (self.first, self.second):
            amendment = services.decide_amendment(
                actor=registrar,
                amendment_id=self.amendment_id,
                applies=True,
                answer="补充协议齐全，变更不影响合同类别，予以变更。",
                ruling=self._ruling(_REASONS),
                at=self._day(34),
            )
            if amendment.stage == AmendmentStage.APPLIED:
                return

    def cancel(self) -> None:
        services.cancel_contract(
            actor=self.first,
            contract_id=self.id,
            reasons=self.row["reasons"],
            at=self._day(60),
        )

    def revoke(self) -> None:
        services.revoke_contract(
            actor=self.first,
            contract_id=self.id,
            reasons=self.row["reasons"],
            references=("国科发政字〔2000〕063号 第20条",),
            at=self._day(80),
        )

    def _propose(self, outcome: str, reasons: str) -> None:
        services.propose_decision(
            actor=self.first,
            contract_id=self.id,
            outcome=outcome,
            ruling=self._ruling(reasons),
            at=self._day(6),
        )

    def _countersign(self) -> None:
        services.countersign_decision(
            actor=self.second, contract_id=self.id, agrees=True, at=self._day(7)
        )

    def _ruling(self, reasons: str) -> services.Ruling:
        said = self.row.get("deductions", {})
        deductions = {}
        for index, cost in enumerate(self.row["costs"]):
            amount, reason = said.get(str(index), ("0" if cost[5] else cost[4], ""))
            deductions[index] = services.Deduction(amount=Decimal(amount), reason=reason)
        return services.Ruling(
            kind=self.row["kind"],
            subkind=self.row["subkind"],
            reasons=reasons,
            deductions=deductions,
        )

    def _contract(self) -> Contract:
        return queries.contract_for(actor=self.first, contract_id=self.id)

    def _day(self, later: int) -> datetime:
        return min(
            self.at - timedelta(days=self.row["days"] - later, hours=2),
            self.at - timedelta(minutes=30 - min(later, 20)),
        )

    def _text(self) -> bytes:
        document = Document()
        document.add_heading(self.row["title"], level=1)
        for clause in self.row["clauses"]:
            document.add_paragraph(clause)
        written = BytesIO()
        document.save(written)
        return written.getvalue()

    def _values(self) -> dict[str, Any]:
        row = self.row
        signed = china_day(self._day(0) - timedelta(days=10))
        costs = ("kind", "description", "quantity", "unit", "amount", "is_within_reason")
        rights = ("type", "number", "title", "granted_on", "expires_on")
        expected = row.get("expected", (None, None))
        return {
            **{name: row[name] for name in ("title", "kind", "subkind", "field", "ip_type")},
            "plan_source": "none",
            "objective": "02",
            "industry": "C34",
            "payment": "instalments",
            "signed_on": signed,
            # One has begun long before it was signed, so that a rule has something to ask.
            "effective_from": signed - timedelta(days=row.get("begun", 0)),
            "effective_until": china_day(self.at + timedelta(days=500)),
            "contract_value": row["value"],
            "expected_investment": expected[0],
            "expected_output": expected[1],
            "office": self.office.pk,
            "parties": [self._party("seller", _SELLER), self._party("buyer", row["buyer"])],
            "lines": [
                {
                    "kind": row["kind"],
                    "subkind": row["subkind"],
                    "description": row["title"],
                    "amount": row["value"],
                }
            ],
            "costs": [
                {**dict(zip(costs, cost[:6], strict=True)), "claimed_reason": cost[6]}
                for cost in row["costs"]
            ],
            "ip": [
                {**dict(zip(rights, one, strict=True)), "status": "in_force"}
                for one in row.get("ip", ())
            ],
        }

    def _party(self, side: str, key: str) -> dict[str, Any]:
        house = Organisation.objects.get(pk=str(self.organisations[key]))
        return {
            "side": side,
            "name": house.name,
            "uscc": house.uscc,
            "region": house.region_id,
            "nature": _NATURES[house.kind],
        }


_ACCEPTED = ("submit", "accept")
_REVIEWED = (*_ACCEPTED, "take")
_REGISTERED = (*_REVIEWED, "register", "grant")
_STEPS: Mapping[str, tuple[str, ...]] = {
    "draft": (),
    "submitted": ("submit",),
    "withdrawn": ("submit", "withdraw"),
    "correction": ("submit", "correct"),
    "accepted": _ACCEPTED,
    "reviewing": _REVIEWED,
    "proposed": (*_REVIEWED, "propose"),
    "registered": _REGISTERED,
    "refused": (*_REVIEWED, "refuse", "appeal"),
    "amending": (*_REGISTERED, "file_amendment"),
    "amended": (*_REGISTERED, "file_amendment", "apply_amendment"),
    "cancelled": (*_REGISTERED, "cancel"),
    "revoked": (*_REGISTERED, "revoke"),
}
