package lib.environment_test

import data.lib.environment

test_not_production if {
	environment.not_production({"Environment": "dev"})
	environment.not_production({"env": "Staging"})
	environment.not_production({"env": "acme_uat"})
	environment.not_production({"env": "non-prod"})
	environment.not_production({"env": "preprod"})
	not environment.not_production({"env": "Prod"})
	not environment.not_production({"env": "prod-test"})
	not environment.not_production({})
}

# What says nothing about production may be production.
test_names_of_something_else if {
	not environment.not_production({"Environment": "acme-corp"})
	not environment.not_production({"Environment": "dev", "env": "acme-corp"})
	not environment.not_production({"env": ""})
	not environment.not_production({"env": "device"})
}
