package config

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

const (
	envPrefix = "HOTLINE_"
	// EnvConfig names the file to read; it is no setting itself.
	EnvConfig = "HOTLINE_CONFIG"
)

// variable is the environment variable of a plain key: "server.public_url" → HOTLINE_SERVER_PUBLIC_URL.
func variable(path string) string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(path, ".", "_"))
}

// pinVariable is the environment variable of a coordinator's PIN: Ana → HOTLINE_COORDINATORS_ANA_PIN.
func pinVariable(name string) string {
	plain := strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return '_'
	}, strings.TrimSpace(name))
	return variable("coordinators." + plain + ".pin")
}

// override sets the keys that the environment names ("KEY=value" each) and notes in s where they came from. A
// HOTLINE_ variable that is no plain key is an error, so that a misspelt one is not silently without effect.
func override(f *file, environ []string, s *source) error {
	keys := plainKeys(reflect.ValueOf(f).Elem())
	for i := range f.Coordinators { // a PIN is a secret, so it can stand outside the file, too
		t := &f.Coordinators[i]
		keys[pinVariable(t.Name)] = plainKey{fmt.Sprintf("coordinators[%d].pin", i), reflect.ValueOf(&t.PIN).Elem()}
	}
	environ = slices.Sorted(slices.Values(environ))
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(name, envPrefix) || name == EnvConfig {
			continue
		}
		key, ok := keys[name]
		if !ok {
			return fmt.Errorf("%s: no such setting; write %s", name, alternatives(keys, name))
		}
		if err := set(key.value, value); err != nil {
			return fmt.Errorf("%s: must be %w", name, err)
		}
		s.env[key.path] = name
	}
	return nil
}

// plainKey is one key that the environment may set.
type plainKey struct {
	path  string
	value reflect.Value
}

// plainKeys lists the plain keys of all single tables by their variable.
func plainKeys(root reflect.Value) map[string]plainKey {
	keys := map[string]plainKey{}
	for i := range root.NumField() {
		table := root.Field(i)
		if table.Kind() != reflect.Struct {
			continue
		}
		for j := range table.NumField() {
			field := table.Field(j)
			if tableType(field.Type()) != nil {
				continue
			}
			path := root.Type().Field(i).Tag.Get("toml") + "." + table.Type().Field(j).Tag.Get("toml")
			keys[variable(path)] = plainKey{path, field}
		}
	}
	return keys
}

// alternatives lists the variables of the table that name seems to be in, or else the tables.
func alternatives(keys map[string]plainKey, name string) string {
	var same, tables []string
	for v, key := range keys {
		table, _, _ := strings.Cut(key.path, ".")
		table, _, _ = strings.Cut(table, "[")
		prefix := variable(table) + "_"
		if strings.HasPrefix(name, prefix) {
			same = append(same, v)
		}
		tables = append(tables, prefix+"…")
	}
	if len(same) == 0 {
		same = tables
	}
	slices.Sort(same)
	return "one of " + strings.Join(slices.Compact(same), ", ")
}

// set parses value by the kind of the key; the error says what to write.
func set(key reflect.Value, value string) error {
	switch key.Kind() {
	case reflect.String:
		key.SetString(value)
		return nil
	case reflect.Bool:
		if b, err := strconv.ParseBool(value); err == nil {
			key.SetBool(b)
			return nil
		}
	case reflect.Int:
		if n, err := strconv.Atoi(value); err == nil {
			key.SetInt(int64(n))
			return nil
		}
	case reflect.Float64:
		if x, err := strconv.ParseFloat(value, 64); err == nil {
			key.SetFloat(x)
			return nil
		}
	case reflect.Slice:
		var list []string
		for item := range strings.SplitSeq(value, ",") {
			if item = strings.TrimSpace(item); item != "" {
				list = append(list, item)
			}
		}
		key.Set(reflect.ValueOf(list))
		return nil
	}
	return errors.New(describe(key.Type()))
}
