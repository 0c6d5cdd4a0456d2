package store

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestPostgresSchemaIsTheSame lays both schemas out, in SQLite, which takes PostgreSQL's words for ours: the same
// tables, columns, constraints and indexes.
func TestPostgresSchemaIsTheSame(t *testing.T) {
	t.Parallel()
	ours, theirs := memory(t), memory(t)
	must(t, migrate(t.Context(), ours))
	statements, err := os.ReadFile("postgres.sql")
	must(t, err)
	_, err = theirs.ExecContext(t.Context(), string(statements))
	must(t, err)
	equal(t, layout(t, theirs), layout(t, ours))
}

func memory(t *testing.T) *sql.DB {
	db, err := sql.Open("sqlite", ":memory:")
	must(t, err)
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { must(t, db.Close()) })
	return db
}

// layout is a schema's statements with what may differ taken out: the names of types, comments and spaces.
func layout(t *testing.T, db *sql.DB) (statements []string) {
	rows, err := db.QueryContext(t.Context(),
		"SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name NOT LIKE 'goose%' AND tbl_name NOT LIKE 'sqlite%'")
	must(t, err)
	defer func() { must(t, rows.Close()) }()
	comment, space := regexp.MustCompile(`--[^\n]*`), regexp.MustCompile(`\s+`)
	for rows.Next() {
		var s string
		must(t, rows.Scan(&s))
		s = space.ReplaceAllString(comment.ReplaceAllString(s, ""), " ")
		s = strings.NewReplacer("BYTEA", "BLOB", "BIGINT PRIMARY", "INTEGER PRIMARY", " ,", ",", " )", ")",
			" WITHOUT ROWID", "").Replace(s)
		statements = append(statements, s)
	}
	must(t, rows.Err())
	slices.Sort(statements)
	return statements
}

// scans are the queries that may read a whole table: each reads all of what it is about.
var scans = []string{"RosterAll", "ApartAll", "AllTickets"}

// TestQueriesUseIndexes asks SQLite how it would run each query: none but the scans above reads a whole table.
func TestQueriesUseIndexes(t *testing.T) {
	t.Parallel()
	db, _ := setup(t)
	files, err := filepath.Glob("internal/query/*.sql.go")
	must(t, err)
	found := 0
	for _, f := range files {
		source, err := os.ReadFile(f)
		must(t, err)
		for _, m := range regexp.MustCompile("(?s)const \\w+ = `-- name: (\\w+) :\\w+\n(.*?)`").FindAllStringSubmatch(string(source), -1) {
			found++
			name, statement := m[1], m[2]
			if strings.HasPrefix(statement, "INSERT") || slices.Contains(scans, name) {
				continue
			}
			for _, step := range plan(t, db, statement) {
				if strings.HasPrefix(step, "SCAN") && !strings.Contains(step, "INDEX") && step != "SCAN CONSTANT ROW" {
					t.Errorf("%s: %s", name, step)
				}
			}
		}
	}
	if found < 50 {
		t.Errorf("found only %d queries", found)
	}
}

func plan(t *testing.T, db *DB, statement string) (steps []string) {
	t.Helper()
	read(t, db, func(v *View) error {
		params := regexp.MustCompile(`\$(\d+)`).ReplaceAllString(statement, "?$1")
		args := make([]any, strings.Count(params, "?"))
		c, err := db.readers.get(v.ctx)
		if err != nil {
			return err
		}
		defer func() { db.readers.free <- c }()
		for n := len(args); n >= 0; n-- { // a parameter may stand in several places
			rows, err := c.Conn.QueryContext(context.Background(), "EXPLAIN QUERY PLAN "+params, args[:n]...)
			if err != nil {
				continue
			}
			defer rows.Close()
			for rows.Next() {
				var id, parent, unused int
				var detail string
				if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
					return err
				}
				steps = append(steps, detail)
			}
			return rows.Err()
		}
		return fmt.Errorf("cannot be explained: %s", statement)
	})
	return steps
}

// TestGeneratedCodeIsCurrent generates the queries anew and compares. It needs the generator, which the product does
// not: where it cannot be built the test is left out, except in CI.
func TestGeneratedCodeIsCurrent(t *testing.T) {
	t.Parallel()
	sqlc := func(args ...string) *exec.Cmd {
		cmd := exec.Command("go", append([]string{"tool", "sqlc"}, args...)...)
		cmd.Dir = filepath.FromSlash("../ops/tools")
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0") // sqlc brings its parser along in WebAssembly: no gcc
		return cmd
	}
	if out, err := sqlc("version").CombinedOutput(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("sqlc cannot be built: %s", out)
		}
		t.Skip("left out: sqlc cannot be built here")
	}
	here, err := os.Getwd()
	must(t, err)
	if out, err := sqlc("diff", "-f", filepath.Join(here, "sqlc.yaml")).CombinedOutput(); err != nil {
		t.Errorf("generate the queries anew (see sqlc.yaml): %s", out)
	}
}
