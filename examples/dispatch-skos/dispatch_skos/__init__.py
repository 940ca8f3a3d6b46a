"""A SKOS glossary as the vocabulary of Dispatch: a term plugin over rdflib."""

from dispatch_skos.plugin import GlossarySettings, SkosTerms

__all__ = ["GlossarySettings", "SkosTerms"]
