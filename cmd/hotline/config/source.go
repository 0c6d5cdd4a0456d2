package config

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// source knows where each value came from, so that an error can name the place: a line of the file or a variable.
type source struct {
	name  string            // the file, as the person named it
	lines map[string]int    // "zones[1].zips" → line; tables by their header
	env   map[string]string // "server.public_url" → HOTLINE_SERVER_PUBLIC_URL
}

// newSource indexes the lines of a text that decode has accepted. It refuses a list of tables written as one table:
// the decoder would take it, and a second one would then be a riddle.
func newSource(name string, text []byte) (*source, error) {
	s := &source{name: name, lines: map[string]int{}, env: map[string]string{}}
	p := &unstable.Parser{}
	p.Reset(text)
	table, counts := "", map[string]int{}
	line, seen := 1, 0
	for p.NextExpression() {
		node := p.Expression()
		path, start := keyOf(node)
		if start > seen {
			line += bytes.Count(text[seen:start], []byte("\n"))
			seen = start
		}
		switch node.Kind {
		case unstable.Table:
			if t, ok := typeOf(strings.Split(path, ".")); ok && t.Kind() == reflect.Slice {
				return nil, fmt.Errorf("%s:%d: write [[%s]] with two brackets, once for each", name, line, path)
			}
			table = within(counts, path)
			s.lines[table] = line
		case unstable.ArrayTable:
			table = fmt.Sprintf("%s[%d]", path, counts[path])
			counts[path]++
			s.lines[table] = line
		case unstable.KeyValue:
			s.lines[join(table, path)] = line
		}
	}
	return s, nil
}

// keyOf is the dotted key of an expression and the offset at which it starts.
func keyOf(node *unstable.Node) (path string, start int) {
	for it := node.Key(); it.Next(); {
		part := it.Node()
		if path == "" {
			start = int(part.Raw.Offset)
		}
		path = join(path, string(part.Data))
	}
	return path, start
}

// within gives a sub-table of a list's last table its number: zones.extra → zones[1].extra.
func within(counts map[string]int, path string) string {
	head, rest, ok := strings.Cut(path, ".")
	if n := counts[head]; ok && n > 0 {
		return fmt.Sprintf("%s[%d].%s", head, n-1, rest)
	}
	return path
}

func join(table, key string) string {
	if table == "" {
		return key
	}
	return table + "." + key
}

// at names the place of a key: its own line, else its table's, else the file alone.
func (s *source) at(path string) string {
	if name, ok := s.env[path]; ok {
		return name
	}
	for p := path; p != ""; {
		if line, ok := s.lines[p]; ok {
			return fmt.Sprintf("%s:%d", s.name, line)
		}
		p = p[:max(0, strings.LastIndexAny(p, ".["))]
	}
	return s.name
}
