// The Rego toolchain as one WASI program: it reads one JSON request from standard input and answers with one JSON
// document on standard output. It touches no files, no network and no clock, so a request has exactly one answer.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"sort"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"
)

// file is one Rego source; path is relative to the policy folder, with forward slashes.
type file struct {
	Path string `json:"path"`
	Text string `json:"text"`
}

// generated matches the names that the compiler gives to variables.
var generated = regexp.MustCompile(`__local\d+__`)

const (
	maxNames  = 20
	maxDetail = 300
)

type request struct {
	// Command is check, build, format or test.
	Command string `json:"command"`
	Files   []file `json:"files"`
	// Capabilities as in OPA's capabilities.json; all built-ins where absent.
	Capabilities json.RawMessage `json:"capabilities"`
	// Schema is the JSON Schema of input; input is untyped where absent.
	Schema any `json:"schema"`
	// Filter of command test: a regular expression on the full test name.
	Filter string `json:"filter"`
}

// fault is one thing wrong with one place in a source.
type fault struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

type response struct {
	Errors   []fault       `json:"errors"`
	Packages []packageInfo `json:"packages,omitempty"`
	// Wasm is the compiled policy (base64 in JSON).
	Wasm        []byte         `json:"wasm,omitempty"`
	Entrypoints []string       `json:"entrypoints,omitempty"`
	Formatted   []file         `json:"formatted,omitempty"`
	Tests       []testResult   `json:"tests,omitempty"`
	Coverage    []fileCoverage `json:"coverage,omitempty"`
}

func main() {
	var req request
	if err := json.NewDecoder(os.Stdin).Decode(&req); err != nil {
		fmt.Fprintln(os.Stderr, "request:", err)
		os.Exit(2)
	}
	res, err := run(req)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if res.Errors == nil {
		res.Errors = []fault{}
	}
	if err := json.NewEncoder(os.Stdout).Encode(res); err != nil {
		fmt.Fprintln(os.Stderr, "answer:", err)
		os.Exit(2)
	}
}

func run(req request) (response, error) {
	caps := ast.CapabilitiesForThisVersion()
	if len(req.Capabilities) > 0 && string(req.Capabilities) != "null" {
		given, err := ast.LoadCapabilitiesJSON(strings.NewReader(string(req.Capabilities)))
		if err != nil {
			return response{}, fmt.Errorf("capabilities: %w", err)
		}
		// The ABI of the WASM that this compiler emits is a fact about the compiler, not a choice of the author.
		given.WasmABIVersions = nil
		caps = given
	}
	switch req.Command {
	case "check", "build", "test":
		if req.Command == "test" {
			caps = withTestBuiltins(caps)
		}
		modules, faults := parse(req.Files, caps)
		// What does not parse would only add faults of missing imports.
		if len(faults) > 0 {
			return response{Errors: faults}, nil
		}
		switch req.Command {
		case "check":
			return check(modules, req.Schema, caps), nil
		case "build":
			return build(modules, req.Schema, caps)
		}
		return test(modules, req.Filter, caps)
	case "format":
		return formatFiles(req.Files), nil
	}
	return response{}, fmt.Errorf("unknown command %q", req.Command)
}

// parse reads all sources. METADATA blocks are left out: the caller reads them, and compiled into a WASM module they would
// treble its size.
func parse(files []file, caps *ast.Capabilities) (map[string]*ast.Module, []fault) {
	modules := map[string]*ast.Module{}
	var faults []fault
	for _, f := range files {
		module, err := ast.ParseModuleWithOpts(f.Path, f.Text, ast.ParserOptions{
			RegoVersion:  ast.RegoV1,
			Capabilities: caps,
		})
		if err != nil {
			faults = append(faults, faultsOf(err, f.Path)...)
			continue
		}
		// A file of comments only parses to nothing.
		if module == nil {
			faults = append(faults, fault{File: f.Path, Line: 1, Column: 1, Code: "rego_parse_error", Message: "the file has no package"})
			continue
		}
		modules[f.Path] = module
	}
	return modules, sorted(faults)
}

// faultsOf turns the errors of OPA's parser and compiler into ours.
func faultsOf(err error, path string) []fault {
	var many ast.Errors
	if errors.As(err, &many) {
		var faults []fault
		for _, one := range many {
			faults = append(faults, faultOf(one, path))
		}
		return faults
	}
	var one *ast.Error
	if errors.As(err, &one) {
		return []fault{faultOf(one, path)}
	}
	return []fault{{File: path, Line: 1, Column: 1, Code: "error", Message: err.Error()}}
}

func faultOf(e *ast.Error, path string) fault {
	f := fault{File: path, Line: 1, Column: 1, Code: e.Code, Message: e.Message}
	if e.Location != nil {
		f.File, f.Line, f.Column = e.Location.File, max(e.Location.Row, 1), max(e.Location.Col, 1)
	}
	f.Message = generated.ReplaceAllString(f.Message, "_")
	switch detail := e.Details.(type) {
	case nil, *ast.ParserErrorDetail:
		// The parser's detail only repeats the source line.
	case *ast.RefErrInvalidDetail:
		if names := detail.OneOf; len(names) > 0 && len(names) <= maxNames {
			var known []string
			for _, name := range names {
				known = append(known, strings.Trim(name.String(), "\""))
			}
			f.Message += "; known: " + strings.Join(known, ", ")
		}
	default:
		text := generated.ReplaceAllString(strings.Join(strings.Fields(strings.Join(detail.Lines(), "; ")), " "), "_")
		// Types of the whole input run to pages.
		if len(text) <= maxDetail {
			f.Message += ": " + text
		}
	}
	return f
}

func sorted(faults []fault) []fault {
	sort.SliceStable(faults, func(i, j int) bool {
		a, b := faults[i], faults[j]
		if a.File != b.File {
			return a.File < b.File
		}
		if a.Line != b.Line {
			return a.Line < b.Line
		}
		if a.Column != b.Column {
			return a.Column < b.Column
		}
		return a.Message < b.Message
	})
	return faults
}

// formatFiles answers with the sources whose formatted text differs.
func formatFiles(files []file) response {
	var res response
	for _, f := range files {
		text, err := format.SourceWithOpts(f.Path, []byte(f.Text), format.Opts{RegoVersion: ast.RegoV1})
		if err != nil {
			res.Errors = append(res.Errors, faultsOf(err, f.Path)...)
			continue
		}
		if string(text) != f.Text {
			res.Formatted = append(res.Formatted, file{Path: f.Path, Text: string(text)})
		}
	}
	sorted(res.Errors)
	return res
}
