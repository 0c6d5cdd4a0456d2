package config

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// decode reads the text of hotline.toml over the defaults in f. Its error is one line: where, what is wrong, what to
// write. A value is never repeated in it: it may be a token.
func decode(name string, text []byte, f *file) error {
	dec := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields()
	err := dec.Decode(f)
	if err == nil {
		return nil
	}
	var unknown *toml.StrictMissingError
	if errors.As(err, &unknown) && len(unknown.Errors) > 0 {
		first := &unknown.Errors[0]
		line, _ := first.Position()
		return fmt.Errorf("%s:%d: %s", name, line, unknownKey(first.Key()))
	}
	var wrong *toml.DecodeError
	if errors.As(err, &wrong) {
		line, _ := wrong.Position()
		if t, ok := typeOf(wrong.Key()); ok && len(wrong.Key()) > 0 {
			return fmt.Errorf("%s:%d: %s must be %s", name, line, strings.Join(wrong.Key(), "."), describe(t))
		}
		return fmt.Errorf("%s:%d: this line is not TOML (%s); write key = \"value\", a list as [\"a\", \"b\"], "+
			"and each key and table once", name, line, strings.TrimPrefix(wrong.Error(), "toml: "))
	}
	return fmt.Errorf("%s: %w", name, err)
}

// unknownKey says which keys or tables there are where an unknown one was written.
func unknownKey(key toml.Key) string {
	for n := len(key) - 1; n >= 0; n-- {
		t, ok := typeOf(key[:n])
		if !ok {
			continue
		}
		if n == 0 {
			return fmt.Sprintf("unknown table or key %q; the tables are %s", key[0], strings.Join(keysOf(t), ", "))
		}
		if len(keysOf(t)) > 0 {
			return fmt.Sprintf("unknown key %q in [%s]; write one of %s", strings.Join(key[n:], "."),
				strings.Join(key[:n], "."), strings.Join(keysOf(t), ", "))
		}
	}
	return fmt.Sprintf("unknown key %q", strings.Join(key, "."))
}

// typeOf finds what a key holds, by the key's path in the file; a list of tables counts as one of its tables.
func typeOf(key []string) (reflect.Type, bool) {
	t := reflect.TypeFor[file]()
	for _, part := range key {
		if t = tableType(t); t == nil {
			return nil, false
		}
		field, ok := fieldOf(t, part)
		if !ok {
			return nil, false
		}
		t = field.Type
	}
	return t, true
}

// tableType is the struct of a table or of a list of tables; nil for a plain value.
func tableType(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	return t
}

func fieldOf(t reflect.Type, key string) (reflect.StructField, bool) {
	for i := range t.NumField() {
		if f := t.Field(i); f.Tag.Get("toml") == key {
			return f, true
		}
	}
	return reflect.StructField{}, false
}

// keysOf lists the keys of a table in the order of the template; none for a plain value.
func keysOf(t reflect.Type) []string {
	if t = tableType(t); t == nil {
		return nil
	}
	keys := make([]string, 0, t.NumField())
	for i := range t.NumField() {
		keys = append(keys, t.Field(i).Tag.Get("toml"))
	}
	return keys
}

// describe says what to write for a value of type t.
func describe(t reflect.Type) string {
	switch {
	case t.Kind() == reflect.String:
		return `a text in quotes, such as "text"`
	case t.Kind() == reflect.Int:
		return "a whole number, such as 5"
	case t.Kind() == reflect.Float64:
		return "a number, such as 1.5"
	case t.Kind() == reflect.Bool:
		return "true or false"
	case t.Kind() == reflect.Slice && tableType(t) == nil:
		return `a list of texts, such as ["a", "b"]`
	case t.Kind() == reflect.Slice:
		return "a list of tables, each under its own [[header]]"
	default:
		return "a table, under its own [header]"
	}
}
