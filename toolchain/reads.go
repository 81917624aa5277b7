package main

import (
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// What a rule reads of a resource is found by running the compiled rule on abstract values: instead of a value, every
// variable holds the places below `input.resources[_]` (and `data.parameters`) its value may come from. The compiler
// has already ordered each body so that a variable's first appearance binds it, so one pass in order is enough; helper
// functions are walked again for each kind of argument they get.

// read is one pattern and where it is first read.
type read struct {
	Pattern string `json:"pattern"`
	File    string `json:"file"`
	Line    int    `json:"line"`
}

const (
	rootInput      = "input"
	rootResource   = "resource"
	rootParameters = "parameters"
	// element is the step to any element of a list (or any value of an object).
	element = "[]"
	// maxConstants bounds the alternatives followed for one key; beyond it the key counts as unknown.
	maxConstants = 500
)

// envelope is what every slice of input carries anyway.
var envelope = map[string]bool{"key": true, "type": true, "origin": true, "scope": true, "name": true, "labels": true, "complete": true}

// place is where a value lives.
type place struct {
	root  string
	steps []string
	// whole: the value is some unknown part of this place, so going further down says nothing more.
	whole bool
}

func (p place) id() string {
	id := p.root + "\x00" + strings.Join(p.steps, "\x00")
	if p.whole {
		return id + "\x00*"
	}
	return id
}

// value is what a term may be. Values are shared and never changed once another value refers to them.
type value struct {
	places map[string]place
	// constants, by their Rego text.
	constants map[string]ast.Value
	// fields of an array, object or set made by the rule: by constant key, or by `element` where the key is not constant.
	fields map[string]*value
	// keys of an object, members of a set.
	keys *value
	// index: an index or key met while iterating.
	index bool
	// computed: something the walk does not follow.
	computed bool
}

func computed() *value { return &value{computed: true} }

func (v *value) id() string {
	var b strings.Builder
	v.write(&b)
	return b.String()
}

func (v *value) write(b *strings.Builder) {
	if v == nil {
		b.WriteString("-")
		return
	}
	b.WriteString("(")
	for _, key := range sortedKeys(v.places) {
		b.WriteString(key + ",")
	}
	b.WriteString(";")
	for _, key := range sortedKeys(v.constants) {
		b.WriteString(key + ",")
	}
	b.WriteString(";")
	for _, key := range sortedKeys(v.fields) {
		b.WriteString(key + "=")
		v.fields[key].write(b)
	}
	b.WriteString(";")
	if v.keys != nil {
		v.keys.write(b)
	}
	b.WriteString(strconv.FormatBool(v.index) + strconv.FormatBool(v.computed) + ")")
}

// join is a value that may be either.
func join(a, b *value) *value {
	if a == nil || a == b {
		return b
	}
	if b == nil {
		return a
	}
	out := &value{index: a.index || b.index, computed: a.computed || b.computed, keys: join(a.keys, b.keys)}
	for _, v := range []*value{a, b} {
		for key, p := range v.places {
			if out.places == nil {
				out.places = map[string]place{}
			}
			out.places[key] = p
		}
		for key, c := range v.constants {
			if out.constants == nil {
				out.constants = map[string]ast.Value{}
			}
			out.constants[key] = c
		}
		for key, f := range v.fields {
			if out.fields == nil {
				out.fields = map[string]*value{}
			}
			out.fields[key] = join(out.fields[key], f)
		}
	}
	if len(out.constants) > maxConstants {
		out.constants, out.computed = nil, true
	}
	return out
}

// spread is a collection of which only the elements are known, not their positions.
func spread(v *value) *value {
	out := &value{places: v.places, keys: v.keys, computed: v.computed}
	for _, key := range sortedKeys(v.fields) {
		if out.fields == nil {
			out.fields = map[string]*value{}
		}
		out.fields[element] = join(out.fields[element], v.fields[key])
	}
	return out
}

// seen is one place that was read.
type seen struct {
	place place
	// used as a value: compared, passed to a built-in, returned. Otherwise a step on the way, or a test for existence.
	used bool
	file string
	line int
}

type walker struct {
	compiler *ast.Compiler
	seen     map[string]*seen
	memo     map[string]*value
	at       *ast.Location
}

// reads derives what the outputs of a module read of a resource, and which parameters.
func reads(compiler *ast.Compiler, module *ast.Module) (resource, parameters []read) {
	w := &walker{compiler: compiler, seen: map[string]*seen{}, memo: map[string]*value{}}
	for _, name := range outputs {
		for _, rule := range rulesNamed(module, name) {
			w.use(w.clause(rule, nil))
		}
	}
	return w.patterns(rootResource), w.patterns(rootParameters)
}

// note records that a place was reached.
func (w *walker) note(p place, used bool) {
	id := p.root + "\x00" + strings.Join(p.steps, "\x00")
	s := w.seen[id]
	if s == nil {
		s = &seen{place: p}
		if w.at != nil {
			s.file, s.line = w.at.File, w.at.Row
		}
		w.seen[id] = s
	}
	s.used = s.used || used || p.whole
}

// use records that a value itself matters, with all it holds.
func (w *walker) use(v *value) {
	if v == nil {
		return
	}
	for _, key := range sortedKeys(v.places) {
		w.note(v.places[key], true)
	}
	for _, key := range sortedKeys(v.fields) {
		w.use(v.fields[key])
	}
	w.use(v.keys)
}

// patterns gives the shortest exact list: what is used, and existence tests of which no part is read.
func (w *walker) patterns(root string) []read {
	found := map[string]read{}
	steps := map[string][]string{}
	add := func(path []string, s *seen) {
		// The list is read with its elements.
		for len(path) > 0 && path[len(path)-1] == element {
			path = path[:len(path)-1]
		}
		pattern := render(path)
		if old, ok := found[pattern]; !ok || s.file < old.File || s.file == old.File && s.line < old.Line {
			found[pattern] = read{Pattern: pattern, File: s.file, Line: s.line}
			steps[pattern] = path
		}
	}
	for _, s := range w.seen {
		path := s.place.steps
		// Any part of a resource, or of all of input, may be either.
		anything := s.used && (s.place.root == rootInput || s.place.root == root && len(path) == 0) ||
			s.place.root == root && len(path) > 0 && path[0] == element
		switch {
		case root == rootResource && anything:
			add([]string{"attributes"}, s)
			add([]string{"facets"}, s)
		case s.place.root != root:
		case root == rootParameters && len(path) > 0:
			add(path[:1], s)
		case root == rootParameters && s.used:
			add([]string{"*"}, s)
		case root == rootResource && len(path) > 0 && !envelope[path[0]] && (s.used || !w.beyond(s)):
			add(path, s)
		}
	}
	list := []read{}
	for _, pattern := range sortedKeys(found) {
		covered := false
		for _, other := range steps {
			covered = covered || len(other) < len(steps[pattern]) && hasPrefix(steps[pattern], other)
		}
		if !covered {
			list = append(list, found[pattern])
		}
	}
	return list
}

// beyond tells whether anything below a place is read.
func (w *walker) beyond(s *seen) bool {
	for _, other := range w.seen {
		if other.place.root == s.place.root && len(other.place.steps) > len(s.place.steps) && hasPrefix(other.place.steps, s.place.steps) {
			return true
		}
	}
	return false
}

func hasPrefix(steps, prefix []string) bool {
	for i, step := range prefix {
		if steps[i] != step {
			return false
		}
	}
	return true
}

func render(steps []string) string {
	var b strings.Builder
	for i, step := range steps {
		switch {
		case step == element:
			b.WriteString(step)
		case step == "" || strings.ContainsAny(step, ".[]\""):
			b.WriteString("[" + strconv.Quote(step) + "]")
		case i > 0:
			b.WriteString("." + step)
		default:
			b.WriteString(step)
		}
	}
	return b.String()
}

// down goes one step from a place.
func (w *walker) down(p place, step string) place {
	if p.whole {
		return p
	}
	out := place{root: p.root, steps: append(append([]string{}, p.steps...), step)}
	if p.root == rootInput && len(out.steps) == 2 && out.steps[0] == "resources" {
		out = place{root: rootResource}
	}
	w.note(out, false)
	return out
}

// anywhere is some part of a place, however deep.
func (w *walker) anywhere(p place) place {
	out := place{root: p.root, steps: p.steps, whole: true}
	w.note(out, true)
	return out
}

// sel is v[key].
func (w *walker) sel(v, key *value) *value {
	out := &value{}
	if v == nil || v.computed {
		out.computed = true
	}
	if v == nil {
		return out
	}
	add := func(p place) {
		if out.places == nil {
			out.places = map[string]place{}
		}
		out.places[p.id()] = p
	}
	for _, id := range sortedKeys(v.places) {
		p := v.places[id]
		for _, text := range sortedKeys(key.constants) {
			switch c := key.constants[text].(type) {
			case ast.String:
				add(w.down(p, string(c)))
			case ast.Number:
				add(w.down(p, element))
			}
		}
		if key.index || key.computed || len(key.places) > 0 {
			add(w.down(p, element))
		}
	}
	exact := !key.index && !key.computed && len(key.places) == 0 && len(key.constants) > 0
	for _, name := range sortedKeys(v.fields) {
		if exact && name != element && !namesField(key, name) {
			continue
		}
		out = join(out, v.fields[name])
	}
	return out
}

func namesField(key *value, name string) bool {
	for _, c := range key.constants {
		if fieldName(c) == name {
			return true
		}
	}
	return false
}

func fieldName(v ast.Value) string {
	switch c := v.(type) {
	case ast.String:
		return string(c)
	case ast.Number:
		return string(c)
	}
	return v.String()
}

// keysOf is what iterating over v binds the key to.
func keysOf(v *value) *value {
	out := &value{index: true}
	if v != nil && v.keys != nil {
		out = join(out, v.keys)
		// A set or object that the rule made has exactly these keys.
		out.index = len(v.places) > 0
		out.computed = v.computed || v.keys.computed
	}
	return out
}

type env map[ast.Var]*value

// term evaluates a term; variables without a value are bound when they stand as keys of a reference.
func (w *walker) term(t *ast.Term, e env) *value {
	switch v := t.Value.(type) {
	case ast.Null, ast.Boolean, ast.Number, ast.String:
		return &value{constants: map[string]ast.Value{v.String(): v}}
	case ast.Var:
		if known, ok := e[v]; ok {
			return known
		}
		if v.Equal(ast.InputRootDocument.Value) {
			return w.ref(ast.Ref{t}, e)
		}
		return computed()
	case ast.Ref:
		return w.ref(v, e)
	case *ast.Array:
		out := &value{fields: map[string]*value{}}
		for i := range v.Len() {
			out.fields[strconv.Itoa(i)] = w.term(v.Elem(i), e)
		}
		return out
	case ast.Object:
		out := &value{fields: map[string]*value{}}
		v.Foreach(func(key, val *ast.Term) {
			out = join(out, w.pair(w.term(key, e), w.term(val, e)))
		})
		return out
	case ast.Set:
		out := &value{fields: map[string]*value{}, keys: &value{}}
		v.Foreach(func(member *ast.Term) {
			out = join(out, set(w.term(member, e)))
		})
		return out
	case *ast.ArrayComprehension:
		w.body(v.Body, e)
		return &value{fields: map[string]*value{element: w.term(v.Term, e)}}
	case *ast.SetComprehension:
		w.body(v.Body, e)
		return set(w.term(v.Term, e))
	case *ast.ObjectComprehension:
		w.body(v.Body, e)
		return w.pair(w.term(v.Key, e), w.term(v.Value, e))
	case ast.Call:
		return w.call(v[0], v[1:], nil, e)
	}
	// A kind of term this walk does not know: whatever it mentions counts as read.
	ast.WalkRefs(t, func(r ast.Ref) bool { w.use(w.ref(r, e)); return false })
	ast.WalkVars(t, func(v ast.Var) bool { w.use(e[v]); return false })
	return computed()
}

func set(member *value) *value {
	return &value{fields: map[string]*value{element: member}, keys: member}
}

// pair is an object with one key.
func (w *walker) pair(key, val *value) *value {
	out := &value{fields: map[string]*value{}, keys: key}
	if len(key.constants) == 0 || key.computed || key.index || len(key.places) > 0 {
		out.fields[element] = val
	}
	for _, c := range key.constants {
		out.fields[fieldName(c)] = val
	}
	return out
}

func (w *walker) ref(r ast.Ref, e env) *value {
	var v *value
	rest := r[1:]
	head, isVar := r[0].Value.(ast.Var)
	switch {
	case isVar && head.Equal(ast.InputRootDocument.Value):
		p := place{root: rootInput}
		v = &value{places: map[string]place{p.id(): p}}
	case isVar && head.Equal(ast.DefaultRootDocument.Value):
		v, rest = w.data(r)
	default:
		v = w.term(r[0], e)
	}
	for _, step := range rest {
		v = w.sel(v, w.key(step, v, e))
	}
	return v
}

// key evaluates the key of a step into v, and binds it where it is a variable without a value.
func (w *walker) key(step *ast.Term, v *value, e env) *value {
	if name, ok := step.Value.(ast.Var); ok {
		if _, bound := e[name]; !bound {
			e[name] = keysOf(v)
			// Over places, whatever the key is, it is an element.
			return join(&value{index: true}, e[name])
		}
	}
	key := w.term(step, e)
	w.use(key)
	if len(key.constants) == 0 && v != nil {
		// Looking up a computed key compares it with the keys there are.
		w.use(v.keys)
	}
	return key
}

// data resolves a reference into the rules, and says which of its steps are left.
func (w *walker) data(r ast.Ref) (*value, ast.Ref) {
	if len(r) > 1 && r[1].Value.Compare(ast.String("parameters")) == 0 {
		p := place{root: rootParameters}
		return &value{places: map[string]place{p.id(): p}}, r[2:]
	}
	node := w.compiler.RuleTree.Child(r[0].Value)
	for i := 1; node != nil; i++ {
		if len(node.Values) > 0 {
			return w.rules(node, nil), r[i:]
		}
		if i == len(r) || node.Child(r[i].Value) == nil {
			break
		}
		node = node.Child(r[i].Value)
	}
	// A whole package, or a name only known at run time: every rule there may be meant.
	if node != nil {
		node.DepthFirst(func(n *ast.TreeNode) bool {
			if len(n.Values) > 0 && len(ruleOf(n, 0).Head.Args) == 0 {
				w.use(w.rules(n, nil))
			}
			return false
		})
	}
	return computed(), nil
}

func ruleOf(node *ast.TreeNode, i int) *ast.Rule { return node.Values[i] }

// rules is the value of all definitions of one name, called with these arguments.
func (w *walker) rules(node *ast.TreeNode, args []*value) *value {
	id := ruleOf(node, 0).Ref().GroundPrefix().String()
	for _, arg := range args {
		id += " " + arg.id()
	}
	if known, ok := w.memo[id]; ok {
		return known
	}
	at := w.at
	out := &value{}
	for i := range node.Values {
		out = join(out, w.clause(ruleOf(node, i), args))
	}
	w.at = at
	w.memo[id] = out
	return out
}

// clause is the value of one definition.
func (w *walker) clause(rule *ast.Rule, args []*value) *value {
	e := env{}
	w.at = rule.Location
	for i, param := range rule.Head.Args {
		if i < len(args) {
			w.bind(param, args[i], e)
		}
	}
	w.body(rule.Body, e)
	w.at = rule.Location
	var out *value
	if rule.Head.RuleKind() == ast.MultiValue {
		out = set(w.term(rule.Head.Key, e))
	} else if rule.Head.Value != nil {
		out = w.term(rule.Head.Value, e)
	} else {
		out = computed()
	}
	// `name[key] := value`: what follows the constant part of the name are keys.
	ref := rule.Head.Ref()
	for i := len(ref) - 1; i >= len(ref.GroundPrefix()); i-- {
		out = w.pair(w.term(ref[i], e), out)
	}
	if rule.Else != nil {
		out = join(out, w.clause(rule.Else, args))
	}
	return out
}

func (w *walker) body(body ast.Body, e env) {
	for _, expr := range body {
		w.expr(expr, e)
	}
}

func (w *walker) expr(expr *ast.Expr, e env) {
	if expr.Location != nil && expr.Location.File != "" {
		w.at = expr.Location
	}
	for _, with := range expr.With {
		w.use(w.term(with.Value, e))
	}
	switch terms := expr.Terms.(type) {
	case *ast.Term:
		w.term(terms, e)
	case *ast.Every:
		domain := w.term(terms.Domain, e)
		keys := keysOf(domain)
		if terms.Key != nil {
			if name, ok := terms.Key.Value.(ast.Var); ok {
				e[name] = keys
			}
		}
		w.bind(terms.Value, w.sel(domain, join(&value{index: true}, keys)), e)
		w.body(terms.Body, e)
	case []*ast.Term:
		if ast.Equality.Ref().Equal(terms[0].Value) && len(terms) == 3 {
			w.unify(terms[1], terms[2], e)
			return
		}
		w.call(terms[0], terms[1:], expr, e)
	}
}

func unbound(t *ast.Term, e env) bool {
	name, ok := t.Value.(ast.Var)
	if !ok {
		return false
	}
	_, bound := e[name]
	return !bound
}

// pattern tells whether a term is an array or object with variables to bind.
func pattern(t *ast.Term, e env) bool {
	switch v := t.Value.(type) {
	case *ast.Array:
		for i := range v.Len() {
			if unbound(v.Elem(i), e) || pattern(v.Elem(i), e) {
				return true
			}
		}
	case ast.Object:
		return v.Until(func(_, val *ast.Term) bool { return unbound(val, e) || pattern(val, e) })
	}
	return false
}

func (w *walker) unify(a, b *ast.Term, e env) {
	switch {
	case unbound(a, e):
		w.bind(a, w.term(b, e), e)
	case unbound(b, e):
		w.bind(b, w.term(a, e), e)
	case pattern(a, e) && pattern(b, e):
		// `[x, 1] = [2, y]`: both sides bind, so both are looked at twice.
		w.bind(a, w.term(b, e), e)
		w.bind(b, w.term(a, e), e)
	case pattern(a, e):
		w.bind(a, w.term(b, e), e)
	case pattern(b, e):
		w.bind(b, w.term(a, e), e)
	default:
		w.use(w.term(a, e))
		w.use(w.term(b, e))
	}
}

// bind matches a pattern with a value; what the pattern fixes is compared, so it is used.
func (w *walker) bind(t *ast.Term, v *value, e env) {
	if name, ok := t.Value.(ast.Var); ok && unbound(t, e) {
		e[name] = v
		return
	}
	if pattern(t, e) {
		switch p := t.Value.(type) {
		case *ast.Array:
			for i := range p.Len() {
				index := ast.Number(strconv.Itoa(i))
				w.bind(p.Elem(i), w.sel(v, &value{constants: map[string]ast.Value{index.String(): index}}), e)
			}
			return
		case ast.Object:
			p.Foreach(func(key, val *ast.Term) { w.bind(val, w.sel(v, w.term(key, e)), e) })
			return
		}
	}
	w.use(v)
	w.use(w.term(t, e))
}

// call walks a function or built-in; as a statement its last argument may be the variable for the result.
func (w *walker) call(operator *ast.Term, terms []*ast.Term, statement *ast.Expr, e env) *value {
	name, _ := operator.Value.(ast.Ref)
	node := w.compiler.RuleTree.Find(name)
	builtin := ast.BuiltinMap[name.String()]
	arity := len(terms)
	switch {
	case node != nil && len(node.Values) > 0:
		arity = len(ruleOf(node, 0).Head.Args)
	case builtin != nil:
		arity = len(builtin.Decl.FuncArgs().Args)
	}
	if arity > len(terms) {
		arity = len(terms)
	}
	args := make([]*value, arity)
	for i := range arity {
		args[i] = w.term(terms[i], e)
	}
	var out *value
	if node != nil && len(node.Values) > 0 {
		out = w.rules(node, args)
	} else {
		out = w.builtin(name.String(), args)
	}
	if statement != nil && len(terms) > arity {
		w.bind(terms[arity], out, e)
	}
	return out
}

// builtin is the result of a built-in. Most look at their arguments and compute; the rest passes them on.
func (w *walker) builtin(name string, args []*value) *value {
	switch name {
	case "object.get":
		if len(args) == 3 {
			return join(w.get(args[0], args[1]), args[2])
		}
	case "is_array", "is_object", "is_set", "is_string", "is_number", "is_boolean", "is_null", "type_name":
		// Only what it is, not what it holds; reaching it has been noted.
		return computed()
	case "object.union":
		return join(args[0], args[1])
	case "array.concat", "array.reverse", "or":
		out := &value{}
		for _, arg := range args {
			out = join(out, spread(arg))
		}
		return out
	case "array.slice":
		for _, arg := range args[1:] {
			w.use(arg)
		}
		return spread(args[0])
	case "count":
		// How many elements a list has does not depend on what they hold; how many a set has does.
		for _, id := range sortedKeys(args[0].places) {
			w.down(args[0].places[id], element)
		}
		w.use(args[0].keys)
		return computed()
	}
	for _, arg := range args {
		w.use(arg)
	}
	return computed()
}

// get is object.get: the key is one key, or an array of keys that leads down.
func (w *walker) get(object, key *value) *value {
	w.use(key)
	if len(key.fields) == 0 && len(key.places) == 0 && !key.computed {
		return w.sel(object, key)
	}
	for i := range len(key.fields) {
		step, ok := key.fields[strconv.Itoa(i)]
		// How far down it leads is not known.
		if !ok || len(key.places) > 0 || key.computed {
			break
		}
		object = w.sel(object, step)
		if i == len(key.fields)-1 {
			return object
		}
	}
	out := &value{computed: true, places: map[string]place{}}
	if object != nil {
		for _, id := range sortedKeys(object.places) {
			p := w.anywhere(object.places[id])
			out.places[p.id()] = p
		}
	}
	return out
}
