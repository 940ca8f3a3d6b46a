"""Values of strangers, put into words whatever they are."""


def shown(value: object) -> str:
    """The repr of a value; of one that has none, what it is and why."""
    try:
        return repr(value)
    except Exception as error:
        return f"<{type(value).__name__}, whose repr raised {type(error).__name__}>"
