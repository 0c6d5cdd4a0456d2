package engine

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"

	"hotline/dispatch/talk"
)

// Every effect that the conversation knows is carried out.
func TestEveryEffectHasAHandler(t *testing.T) {
	t.Parallel()
	f, err := parser.ParseFile(token.NewFileSet(), "../talk/effect.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var handled []string
	for kind := range effectTable() {
		handled = append(handled, kind.Name())
	}
	known := 0
	for _, d := range f.Decls {
		method, ok := d.(*ast.FuncDecl)
		if !ok || method.Name.Name != "effect" {
			continue
		}
		known++
		if name := method.Recv.List[0].Type.(*ast.Ident).Name; !slices.Contains(handled, name) {
			t.Errorf("talk.%s has no handler", name)
		}
	}
	if known != len(handled) {
		t.Errorf("%d effects, %d handlers", known, len(handled))
	}
}

func TestAnUnknownEffectIsAnError(t *testing.T) {
	t.Parallel()
	if err := (effects{}).do(&turn{}, talk.Back{}); err == nil || !strings.Contains(err.Error(), "no handler") {
		t.Errorf("error %v", err)
	}
}

// Every timer that is named has a handler.
func TestEveryTimerHasAHandler(t *testing.T) {
	t.Parallel()
	f, err := parser.ParseFile(token.NewFileSet(), "timers.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	table := timerTable()
	named := 0
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 || !strings.HasPrefix(spec.Names[0].Name, "timer") {
			return true
		}
		if value, ok := spec.Values[0].(*ast.BasicLit); ok && value.Kind == token.STRING {
			named++
			if table[strings.Trim(value.Value, `"`)] == nil {
				t.Errorf("timer %s has no handler", value.Value)
			}
		}
		return true
	})
	if named != len(table) {
		t.Errorf("%d timers named, %d handlers", named, len(table))
	}
}
