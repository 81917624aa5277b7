# METADATA
# title: Environment
# description: Readings of the tags that name an environment.
package lib.environment

import data.lib.tags

# A tag names an environment known to be none of production. Any other name (of a team, an account, a customer) may be production's.
not_production(labels) if {
	names := tags.values(labels, "environment") | tags.values(labels, "env")
	count(names) > 0
	every name in names {
		_known_other(name)
	}
}

# Words of the name count: eu-dev, acme_staging.
_known_other(name) if {
	words := {word | some word in regex.split(`[^a-z0-9]+`, name)}
	count(words & _other) > 0
	count(words & {"production", "prod", "prd", "live"}) == 0
}

_known_other(name) if regex.match(`(?:^|[^a-z0-9])(?:non|not|pre)[-_ ]?(?:production|prod|prd|live)(?:$|[^a-z0-9])`, name)

_other := {
	"acceptance", "canary", "ci", "demo", "dev", "develop", "development", "experimental", "int", "integration", "lab",
	"local", "play", "playground", "poc", "preview", "qa", "sandbox", "sbx", "sit", "stage", "staging", "stg", "test",
	"testing", "training", "tst", "uat",
}
