"""The addresses at which scrapyd shows the logs and items of its jobs."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping

from core import scrapyd_nodes
from core.config import Settings
from scrapers.launch.order import LaunchFailure
from scrapers.launch.scrapyd_node import ScrapydNode

logger = logging.getLogger(__name__)


def links(settings: Settings, run_ids: Collection[str]) -> dict[str, Mapping[str, str]]:
    """For each of these runs that a node still knows: the addresses of its `log` and, if it has any, its `items`. Skips
    nodes that are down. The browser asks for the node's login."""
    found: dict[str, Mapping[str, str]] = {}
    for address in scrapyd_nodes.addresses(settings):
        node = ScrapydNode(address, settings.scrapyd_project)
        try:
            found |= {run_id: there for run_id, there in node.links() if run_id in run_ids}
        except LaunchFailure as error:
            logger.warning("%s", error)
        finally:
            node.close()
    return found
