"""Every call of an auth-provider plugin."""

from typing import Final

from dispatch_interfaces.host.calls import (
    FINE,
    REQUEST_FAILS,
    Call,
    Frequency,
    HostMethod,
    HostType,
    Reads,
    ResultKind,
    Value,
)

REQUEST: Final = Value("web_request", "Request: of Starlette, with headers and state")

AUTH_PROVIDER: Final = HostType(
    type="auth-provider",
    lookup="the plugin whose slug is in the environment, in DISPATCH_AUTHENTICATION_PROVIDER_SLUG",
    methods=(
        HostMethod(
            name="get_current_user",
            about="Whose request it is: an address.",
            calls=(
                Call(
                    site="auth/service.py:260",
                    when="a request comes in, several times for each",
                    args=(REQUEST,),
                    reads=Reads(result=ResultKind.STR),
                    on_none=FINE,
                    on_missing=REQUEST_FAILS,
                    on_error=REQUEST_FAILS,
                    often=Frequency.REQUEST,
                    note="An answer of nothing comes to HTTP 401.",
                ),
            ),
        ),
    ),
    notes=(
        "Neither a configuration nor a project is set: take settings from the environment.",
        "Whoever is seen first becomes a user; case matters in what comes before the @.",
        "Be quick, and keep remote keys.",
    ),
)
