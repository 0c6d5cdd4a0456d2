package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

const module = "hotline"

// source is one Go file of the tree.
type source struct {
	path      string // from the root, with slashes
	pkg       string // folder from the root: "dispatch/talk"
	test      bool
	generated bool
	lines     int
	ast       *ast.File
}

// imports lists what the file imports.
func (s source) imports() []string {
	list := make([]string, len(s.ast.Imports))
	for i, spec := range s.ast.Imports {
		list[i] = strings.Trim(spec.Path.Value, `"`)
	}
	return list
}

// tree is every Go file of the product.
type tree struct {
	fset  *token.FileSet
	files []source
}

// line is the line of a node.
func (tr tree) line(n ast.Node) int { return tr.fset.Position(n.Pos()).Line }

// readTree parses the files of the module. Modules of their own (ops/tools) and testdata are not part of it.
func readTree(t *testing.T) tree {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	tr := tree{fset: token.NewFileSet()}
	err = fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return enter(root, name)
		}
		if path.Ext(name) != ".go" {
			return nil
		}
		return tr.add(root, name)
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(tr.files) < 20 {
		t.Fatalf("only %d files found: is this the root of the project?", len(tr.files))
	}
	return tr
}

// enter skips what the go command skips.
func enter(root, name string) error {
	if name == "." {
		return nil
	}
	base := path.Base(name)
	_, err := os.Stat(filepath.Join(root, name, "go.mod"))
	if err == nil || base == "testdata" && !hasGo(filepath.Join(root, name)) || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") {
		return fs.SkipDir
	}
	return nil
}

// hasGo says whether a folder named testdata is a package of ours (ops/testdata).
func hasGo(dir string) bool {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	return err == nil && len(files) > 0
}

func (tr *tree) add(root, name string) error {
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		return err
	}
	file, err := parser.ParseFile(tr.fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	tr.files = append(tr.files, source{
		path: name, pkg: path.Dir(name), ast: file,
		test:      strings.HasSuffix(name, "_test.go"),
		generated: ast.IsGenerated(file),
		lines:     strings.Count(string(text), "\n"),
	})
	return nil
}
