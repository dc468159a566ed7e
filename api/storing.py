"""Where RDF is projected to: the data folder's own store, or a server that the settings name."""

from api.settings import Settings
from graph.place import Place, place_of


def place_in(settings: Settings) -> Place | None:
    """The server that the settings name; None where there is none. Raises DataError."""
    if not settings.sparql_url:
        return None
    return place_of(settings.sparql_url, settings.sparql_update_url, settings.sparql_store_url)
