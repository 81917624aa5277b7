package main

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/tester"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// testResult is the outcome of one test rule.
type testResult struct {
	Package string `json:"package"`
	Name    string `json:"name"`
	// Outcome is pass, fail, error or skip.
	Outcome string `json:"outcome"`
	// File and Line of the expression that failed, else of the test rule.
	File string `json:"file"`
	Line int    `json:"line"`
	// Message is the failed expression, or the error.
	Message string `json:"message,omitempty"`
	Output  string `json:"output,omitempty"`
}

// fileCoverage counts the lines of one source that tests can cover.
type fileCoverage struct {
	File       string      `json:"file"`
	Covered    int         `json:"covered"`
	NotCovered int         `json:"notCovered"`
	Uncovered  []lineRange `json:"uncovered"`
}

type lineRange struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// withTestBuiltins adds what the test runner injects for named cases, and `print`, which an author looks for mistakes with.
func withTestBuiltins(caps *ast.Capabilities) *ast.Capabilities {
	out := *caps
	out.Builtins = slices.Clone(caps.Builtins)
	for _, b := range ast.Builtins {
		wanted := b.Name == "print" || b.Name == "internal.print" || b.Name == "internal.test_case"
		if wanted && !slices.ContainsFunc(caps.Builtins, func(known *ast.Builtin) bool { return known.Name == b.Name }) {
			out.Builtins = append(out.Builtins, b)
		}
	}
	return &out
}

// test runs all test rules once for results and coverage, and the failing ones once more for the place they fail at.
func test(modules map[string]*ast.Module, filter string, caps *ast.Capabilities) (response, error) {
	tracer := cover.New()
	results, faults, err := runTests(modules, caps, filter, tracer)
	if err != nil || len(faults) > 0 {
		return response{Errors: faults}, err
	}
	res := response{Tests: []testResult{}, Coverage: []fileCoverage{}}
	var failed []string
	for _, r := range results {
		res.Tests = append(res.Tests, outcome(r))
		if r.Fail {
			failed = append(failed, regexp.QuoteMeta(r.Package+"."+r.Name))
		}
	}
	if len(failed) > 0 {
		traced, faults, err := runTests(modules, caps, "^("+strings.Join(failed, "|")+")$", nil)
		if err != nil || len(faults) > 0 {
			return response{Errors: faults}, err
		}
		for i := range res.Tests {
			for _, r := range traced {
				if strings.TrimPrefix(r.Package, "data.") == res.Tests[i].Package && r.Name == res.Tests[i].Name {
					locate(&res.Tests[i], r.Trace)
				}
			}
		}
	}
	sort.SliceStable(res.Tests, func(i, j int) bool {
		a, b := res.Tests[i], res.Tests[j]
		return a.Package+"."+a.Name < b.Package+"."+b.Name
	})
	for path, report := range tracer.Report(modules).Files {
		if strings.HasSuffix(path, "_test.rego") || path == "" {
			continue
		}
		c := fileCoverage{File: path, Covered: report.CoveredLines, NotCovered: report.NotCoveredLines, Uncovered: []lineRange{}}
		for _, r := range report.NotCovered {
			c.Uncovered = append(c.Uncovered, lineRange{Start: r.Start.Row, End: r.End.Row})
		}
		c.Uncovered = merged(c.Uncovered)
		res.Coverage = append(res.Coverage, c)
	}
	sort.Slice(res.Coverage, func(i, j int) bool { return res.Coverage[i].File < res.Coverage[j].File })
	return res, nil
}

// runTests runs the test rules whose full name fits filter; with a coverage tracer, or else recording each step.
// A built-in that cannot use its arguments is undefined, as it is in WASM: rules rely on it for junk values.
func runTests(modules map[string]*ast.Module, caps *ast.Capabilities, filter string, coverage *cover.Cover) ([]*tester.Result, []fault, error) {
	compiler := ast.NewCompiler().WithCapabilities(caps).WithStrict(true).SetErrorLimit(0).WithEnablePrintStatements(true)
	runner := tester.NewRunner().
		SetCompiler(compiler).
		SetModules(modules).
		SetParallel(1).
		CapturePrintOutput(true).
		Filter(filter)
	if coverage != nil {
		runner.SetCoverageQueryTracer(coverage)
	} else {
		runner.EnableTracing(true)
	}
	ch, err := runner.RunTests(context.Background(), nil)
	if err != nil {
		if compiler.Failed() {
			return nil, sorted(faultsOf(compiler.Errors, "")), nil
		}
		return nil, nil, fmt.Errorf("test: %w", err)
	}
	var results []*tester.Result
	for r := range ch {
		results = append(results, r)
	}
	return results, nil, nil
}

func outcome(r *tester.Result) testResult {
	t := testResult{Package: strings.TrimPrefix(r.Package, "data."), Name: r.Name, Outcome: "pass", Output: string(r.Output)}
	if r.Location != nil {
		t.File, t.Line = r.Location.File, r.Location.Row
	}
	switch {
	case r.Error != nil:
		t.Outcome, t.Message = "error", r.Error.Error()
	case r.Skip:
		t.Outcome = "skip"
	case r.Fail:
		t.Outcome = "fail"
		var cases []string
		for name, sub := range r.SubResults.Iter {
			if sub.Fail && len(sub.SubResults) == 0 {
				cases = append(cases, strings.Join(name, "/"))
			}
		}
		if len(cases) > 0 {
			t.Message = "failing cases: " + strings.Join(cases, ", ")
		}
	}
	return t
}

// locate moves a failed test to the last expression of its own that failed.
func locate(t *testResult, trace []*topdown.Event) {
	for _, e := range slices.Backward(trace) {
		if e.Op != topdown.FailOp || e.Location == nil || e.QueryID == 0 || e.Location.File != t.File {
			continue
		}
		expr, ok := e.Node.(*ast.Expr)
		if !ok {
			continue
		}
		if _, every := expr.Terms.(*ast.Every); every {
			continue
		}
		t.Line = e.Location.Row
		if t.Message == "" {
			t.Message = strings.TrimSpace(string(e.Location.Text))
		}
		return
	}
}

// merged joins ranges that overlap or touch.
func merged(ranges []lineRange) []lineRange {
	sort.Slice(ranges, func(i, j int) bool { return ranges[i].Start < ranges[j].Start })
	out := []lineRange{}
	for _, r := range ranges {
		if last := len(out) - 1; last >= 0 && r.Start <= out[last].End+1 {
			out[last].End = max(out[last].End, r.End)
			continue
		}
		out = append(out, r)
	}
	return out
}
