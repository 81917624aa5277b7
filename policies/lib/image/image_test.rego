package lib.image_test

import data.lib.image

test_digest if {
	image.digest($"web@sha256:{_hash}")
	image.digest($"web:1@sha256:{_hash}")
	not image.digest("web@sha256:abc")
	not image.digest("web:1")
}

test_tag if {
	image.tag("web:1") == "1"
	image.tag("registry:5000/shop/web:1.2-rc") == "1.2-rc"
	image.tag($"web:1@sha256:{_hash}") == "1"
	not image.tag("web")
	not image.tag("web:")
	not image.tag("registry:5000/web")
}

test_moving if {
	image.moving("latest", ["latest"])
	image.moving("Main2", ["main2"])
	image.moving("alpine", [])
	image.moving("stable-slim", [])
	not image.moving("1.29-alpine", ["latest"])
	not image.moving("3f9c2ab", ["latest"])
}

test_repository if {
	image.repository("nginx") == "docker.io/library/nginx"
	image.repository("nginx:1.29") == "docker.io/library/nginx"
	image.repository("grafana/grafana:12") == "docker.io/grafana/grafana"
	image.repository("localhost/web") == "localhost/web"
	image.repository("registry:5000/shop/web:1") == "registry:5000/shop/web"
	image.repository($"ghcr.io/shop/web@sha256:{_hash}") == "ghcr.io/shop/web"
	not image.repository("")
}

test_below if {
	image.below("ghcr.io/shop/web", "ghcr.io")
	image.below("ghcr.io/shop/web", "ghcr.io/shop/")
	image.below("ghcr.io/shop/web", "ghcr.io/shop/web")
	not image.below("ghcr.io/shopping/web", "ghcr.io/shop")
}

_hash := "6b3e4c5f0d7a9b8c1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d"
