# METADATA
# title: Environment
# description: Readings of the tags that name an environment.
package lib.environment

import data.lib.tags

# A tag names an environment, and none names production.
not_production(labels) if {
	names := tags.values(labels, "environment") | tags.values(labels, "env")
	count(names) > 0
	count(names & {"production", "prod", "prd", "live"}) == 0
}
