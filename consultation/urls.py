"""Addresses of the consultation, below the language."""

from django.urls import path

from consultation.views import author, files, lookup, people, short
from consultation.views.call import begin, call
from consultation.views.check import check
from consultation.views.clarify import clarify
from consultation.views.edit import edit
from consultation.views.history import history
from consultation.views.invitation import invitation
from consultation.views.join import join
from consultation.views.public_input import public_input
from consultation.views.receipt_pdf import receipt_pdf
from consultation.views.register import register, table
from consultation.views.withdraw import withdraw

app_name = "consultation"

urlpatterns = [
    path("forums/<slug:year>/calls/<slug:slug>/", call, name="call"),
    path("forums/<slug:year>/calls/<slug:slug>/begin/", begin, name="begin"),
    path("inputs/", short.register, name="current_register"),
    path("inputs/<slug:number>/", short.public_input, name="input_by_number"),
    path("forums/<slug:year>/inputs/", register, name="register"),
    path("forums/<slug:year>/inputs/inputs.csv", table, name="register_table"),
    path("forums/<slug:year>/inputs/<slug:number>/", public_input, name="input"),
    path("submissions/", author.mine, name="mine"),
    path("submissions/<slug:ref>/", author.submission, name="submission"),
    path("submissions/<slug:ref>/edit/<slug:section>/", edit, name="edit"),
    path("submissions/<slug:ref>/check/", check, name="check"),
    path("submissions/<slug:ref>/withdraw/", withdraw, name="withdraw"),
    path("submissions/<slug:ref>/answer/", clarify, name="clarify"),
    path("submissions/<slug:ref>/receipt/", author.receipt, name="receipt"),
    path("submissions/<slug:ref>/receipt/receipt.pdf", receipt_pdf, name="receipt_pdf"),
    path("submissions/<slug:ref>/files/<int:pk>/", files.read, name="file"),
    path("submissions/<slug:ref>/files/<int:pk>/picture/", files.picture, name="picture"),
    path("submissions/<slug:ref>/files/<int:pk>/remove/", files.remove, name="remove_file"),
    path("submissions/<slug:ref>/files/<slug:key>/", files.add, name="add_file"),
    path("submissions/<slug:ref>/people/", people.people, name="people"),
    path("submissions/<slug:ref>/people/<int:pk>/resend/", people.resend, name="resend_invitation"),
    path(
        "submissions/<slug:ref>/people/<int:pk>/remove/", people.remove, name="remove_contributor"
    ),
    path("submissions/<slug:ref>/history/", history, name="history"),
    path("submissions/<slug:ref>/similar/", lookup.similar_inputs, name="similar"),
    path("submissions/<slug:ref>/join/<slug:number>/", join, name="join"),
    path("lookup/organizations/", lookup.organizations_like, name="organizations"),
    # Below the personal links of letters, whose addresses are secrets.
    path("l/<slug:token>/invitation/", invitation, name="invitation"),
]
