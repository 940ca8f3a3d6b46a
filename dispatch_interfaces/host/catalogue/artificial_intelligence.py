"""Every call of an artificial-intelligence plugin."""

from typing import Final

from dispatch_interfaces.host.calls import (
    HANDLER_FAILS,
    LOGGED,
    REQUEST_FAILS,
    Call,
    HostMethod,
    HostType,
    Reads,
    ResultKind,
    Value,
)

PROMPT: Final = Value("prompt", "str: what is asked, as long as the model can take")
SYSTEM_MESSAGE: Final = Value("system_message", "str: what the model is to be")
RESPONSE_MODEL: Final = Value("response_model", "type: a class of pydantic, all fields optional")

_ASKED: Final = {
    "prompt": PROMPT,
    "response_model": RESPONSE_MODEL,
    "system_message": SYSTEM_MESSAGE,
}

ARTIFICIAL_INTELLIGENCE: Final = HostType(
    type="artificial-intelligence",
    settings=("chat_completion_model",),
    never_called=("list_models",),
    methods=(
        HostMethod(
            name="chat_completion",
            about="Answer in plain text.",
            calls=(
                Call(
                    site="ai/service.py:424",
                    when="a closed incident is summed up",
                    kwargs={"prompt": PROMPT, "system_message": SYSTEM_MESSAGE},
                    reads=Reads(result=ResultKind.STR),
                    on_none=LOGGED,
                    on_missing=REQUEST_FAILS,
                    on_error=LOGGED,
                    note="What is no text poisons the session of the database.",
                ),
            ),
        ),
        HostMethod(
            name="chat_parse",
            about="Answer with an instance of a given class.",
            calls=(
                Call(
                    site="ai/service.py:346",
                    when="signals of a case are analysed",
                    kwargs=_ASKED,
                    reads=Reads(
                        result=ResultKind.OBJECT,
                        needs={
                            "summary": str,
                            "historical_summary": str,
                            "critical_analysis": str,
                            "recommendation": str,
                        },
                    ),
                    on_none=HANDLER_FAILS,
                    on_missing=HANDLER_FAILS,
                    on_error=LOGGED,
                ),
                Call(
                    site="ai/service.py:573",
                    when="tags are suggested",
                    kwargs=_ASKED,
                    reads=Reads(result=ResultKind.OBJECT, needs={"recommendations": list}),
                    on_none=LOGGED,
                    on_missing=LOGGED,
                    on_error=LOGGED,
                ),
                Call(
                    site="ai/service.py:667",
                    when="somebody wants to read in",
                    kwargs=_ASKED,
                    reads=Reads(result=ResultKind.OBJECT, needs={"dict": object}),
                    on_none=LOGGED,
                    on_missing=LOGGED,
                    on_error=LOGGED,
                    note="The text of the error is shown to the user.",
                ),
                Call(
                    site="ai/service.py:765",
                    when="a tactical report is suggested",
                    kwargs=_ASKED,
                    reads=Reads(result=ResultKind.OBJECT, needs={"dict": object}),
                    on_none=REQUEST_FAILS,
                    on_missing=REQUEST_FAILS,
                    on_error=REQUEST_FAILS,
                    note="The text of the error is shown to the user.",
                ),
            ),
        ),
    ),
    notes=(
        "Without chat_completion_model in the settings, nothing is asked, and the caller fails.",
        "The text of an error reaches users: no secrets in it.",
    ),
)
