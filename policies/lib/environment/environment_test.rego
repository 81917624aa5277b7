package lib.environment_test

import data.lib.environment

test_not_production if {
	environment.not_production({"Environment": "dev"})
	environment.not_production({"env": "Staging"})
	not environment.not_production({"env": "Prod"})
	not environment.not_production({})
}
