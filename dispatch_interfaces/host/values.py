"""What the application passes to plugins of more than one type."""

from typing import Final

from dispatch_interfaces.host.calls import Value

SESSION: Final = Value("db_session", "Session: of the organisation's schema")
INCIDENT: Final = Value("incident", "Incident: a row of the application")
CASE: Final = Value("case", "Case: a row of the application")
PROJECT: Final = Value("project", "Project: a row of the application")
PROJECT_ID: Final = Value("project_id", "int: id of the project")
USER: Final = Value("user_row", "DispatchUser: a row of the application")
NAME: Final = Value("name", "str: name of the incident or case")
TITLE: Final = Value("title", "str: title of the incident or case")
DESCRIPTION: Final = Value("description", "str: description, of any length")
EMAIL: Final = Value("email", "str: address of a person")
EMAILS: Final = Value("emails", "list[str]: addresses, may be empty or hold one twice")
TEXT: Final = Value("text", "str: plain text")
TEMPLATE: Final = Value("template", "list[dict]: a message template, of Jinja2 strings")
NO_TEMPLATE: Final = Value("no_template", "list: empty, the blocks are what is shown")
MESSAGE_TYPE: Final = Value("message_type", "MessageType, or a str that equals one")
ITEMS: Final = Value("items", "list[dict]: the caller's own; values may be datetimes")
BLOCKS: Final = Value("blocks", "list[dict]: blocks of Slack's Block Kit")
METADATA: Final = Value("plugin_metadata", 'dict | None: {"slug": ..., "metadata": [...]}')
WEBLINK: Final = Value("weblink", "str | None: URL of a resource")
