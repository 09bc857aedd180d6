"""`serve`: web, console and work as processes of one parent that starts them again."""

from wa_support.supervise.children import Child
from wa_support.supervise.lifeline import watch_lifeline
from wa_support.supervise.running import supervise

__all__ = ["Child", "supervise", "watch_lifeline"]
