package lib.label_test

import data.lib.label

test_pair_is_found if label.carries({"tier": "public"}, ["zone=dmz", "tier=public"])

test_other_value_is_not if not label.carries({"tier": "private"}, ["tier=public"])
