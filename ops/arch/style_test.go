package arch

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// TestPackageDocs holds that every package says what it is for, in a comment of more than a few words.
func TestPackageDocs(t *testing.T) {
	t.Parallel()
	docs := map[string]string{}
	for _, file := range readTree(t).files {
		if file.test || file.generated {
			continue
		}
		docs[file.pkg] += file.ast.Doc.Text()
	}
	for pkg, doc := range docs {
		if len(strings.Fields(doc)) < 8 {
			t.Errorf("package %s does not say what it is for and what it must not do", pkg)
		}
	}
}

// wants are the only things whose absence may leave a test out. Each reason given to Skip names one.
func wants() []string { return []string{"../shared", "Chromium", "gcc", "sqlc"} }

// TestNoSkippedTests holds that no test is left out for any other reason, and that none sleeps.
func TestNoSkippedTests(t *testing.T) {
	t.Parallel()
	tr := readTree(t)
	for _, file := range tr.files {
		if !file.test && file.pkg != "ops/testdata" && file.pkg != "gateway/phonetest" {
			continue
		}
		ast.Inspect(file.ast, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			switch {
			case !ok:
			case slices.Contains([]string{"Skip", "Skipf", "SkipNow"}, sel.Sel.Name) && !namesWant(call):
				t.Errorf("%s:%d: a test may be left out for want of %v only, and must say so", file.path, tr.line(n), wants())
			case sel.Sel.Name == "Sleep" && isIdent(sel.X, "time"):
				t.Errorf("%s:%d: a test waits for what it waits for, not for a time", file.path, tr.line(n))
			}
			return true
		})
	}
}

// namesWant says whether the reason, the first argument, names one of the wants.
func namesWant(call *ast.CallExpr) bool {
	if len(call.Args) == 0 {
		return false
	}
	reason, ok := call.Args[0].(*ast.BasicLit)
	return ok && slices.ContainsFunc(wants(), func(w string) bool { return strings.Contains(reason.Value, w) })
}

// TestNoInit holds that wiring is visible: no init functions.
func TestNoInit(t *testing.T) {
	t.Parallel()
	for _, file := range readTree(t).files {
		for _, decl := range file.ast.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				t.Errorf("%s: an init function hides wiring", file.path)
			}
		}
	}
}

// TestSizes reports how long files and functions are (go test -v) and fails on what nobody reads in one go: files
// over 700 lines, functions over 100. Tables of tests may be longer.
func TestSizes(t *testing.T) {
	t.Parallel()
	var files, funcs []int
	tr := readTree(t)
	for _, file := range tr.files {
		if file.generated || file.test {
			continue
		}
		files = append(files, file.lines)
		if file.lines > 700 {
			t.Errorf("%s has %d lines", file.path, file.lines)
		}
		for _, decl := range file.ast.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue
			}
			n := tr.fset.Position(fn.End()).Line - tr.line(fn) + 1
			funcs = append(funcs, n)
			if n > 100 {
				t.Errorf("%s:%d: %s has %d lines", file.path, tr.line(fn), fn.Name.Name, n)
			}
		}
	}
	report(t, "files", files, 450)
	report(t, "functions", funcs, 45)
}

func report(t *testing.T, what string, sizes []int, long int) {
	t.Helper()
	slices.Sort(sizes)
	over := 0
	for _, n := range sizes {
		if n > long {
			over++
		}
	}
	t.Logf("%d %s: median %d lines, longest %d, %d over %d", len(sizes), what, sizes[len(sizes)/2], sizes[len(sizes)-1], over, long)
}
