"""Addresses of contracts: include at the root, inside i18n_patterns."""

from django.urls import path

from yizhan.contracts.views import (
    certifying,
    changing,
    desk,
    desk_quality,
    drafting,
    editing,
    filing,
    granting,
    lists,
    pages,
    papers,
    review,
    review_changes,
    taxes,
    verifying,
)

app_name = "contracts"

ONE = "contracts/<uuid:contract_id>/"

_FILER = [
    path("contracts/", lists.contract_list, name="contract-list"),
    path("contracts/new/", editing.contract_new, name="contract-new"),
    path("contracts/new/autosave/", editing.contract_autosave, name="contract-keep"),
    path("contracts/sums/", editing.contract_sums, name="contract-sums"),
    path("contracts/drafts/", drafting.draft_list, name="draft-list"),
    path("contracts/drafts/<str:kind>.docx", drafting.draft_new, name="draft-new"),
    path(ONE, pages.contract_detail, name="contract-detail"),
    path(f"{ONE}edit/", editing.contract_edit, name="contract-edit"),
    path(f"{ONE}autosave/", editing.contract_autosave, name="contract-autosave"),
    path(f"{ONE}submit/", filing.contract_submit, name="contract-submit"),
    path(f"{ONE}withdraw/", filing.contract_withdraw, name="contract-withdraw"),
    path(f"{ONE}draft.docx", drafting.contract_draft, name="contract-draft"),
    path(f"{ONE}papers/", papers.contract_papers, name="contract-papers"),
    path(f"{ONE}papers/<int:paper_id>/", papers.contract_paper, name="contract-paper"),
    path(f"{ONE}taxes/", taxes.contract_taxes, name="contract-taxes"),
    path(f"{ONE}amend/", changing.contract_amend, name="contract-amend"),
    path(
        f"{ONE}amendments/<uuid:amendment_id>/withdraw/",
        changing.amendment_withdraw,
        name="amendment-withdraw",
    ),
    path(f"{ONE}appeal/", changing.contract_appeal, name="contract-appeal"),
    path(f"{ONE}grants/", granting.contract_grants, name="contract-grants"),
    path(
        f"{ONE}grants/<uuid:organisation_id>/end/",
        granting.grant_end,
        name="grant-end",
    ),
]

_PUBLIC = [
    path("verify/", verifying.verify, name="verify"),
    path("verify/file/", verifying.verify_file, name="verify-file"),
    path("verify/keys.json", verifying.verify_keys, name="verify-keys"),
    path("verify/<str:code>/", verifying.verify_code, name="verify-code"),
    path(f"{ONE}certificate.pdf", certifying.certificate_pdf, name="certificate-pdf"),
    path(f"{ONE}certificate.json", certifying.certificate_json, name="certificate-json"),
]

_OFFICE = [
    path("contracts/desk/", desk.desk_list, name="desk"),
    path("contracts/desk/export.<str:form>", desk.desk_export, name="desk-export"),
    path("contracts/desk/rules/", desk_quality.desk_rules, name="desk-rules"),
    path("contracts/desk/consistency/", desk_quality.desk_consistency, name="desk-consistency"),
    path("contracts/supervision/", desk_quality.supervision, name="supervision"),
    path(f"{ONE}review/", review.contract_review, name="contract-review"),
    path(f"{ONE}reckon/", review.contract_reckon, name="contract-reckon"),
    path(f"{ONE}accept/", review.contract_accept, name="contract-accept"),
    path(f"{ONE}take/", review.contract_take, name="contract-take"),
    path(f"{ONE}correct/", review.contract_correct, name="contract-correct"),
    path(f"{ONE}judge/<str:outcome>/", review.contract_judge, name="contract-judge"),
    path(
        f"{ONE}countersign/<str:answer>/",
        review.contract_countersign,
        name="contract-countersign",
    ),
    path(f"{ONE}end/<str:how>/", review.contract_end, name="contract-end"),
    path(f"{ONE}findings/<uuid:finding_id>/", review.finding_settle, name="finding-settle"),
    path(
        f"{ONE}amendments/<uuid:amendment_id>/",
        review_changes.amendment_decide,
        name="amendment-decide",
    ),
    path(
        f"{ONE}appeals/<uuid:appeal_id>/",
        review_changes.appeal_decide,
        name="appeal-decide",
    ),
]

urlpatterns = [*_PUBLIC, *_OFFICE, *_FILER]
