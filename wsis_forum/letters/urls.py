"""Personal links of letters; those already sent must work for years."""

from django.urls import path

from wsis_forum.letters import views

app_name = "letters"
urlpatterns = [path("<str:token>/", views.refuse, name="refuse")]
