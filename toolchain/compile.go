package main

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"
	"github.com/open-policy-agent/opa/v1/compile"
)

// outputs are the rules of a package that the host evaluates.
var outputs = []string{"deny", "exempt", "undecided"}

// packageInfo is what the sources say about one package.
type packageInfo struct {
	Package string `json:"package"`
	File    string `json:"file"`
	// Line of the package statement.
	Line       int      `json:"line"`
	Outputs    []string `json:"outputs"`
	Reads      []read   `json:"reads"`
	Parameters []read   `json:"parameters"`
}

// check compiles strictly, and derives what each package is and reads.
func check(modules map[string]*ast.Module, schema any, caps *ast.Capabilities) response {
	compiler := ast.NewCompiler().WithCapabilities(caps).WithStrict(true).SetErrorLimit(0)
	if schema != nil {
		schemas := ast.NewSchemaSet()
		schemas.Put(ast.SchemaRootRef, schema)
		compiler = compiler.WithSchemas(schemas)
	}
	compiler.Compile(modules)
	if compiler.Failed() {
		return response{Errors: sorted(faultsOf(compiler.Errors, ""))}
	}
	return response{Packages: describe(compiler)}
}

// describe lists the packages, by name.
func describe(compiler *ast.Compiler) []packageInfo {
	packages := []packageInfo{}
	for _, path := range sortedKeys(compiler.Modules) {
		module := compiler.Modules[path]
		info := packageInfo{
			Package: strings.TrimPrefix(module.Package.Path.String(), "data."),
			File:    path,
			Line:    module.Package.Location.Row,
			Outputs: []string{},
		}
		for _, name := range outputs {
			if len(rulesNamed(module, name)) > 0 {
				info.Outputs = append(info.Outputs, name)
			}
		}
		if !strings.HasSuffix(path, "_test.rego") {
			info.Reads, info.Parameters = reads(compiler, module)
		}
		packages = append(packages, info)
	}
	sort.SliceStable(packages, func(i, j int) bool { return packages[i].Package < packages[j].Package })
	return packages
}

func rulesNamed(module *ast.Module, name string) []*ast.Rule {
	var rules []*ast.Rule
	for _, rule := range module.Rules {
		if rule.Head.Ref().GroundPrefix().String() == name {
			rules = append(rules, rule)
		}
	}
	return rules
}

// build is check, and the policy as WASM with one entrypoint per output of each package that denies.
func build(modules map[string]*ast.Module, schema any, caps *ast.Capabilities) (response, error) {
	res := check(modules, schema, caps)
	if len(res.Errors) > 0 {
		return res, nil
	}
	for _, info := range res.Packages {
		if !contains(info.Outputs, "deny") {
			continue
		}
		for _, output := range info.Outputs {
			res.Entrypoints = append(res.Entrypoints, strings.ReplaceAll(info.Package, ".", "/")+"/"+output)
		}
	}
	if len(res.Entrypoints) == 0 {
		return res, nil
	}
	b := &bundle.Bundle{Data: map[string]any{}}
	b.SetRegoVersion(ast.RegoV1)
	b.Manifest.Init()
	for _, path := range sortedKeys(modules) {
		b.Modules = append(b.Modules, bundle.ModuleFile{URL: path, Path: path, Parsed: modules[path]})
	}
	compiler := compile.New().
		WithTarget(compile.TargetWasm).
		WithCapabilities(caps).
		WithRegoVersion(ast.RegoV1).
		WithEntrypoints(res.Entrypoints...).
		WithBundle(b)
	if err := compiler.Build(context.Background()); err != nil {
		var known ast.Errors
		if errors.As(err, &known) {
			res.Errors = sorted(faultsOf(known, ""))
			return res, nil
		}
		return res, fmt.Errorf("build: %w", err)
	}
	for _, m := range compiler.Bundle().WasmModules {
		res.Wasm = m.Raw
	}
	if len(res.Wasm) == 0 {
		return res, errors.New("build: the compiler gave no WASM")
	}
	return res, nil
}

func contains(list []string, item string) bool {
	for _, one := range list {
		if one == item {
			return true
		}
	}
	return false
}

func sortedKeys[T any](m map[string]T) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}
