package arch

import (
	"go/ast"
	"path"
	"slices"
	"strings"
	"testing"
)

// allowed is the import graph: each package with the packages of ours that it may import. Where a simpler graph
// serves, change it here together with ops/adr.
func allowed() map[string][]string {
	pureCore := []string{"dispatch", "dispatch/talk", "i18n/msg", "i18n/lexicon"}
	return map[string][]string{
		"i18n/msg":          {},
		"i18n/lexicon":      {},
		"dispatch":          {},
		"gateway/twilio":    {},
		"i18n":              {"i18n/msg", "i18n/lexicon"},
		"dispatch/simulate": {"dispatch"},
		"dispatch/talk":     {"dispatch", "i18n/msg", "i18n/lexicon"},
		"sms":               pureCore,
		"ivr":               pureCore,
		"ivr/twiml":         {"ivr", "i18n", "i18n/msg", "dispatch"},
		"store":             {"dispatch"},
		"gateway/phonetest": {"gateway/twilio", "i18n"},
		"ops/backup":        {"store"},
		"ops/check":         {"store", "i18n", "gateway/twilio"},
		"ops/arch":          {},
		"ops/testdata":      {},
		"dispatch/engine":   append([]string{"sms", "ivr", "store", "i18n"}, pureCore...),
		"gateway":           {"gateway/twilio", "dispatch", "dispatch/engine", "dispatch/talk", "ivr", "ivr/twiml", "store", "i18n", "i18n/msg"},
	}
}

// TestImports holds the graph. Test files are exempt: they may use any package of ours.
func TestImports(t *testing.T) {
	t.Parallel()
	graph := allowed()
	for _, file := range readTree(t).files {
		if file.test || file.pkg == "cmd/hotline" || path.Dir(file.pkg) == "cmd/hotline" {
			continue
		}
		may, known := graph[path.Dir(file.path)]
		if !known && !within(file.pkg, graph) {
			t.Errorf("%s: package %s is not in the import graph", file.path, file.pkg)
			continue
		}
		for _, imported := range file.imports() {
			ours, ok := strings.CutPrefix(imported, module+"/")
			if ok && !slices.Contains(may, ours) && !internal(file.pkg, ours) {
				t.Errorf("%s: %s may not import %s", file.path, file.pkg, ours)
			}
		}
	}
}

// within says whether pkg is an internal part of a package of the graph, such as generated queries.
func within(pkg string, graph map[string][]string) bool {
	parent, _, ok := strings.Cut(pkg, "/internal/")
	_, known := graph[parent]
	return ok && known
}

// internal says whether imported is an internal part of pkg itself.
func internal(pkg, imported string) bool {
	return strings.HasPrefix(imported, pkg+"/internal/")
}

// pure are the packages of values in, values out.
func pure() []string {
	return []string{"dispatch", "dispatch/simulate", "dispatch/talk", "sms", "ivr", "i18n/msg", "i18n/lexicon"}
}

// TestPurity holds that the pure packages import nothing that can look, wait, write or roll dice, and never ask the
// clock.
func TestPurity(t *testing.T) {
	t.Parallel()
	impure := []string{"context", "database", "net", "log", "os", "io/fs", "crypto/rand", "math/rand", "syscall", "sync/atomic"}
	mayNet := []string{"net/netip", "net/url"}
	clock := []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}
	tr := readTree(t)
	for _, file := range tr.files {
		if file.test || !slices.Contains(pure(), file.pkg) {
			continue
		}
		for _, imported := range file.imports() {
			for _, bad := range impure {
				if (imported == bad || strings.HasPrefix(imported, bad+"/")) && !slices.Contains(mayNet, imported) {
					t.Errorf("%s: %s is pure and may not import %s", file.path, file.pkg, imported)
				}
			}
		}
		ast.Inspect(file.ast, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && isIdent(sel.X, "time") && slices.Contains(clock, sel.Sel.Name) {
				t.Errorf("%s:%d: %s is pure and may not ask the clock", file.path, tr.line(n), file.pkg)
			}
			return true
		})
	}
}

func isIdent(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}
