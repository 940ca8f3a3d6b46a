"""The plugin as the application loads it."""

from dispatch_interfaces.host.bridge import ConversationBridge
from dispatch_matrix.plugin import MatrixConversation
from dispatch_matrix.settings import MatrixSettings


class MatrixForDispatch(ConversationBridge):
    implementation = MatrixConversation
    settings = MatrixSettings
