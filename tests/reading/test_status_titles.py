"""Marks at a title's end and in its middle, sentences, and other languages; and works that are only called so."""

from __future__ import annotations

import pytest

from core.items import EventStatus, Venue
from scrapers.reading.status.notices import status_of_opening
from scrapers.reading.status.places import with_notices
from scrapers.reading.status.titles import status_of_title
from scrapers.reading.status.words import Standing

CANCELLED, POSTPONED, RESCHEDULED = EventStatus.CANCELLED, EventStatus.POSTPONED, EventStatus.RESCHEDULED
ONLINE = EventStatus.MOVED_ONLINE


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("Jazz Night has been cancelled", CANCELLED),
        ("Jazz Night Is Cancelled", CANCELLED),
        ("Jazz Night was canceled.", CANCELLED),
        ("Jazz Night Cancelled", CANCELLED),
        ("Jazz Night canceled", CANCELLED),
        ("Notice of Cancellation: Planning Board", CANCELLED),
        ("NOTICE OF CANCELLATION - City Council", CANCELLED),
        ("Notice of Cancellation of Regular Meeting", CANCELLED),
        ("Planning Board - Notice of Cancelled Meeting", CANCELLED),
        ("Planning Board (Notice of Cancellation)", CANCELLED),
        ("Planning Board Meeting Cancellation", CANCELLED),
        ("Cancellation Notice - Planning Board", CANCELLED),
        ("Notice of Postponement: Planning Board", POSTPONED),
        ("Cancelation: Board", CANCELLED),
        ("CANX: Board", CANCELLED),
        ("CNCLD - Board", CANCELLED),
        ("Canc: Board", CANCELLED),
        ("Resched: Board", RESCHEDULED),
        ("PPD: Tin Herons", POSTPONED),
        ("Tin Herons (PPD)", POSTPONED),
        ("PPD to Dec 9: Varsity Soccer", POSTPONED),
        ("PPD - RAIN: Varsity Soccer", POSTPONED),
        ("No class today", CANCELLED),
        ("Yoga - No class tonight due to snow", CANCELLED),
        ("Sorry, no class today", CANCELLED),
        ("There is no meeting this month", CANCELLED),
        ("No Trivia Tonight!", CANCELLED),
        ("Yoga (no class)", CANCELLED),
        ("No Meeting - Planning Board", CANCELLED),
        ("The Board will not meet today", CANCELLED),
        ("Meeting of the Harbor Board is canceled", CANCELLED),
        ("Cancelled Harbor Board Meeting", CANCELLED),
        ("Tin Herons has been postponed", POSTPONED),
        ("Tin Herons cancelled", CANCELLED),
        ("Jazz Night Postponed to May 3", POSTPONED),
        ("Jazz Night has been postponed until further notice", POSTPONED),
        ("Jazz Night rescheduled for Friday", RESCHEDULED),
        ("Jazz Night cancelled due to weather", CANCELLED),
        ("Jazz Night has been called off", CANCELLED),
        ("Jazz Night will not be held", CANCELLED),
        ("Jazz Night - will not take place", CANCELLED),
        ("Jazz Night - the show is no longer going ahead", CANCELLED),
        ("This event is no longer taking place.", CANCELLED),
        ("Jazz Night - CANCELED", CANCELLED),
        ("Jazz Night -CANCELLED", CANCELLED),
        ("Jazz Night-CANCELLED", CANCELLED),
        ("Jazz Night- January 11th Cancelled", CANCELLED),
        ("Jazz Night -- Postponed", POSTPONED),
        ("Jazz Night (postponed)", POSTPONED),
        ("Jazz Night: new date!", RESCHEDULED),
        ("Jazz Night - cancelled - with Ann", CANCELLED),
        ("Jazz Night | CANCELLED | Main Hall", CANCELLED),
        ("Jazz Night CANCELLED - Main Hall", CANCELLED),
        ("Jazz Night - *Cancelled* See you in July", CANCELLED),
        ("Jazz Night: CANCELLED DUE TO A BREAK", CANCELLED),
        ("Jazz Night [CANCELLED - rain]", CANCELLED),
        ("Jazz Night (COVID cancelled)", CANCELLED),
        ("Jazz Night (new date: Dec 12)", RESCHEDULED),
        ("Jazz Night - Moved to Next Week", RESCHEDULED),
        ("Jazz Night POSTPONED! Rescheduled Date: TBD", POSTPONED),
        ("Jazz Night - this event is cancelled", CANCELLED),
        ("Jazz Night (moved to Zoom)", ONLINE),
        ("Jazz Night. CANCELLED.", CANCELLED),
        ("Jazz Night, Postponed", POSTPONED),
        ("UPDATE: Jazz Night is postponed", POSTPONED),
        ("CANCELLED, Jazz Night", CANCELLED),
        ("Canceled due to Rain Saturday Joy Ride", CANCELLED),
        ("~CANCELLED~ Jazz Night", CANCELLED),
        ("❌ CANCELLED Jazz Night", CANCELLED),
        ("Jazz Night 🚫 canceled", CANCELLED),
        ("C A N C E L L E D Jazz Night", CANCELLED),
        ("*** CANCELLED ***", CANCELLED),
        ("Event cancelled", CANCELLED),
    ],
)
def test_marks_anywhere_in_a_title(title: str, status: EventStatus) -> None:
    assert status_of_title(title) == Standing(status)


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("CANCELADO: Noche de Jazz", CANCELLED),
        ("Noche de Jazz (Cancelada)", CANCELLED),
        ("SUSPENDIDO: Noche de Jazz", CANCELLED),
        ("Noche de Jazz - aplazada", POSTPONED),
        ("Concierto de Navidad cancelado", CANCELLED),
        ("Noche de Jazz - nueva fecha", RESCHEDULED),
        ("ANNULÉ : Soirée Jazz", CANCELLED),
        ("Soirée Jazz - ANNULE", CANCELLED),
        ("[ANNULÉE] Soirée Jazz", CANCELLED),
        ("Soirée Jazz annulée", CANCELLED),
        ("Soirée Jazz – reportée", POSTPONED),
        ("Soirée Jazz (reporté au 12 mai)", POSTPONED),
        ("ABGESAGT: Jazzabend", CANCELLED),
        ("Jazzabend fällt aus", CANCELLED),
        ("Jazzabend - Entfällt!", CANCELLED),
        ("Jazzabend wurde abgesagt", CANCELLED),
        ("VERSCHOBEN: Jazzabend", POSTPONED),
        ("ANNULLATO: Serata Jazz", CANCELLED),
        ("Serata Jazz (annullata)", CANCELLED),
        ("Serata Jazz - RINVIATA", POSTPONED),
        ("CANCELADO – Noite de Jazz", CANCELLED),
        ("Noite de Jazz - adiada", POSTPONED),
        ("Hoy no hay clase", CANCELLED),
        ("Pas de cours aujourd'hui", CANCELLED),
        ("Heute kein Kurs", CANCELLED),
        ("Niente lezione oggi", CANCELLED),
        ("Hoje não há aula", CANCELLED),
    ],
)
def test_marks_in_other_languages(title: str, status: EventStatus) -> None:
    assert status_of_title(title) == Standing(status)


@pytest.mark.parametrize(
    "title",
    [
        "The Cancelled Show",
        "Postponed",
        "POSTPONED",
        "Cancelled",
        "Cancelled!",
        "The Postponed",
        '"Postponed" by Ann Lee',
        "Tin Troupe presents: Postponed",
        "Ann Lee: Cancelled",
        "Why I Got Cancelled",
        "Christmas Is Cancelled",
        "Christmas is Cancelled!",
        "The Wedding Has Been Cancelled",
        "The Tour That Was Cancelled",
        "My Flight Was Cancelled",
        "Live & Cancelled",
        "Justice Postponed: A Lecture",
        "Cancelled Stamps: a lecture",
        "Almost Cancelled",
        "(Not) Cancelled",
        "Jazz Night - not cancelled",
        "Jazz Night (no longer cancelled)",
        "Un-cancelled",
        "Who Cancelled Rosie?",
        "Nothing is cancelled",
        "Was the Concert Cancelled?",
        "Songs for a New Time",
        "Speed Dating - New Date Night",
        "Stephen Roe - MOVED TO THE OPERA HOUSE",
        "Cancellation",
        "Cancellation: A Love Story",
        "Cancellation Policy: A Talk",
        "Debt Cancellation: A Forum",
        "Noise Cancellation Workshop",
        "24-hour cancellation",
        "El Cancelado",
        "La Cancelada: obra de teatro",
        "Le mariage annulé",
        "Le concert annulé",
        "Die abgesagte Hochzeit",
        "Heiligabend fällt aus",
        "Annullato!",
        "O Casamento Cancelado",
        "Verschoben",
        "Songs by Adiado",
        "PPD Board Meeting",
        "PPD Training",
        "Petaluma PPD: Open House",
        "Scheduled: Board",
        "No Class",
        "No Class!",
        "No Class Reunion",
        "No class: the musical",
        "Yoga (no class Dec 24)",
        "No Game No Life",
    ],
)
def test_works_that_are_called_so(title: str) -> None:
    assert status_of_title(title) == Standing()


@pytest.mark.parametrize(
    ("description", "status"),
    [
        ("Jazz Night has been cancelled. Refunds at the door.", CANCELLED),
        ("Jazz Night - CANCELED", CANCELLED),
        ("Songs of the sea (postponed)", POSTPONED),
        ("Este evento ha sido cancelado.", CANCELLED),
        ("El concierto se ha aplazado hasta nuevo aviso", POSTPONED),
        ("CANCELADO por lluvia", CANCELLED),
        ("Le concert est annulé.", CANCELLED),
        ("L'événement a été reporté au 12 mai", POSTPONED),
        ("Die Veranstaltung wurde abgesagt.", CANCELLED),
        ("Das Konzert fällt leider aus!", CANCELLED),
        ("Die Lesung entfällt", CANCELLED),
        ("L'evento è stato annullato", CANCELLED),
        ("Il concerto è rinviato a data da destinarsi.", POSTPONED),
        ("O evento foi cancelado", CANCELLED),
        ("", None),
        ("Si llueve, el concierto ha sido cancelado.", None),
        ("Falls es regnet, wird das Konzert abgesagt", None),
        ("Le concert est annulé en cas de pluie", None),
        ("El concierto cancelado en 2020 vuelve", None),
        ("Una obra sobre un concierto", None),
        ("No class this week. See you on January 5.", CANCELLED),
        ("There is no class today because of snow.", CANCELLED),
        ("No class Dec 24.", None),
        ("There is no class fee today.", None),
    ],
)
def test_the_first_words_of_a_description(description: str, status: EventStatus | None) -> None:
    assert status_of_opening(description) == Standing(status)


@pytest.mark.parametrize(
    ("place", "status", "name"),
    [
        ("Town Hall - CANCELLED - Room 3", CANCELLED, "Town Hall - Room 3"),
        ("Town Hall CANCELLED", CANCELLED, "Town Hall"),
        ("Sala Grande (ANNULLATO)", CANCELLED, "Sala Grande"),
        ("ABGESAGT - Rathaus", CANCELLED, "Rathaus"),
        ("Mairie / annulé", CANCELLED, "Mairie"),
        ("Town Hall - Room 3", None, "Town Hall - Room 3"),
    ],
)
def test_a_notice_in_the_place(place: str, status: EventStatus | None, name: str | None) -> None:
    standing, venue = with_notices(Standing(), Venue(name=place), None)
    assert (standing.status, venue and venue.name) == (status, name)
