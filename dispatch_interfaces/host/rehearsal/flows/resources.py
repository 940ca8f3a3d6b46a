"""Tickets, groups, folders, documents and conferences."""

from typing import Any

from dispatch_interfaces.host.rehearsal.calls import App, Stopped, caught
from dispatch_interfaces.host.rehearsal.flows import checks
from dispatch_interfaces.host.rehearsal.rows import (
    Case,
    Group,
    Incident,
    Named,
    Resource,
    Subject,
    Task,
)

UI = "https://dispatch.example.com"


def _weblink(resource: Any) -> str | None:
    return None if resource is None else resource.weblink


def email_of(participant: Any, what: str) -> str:
    """The address of somebody who has a role."""
    return str(checks.there(participant, what).individual.email)


def metadata(app: App, kind: Named) -> dict[str, Any] | None:
    """What the type of an incident says of the tracker's own fields."""
    if kind.name != "Security":
        return None
    return {"slug": app.slug("ticket"), "metadata": [{"key": "queue", "value": "sec"}]}


def create_incident_ticket(app: App, incident: Incident) -> None:
    """The ticket, after which the incident is named."""
    if not app.has("ticket"):
        return
    restricted = incident.visibility == "Restricted"
    made = app.call(
        "ticket.create",
        "ticket/flows.py:47",
        incident.id,
        incident.type.name if restricted else incident.title,
        email_of(incident.commander, "the commander"),
        email_of(incident.reporter, "the reporter"),
        metadata(app, incident.type),
        db_session=app.session,
    )
    if not made:
        return
    _ticket(app, incident, made)


def _ticket(app: App, subject: Subject, made: dict[str, Any]) -> None:
    if "resource_type" not in made:
        made.update({"resource_type": app.slug("ticket")})
    subject.ticket = Resource(
        made["resource_id"],
        str(made["resource_type"]),
        checks.text(made.get("weblink"), "the weblink of the ticket"),
    )
    subject.name = made["resource_id"]


def update_incident_ticket(app: App, incident: Incident) -> None:
    """The ticket is brought up to date; that there is none is an error that is caught."""
    if not app.has("ticket"):
        return
    restricted = incident.visibility == "Restricted"
    kind = incident.type.name
    try:
        app.call(
            "ticket.update",
            "ticket/flows.py:116",
            ticket_id=checks.there(incident.ticket, "the ticket").resource_id,
            title=kind if restricted else incident.title,
            description=kind if restricted else incident.description,
            incident_type=kind,
            incident_severity=incident.severity.name,
            incident_priority=incident.priority.name,
            status=incident.status.lower(),
            commander_email=email_of(incident.commander, "the commander"),
            reporter_email=email_of(incident.reporter, "the reporter"),
            conversation_weblink=_weblink(incident.conversation),
            document_weblink=_weblink(incident.document),
            storage_weblink=_weblink(incident.storage),
            conference_weblink=_weblink(incident.conference),
            dispatch_weblink=f"{UI}/{app.project.organization.slug}/incidents/{incident.name}",
            cost=0,
            incident_type_plugin_metadata=metadata(app, incident.type),
        )
    except Exception:
        caught(app.script)


def update_metadata(app: App, incident: Incident) -> None:
    """What a new type says of the tracker's own fields."""
    if not app.has("ticket"):
        return
    try:
        app.call(
            "ticket.update_metadata",
            "ticket/flows.py:360",
            ticket_id=checks.there(incident.ticket, "the ticket").resource_id,
            metadata=metadata(app, incident.type),
        )
    except Exception:
        caught(app.script)


def create_case_ticket(app: App, case: Case) -> None:
    """The ticket, after which the case is named."""
    if not app.has("ticket"):
        return
    if case.assignee is None:
        # The application looks for the address, and logs that there is nobody.
        app.script.tell(app.script.errors, "AttributeError: the assignee: there is none")
        return
    made = app.call(
        "ticket.create_case_ticket",
        "ticket/flows.py:167",
        case.id,
        case.type.name if case.visibility == "Restricted" else case.title,
        case.assignee.individual.email,
        None,
        db_session=app.session,
    )
    if made:
        _ticket(app, case, made)


def update_case_ticket(app: App, case: Case) -> None:
    """The ticket of a case is brought up to date."""
    if not app.has("ticket"):
        return
    restricted = case.visibility == "Restricted"
    try:
        app.call(
            "ticket.update_case_ticket",
            "ticket/flows.py:237",
            ticket_id=checks.there(case.ticket, "the ticket").resource_id,
            title=case.type.name if restricted else case.title,
            description=case.type.name if restricted else case.description,
            resolution=case.resolution,
            case_type=case.type.name,
            case_severity=case.severity.name,
            case_priority=case.priority.name,
            status=case.status.lower(),
            assignee_email=email_of(case.assignee, "the assignee"),
            document_weblink=_weblink(case.document) or "",
            storage_weblink=_weblink(case.storage) or "",
            dispatch_weblink=f"{UI}/{app.project.organization.slug}/cases/{case.name}",
            case_type_plugin_metadata=None,
        )
    except Exception:
        caught(app.script)


def create_task_ticket(app: App, incident: Incident, task: Task) -> dict[str, Any] | None:
    """A ticket of a task; what the browser gets of it."""
    if not app.has("ticket"):
        return None
    made: dict[str, Any] | None = app.call(
        "ticket.create_task_ticket",
        "ticket/flows.py:311",
        task_id=task.id,
        title=task.description,
        assignee_email=task.assignees[0],
        reporter_email=task.owner,
        incident_ticket_key=checks.there(incident.ticket, "the ticket").resource_id,
        task_plugin_metadata=None,
        db_session=app.session,
    )
    if made is not None:
        made.update({"resource_type": app.slug("ticket")})
    return made


def delete_ticket(app: App, subject: Subject) -> None:
    if app.has("ticket") and subject.ticket is not None:
        app.call("ticket.delete", "ticket/flows.py:271", ticket_id=subject.ticket.resource_id)


def create_group(app: App, subject: Subject, kind: str, people: list[str]) -> None:
    """A group of the people who take part, or of the teams that are told."""
    if not app.has("participant-group"):
        return
    name = f"{subject.name}-notifications" if kind == "notifications" else subject.name
    made = app.call("participant-group.create", "group/flows.py:37", name=name, participants=people)
    if not made:
        return
    made.update(
        {
            "resource_type": f"{app.slug('participant-group')}-{kind}-group",
            "resource_id": made["id"],
        }
    )
    group = Group(
        checks.name(made["name"], "the name of the group"),
        checks.address(made["email"], "the address of the group"),
        made["weblink"],
        kind,
        list(people),
    )
    subject.groups.append(group)
    if kind == "notifications":
        subject.notifications_group = group
    else:
        subject.tactical_group = group


def update_group(app: App, group: Group | None, action: str, person: str) -> None:
    """Add somebody to a group who is not in it, or remove somebody who is.

    Args:
        app: The application.
        group: The group; None if it was not made.
        action: ``"add"`` or ``"remove"``.
        person: The address.
    """
    if group is None or not app.has("participant-group"):
        return
    errors = len(app.script.errors)
    members = app.call("participant-group.list", "group/flows.py:114", email=group.email)
    if len(app.script.errors) > errors:
        return
    if action == "add" and person not in members:
        app.call(
            "participant-group.add", "group/flows.py:124", email=group.email, participants=[person]
        )
        if len(app.script.errors) == errors:
            group.members.append(person)
    if action == "remove" and person in members:
        app.call(
            "participant-group.remove",
            "group/flows.py:147",
            email=group.email,
            participants=[person],
        )
        if len(app.script.errors) == errors and person in group.members:
            group.members.remove(person)


def delete_groups(app: App, subject: Subject) -> None:
    for group in subject.groups:
        if app.has("participant-group"):
            app.call("participant-group.delete", "group/flows.py:175", email=group.email)


def create_storage(app: App, subject: Subject, members: list[str]) -> None:
    """The folder of an incident or case, with two folders in it."""
    if not app.has("storage"):
        return
    settings = checks.there(app.settings("storage"), "the settings of the storage plugin")
    root = app.root or settings.root_id
    made = app.call(
        "storage.create_file",
        "storage/flows.py:51",
        parent_id=root,
        name=subject.name,
        participants=members,
    )
    if not made:
        return
    app.call("storage.create_file", "storage/flows.py:66", parent_id=made["id"], name="Logs")
    app.call("storage.create_file", "storage/flows.py:71", parent_id=made["id"], name="Screengrabs")
    subject.storage = Resource(made["id"], app.slug("storage"), made["weblink"], subject.name)


def share_storage(app: App, subject: Subject, members: list[str]) -> None:
    """Give some people access to the folder."""
    if app.has("storage"):
        app.call(
            "storage.add_participant",
            "storage/flows.py:124",
            team_drive_or_file_id=checks.there(subject.storage, "the folder").resource_id,
            participants=members,
        )


def delete_storage(app: App, subject: Subject) -> None:
    if app.has("storage") and subject.storage is not None:
        app.call("storage.delete_file", "storage/flows.py:165", file_id=subject.storage.resource_id)


def create_document(app: App, subject: Subject, kind: str, template: str | None) -> None:
    """A document in the folder, from a template or empty."""
    if not app.has("storage"):
        return
    name = f"{subject.name} - {kind}"
    try:
        folder = checks.there(subject.storage, "the folder").resource_id
        if template is not None:
            made = app.call_caught(
                ("id",),
                "storage.copy_file",
                "document/flows.py:43",
                folder_id=folder,
                file_id=template,
                name=name,
            )
            if made is None:
                return
            moved = len(app.script.errors)
            app.call("storage.move_file", "document/flows.py:49", folder, file_id=made["id"])
            if len(app.script.errors) > moved:
                return
        else:
            made = app.call(
                "storage.create_file",
                "document/flows.py:52",
                parent_id=folder,
                name=name,
                file_type="document",
            )
    except Stopped:
        raise
    except Exception:
        caught(app.script)
        return
    if not made:
        return
    made.update({"name": name, "description": "", "resource_type": kind, "resource_id": made["id"]})
    checks.name(made["name"], "the name of the document")
    document = Resource(
        made["resource_id"],
        f"dispatch-{kind.lower().replace(' ', '-')}",
        made["weblink"],
        name,
        review="Review" in kind,
    )
    subject.documents.append(document)
    if isinstance(subject, Incident) and document.review:
        subject.review_document = document
    else:
        subject.document = document


def update_document(app: App, subject: Subject, document: Resource | None) -> None:
    """Fill in the placeholders of a document."""
    if not app.has("document"):
        return
    document = checks.there(document, "the document")
    values = _of_case(subject) if isinstance(subject, Case) else _of_incident(subject, document)
    app.call("document.update", "document/flows.py:196", document.resource_id, **values)


def _of_case(case: Case) -> dict[str, Any]:
    return {
        "case_description": case.description,
        "case_name": case.name,
        "case_owner": email_of(case.assignee, "the assignee"),
        "case_priority": case.priority.name,
        "case_resolution": case.resolution,
        "case_severity": case.severity.name,
        "case_status": case.status,
        "case_storage_weblink": _weblink(case.storage),
        "case_title": case.title,
        "case_type": case.type.name,
    }


def incident_values(incident: Any) -> dict[str, Any]:
    """What the placeholders of an incident's document stand for."""
    return {
        "commander_fullname": checks.there(incident.commander, "the commander").individual.name,
        "conference_challenge": None,
        "conference_weblink": _weblink(incident.conference),
        "conversation_weblink": _weblink(incident.conversation),
        "description": incident.description,
        "document_weblink": _weblink(incident.document),
        "name": incident.name,
        "priority": incident.priority.name,
        "reported_at": incident.reported_at.strftime("%m/%d/%Y %H:%M:%S"),
        "resolution": incident.resolution,
        "severity": incident.severity.name,
        "status": incident.status,
        "storage_weblink": _weblink(incident.storage),
        "ticket_weblink": _weblink(incident.ticket),
        "title": incident.title,
        "type": incident.type.name,
    }


def _of_incident(incident: Subject, document: Resource) -> dict[str, Any]:
    values = incident_values(incident)
    values |= {"tag_Root Cause": "N/A", "tag_Root Cause.source": "N/A"}
    if document.review:
        values["stable_at"] = incident.reported_at.strftime("%m/%d/%Y %H:%M:%S")
    return values


def protect_documents(app: App, documents: list[Resource | None]) -> None:
    """What is done to documents when an incident or a case is closed, as the settings say."""
    settings = checks.there(app.settings("storage"), "the settings of the storage plugin")
    if settings.open_on_close:
        for document in documents:
            if document is not None:
                app.call("storage.open", "document/flows.py:263", document.resource_id)
    if settings.read_only:
        for document in documents:
            known = checks.there(document, "the document that is to be read-only")
            app.call("storage.mark_readonly", "document/flows.py:308", known.resource_id)


def create_conference(app: App, incident: Incident, people: list[str]) -> None:
    """The conference of an incident."""
    if not app.has("conference"):
        return
    made = app.call(
        "conference.create",
        "conference/flows.py:25",
        incident.name,
        title=incident.title,
        participants=people,
    )
    if not made:
        return
    made.update({"resource_type": app.slug("conference"), "resource_id": made["id"]})
    incident.conference = Resource(
        made["id"], app.slug("conference"), made["weblink"], challenge=made["challenge"]
    )
