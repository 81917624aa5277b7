//go:build tools

// Package tools names the program that the live tests build, so that go.mod and go.sum cover it.
package tools

import _ "k8s.io/kubernetes/cmd/kube-apiserver"
