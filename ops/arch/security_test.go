package arch

import (
	"go/ast"
	"os"
	"regexp"
	"testing"
)

// TestPromisesAreHeld: every test that ops/security.md names is there.
func TestPromisesAreHeld(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../security.md")
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for _, file := range readTree(t).files {
		for _, d := range file.ast.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && file.test {
				there[f.Name.Name] = true
			}
		}
	}
	named := regexp.MustCompile(`\b(Test|Fuzz)[A-Z]\w*`).FindAllString(string(text), -1)
	for _, name := range named {
		if !there[name] {
			t.Errorf("ops/security.md names %s, and there is no such test", name)
		}
	}
	if len(named) < 30 {
		t.Errorf("only %d tests are named", len(named))
	}
}
