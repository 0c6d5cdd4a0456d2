package config

import (
	"fmt"
	"iter"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pelletier/go-toml/v2"
	"pgregory.net/rapid"
)

// plainPaths lists every key of the file with its type; lists of tables by their first table.
func plainPaths() iter.Seq2[string, reflect.Type] {
	return func(yield func(string, reflect.Type) bool) {
		var walk func(prefix string, t reflect.Type) bool
		walk = func(prefix string, t reflect.Type) bool {
			for i := range t.NumField() {
				f := t.Field(i)
				path := join(prefix, f.Tag.Get("toml"))
				switch inner := tableType(f.Type); {
				case inner == nil:
					if !yield(path, f.Type) {
						return false
					}
				case f.Type.Kind() == reflect.Slice:
					if !walk(path+"[0]", inner) {
						return false
					}
				default:
					if !walk(path, inner) {
						return false
					}
				}
			}
			return true
		}
		walk("", reflect.TypeFor[file]())
	}
}

// TestFileAndEnvironmentAgree: a plain key means the same in the file and in the environment.
func TestFileAndEnvironmentAgree(t *testing.T) {
	t.Parallel()
	f := defaults()
	keys := plainKeys(reflect.ValueOf(&f).Elem())
	if len(keys) < 30 {
		t.Fatalf("only %d plain keys", len(keys))
	}
	rapid.Check(t, func(t *rapid.T) {
		var text strings.Builder
		want, fromEnv := defaults(), defaults()
		name := rapid.SampledFrom(sortedNames(keys)).Draw(t, "key")
		path := keys[name].path
		table, key, _ := strings.Cut(path, ".")
		value, written := draw(t, keys[name].value.Type())
		fmt.Fprintf(&text, "[%s]\n%s = %s\n", table, key, written)
		if err := decode("f", []byte(text.String()), &want); err != nil {
			t.Fatalf("%s: %v", text.String(), err)
		}
		src, err := newSource("f", []byte(text.String()))
		if err != nil {
			t.Fatal(err)
		}
		if err := override(&fromEnv, []string{name + "=" + value}, src); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, fromEnv, cmp.AllowUnexported(file{})); diff != "" {
			t.Fatalf("%s = %q (-file +environment):\n%s", name, value, diff)
		}
		if src.at(path) != name || src.lines[path] != 2 {
			t.Fatalf("place of %s: %s, line %d", path, src.at(path), src.lines[path])
		}
	})
}

func sortedNames(keys map[string]plainKey) []string {
	var names []string
	for path := range plainPaths() {
		if _, ok := keys[variable(path)]; ok {
			names = append(names, variable(path))
		}
	}
	return names
}

// draw makes a value as the environment has it and as the file has it.
func draw(t *rapid.T, kind reflect.Type) (value, written string) {
	switch kind.Kind() {
	case reflect.Int:
		n := rapid.IntRange(-1000, 1000).Draw(t, "number")
		return fmt.Sprint(n), fmt.Sprint(n)
	case reflect.Float64:
		x := rapid.Float64Range(-1e6, 1e6).Filter(func(x float64) bool { return !math.IsInf(x, 0) }).Draw(t, "fraction")
		return fmt.Sprintf("%f", x), fmt.Sprintf("%f", x)
	case reflect.Bool:
		b := rapid.Bool().Draw(t, "bool")
		return fmt.Sprint(b), fmt.Sprint(b)
	case reflect.Slice:
		items := rapid.SliceOfN(rapid.StringMatching(`[a-z+0-9]{1,8}`), 1, 4).Draw(t, "list")
		return strings.Join(items, " , "), `["` + strings.Join(items, `", "`) + `"]`
	default:
		s := rapid.StringMatching(`[ -!#-\[\]-~]{0,20}`).Draw(t, "text")
		return s, `"` + s + `"`
	}
}

// TestLinesOfAnyLayout: whatever stands between the keys, the line that is named is the key's.
func TestLinesOfAnyLayout(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var text strings.Builder
		line := 1
		put := func(s string) (at int) {
			for range rapid.IntRange(0, 3).Draw(t, "filler") {
				text.WriteString(rapid.SampledFrom([]string{"\n", "# note\n", "  \n"}).Draw(t, "filler"))
				line++
			}
			text.WriteString(s)
			at = line
			line += strings.Count(s, "\n")
			return at
		}
		want := map[string]int{}
		for i := range rapid.IntRange(1, 4).Draw(t, "zones") {
			zone := fmt.Sprintf("zones[%d]", i)
			want[zone] = put("[[zones]]\n")
			want[zone+".name"] = put("name = \"\"\"long\nname\"\"\"\n")
			want[zone+".zips"] = put("zips = [\n\"11206\",\n]\n")
		}
		src, err := newSource("f", []byte(text.String()))
		if err != nil || !cmp.Equal(want, src.lines) {
			t.Fatalf("%s\n%v\n%s", text.String(), err, cmp.Diff(want, src.lines))
		}
	})
}

// FuzzParse: no text makes the reader panic or answer with more than one line, a secret is in no error, and what is
// accepted keeps its promises.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", minimal, Template, minimal + "[[zones]]\nname=\"N\"\nzips=[\"11206\"]\n",
		minimal + "x = { y = 1 }", "a.b.c = 1", "[network]\nname.x = 1", "zones = [{name = \"N\", zips = [\"11206\"]}]\n" + minimal,
		"[[network]]", "[zones.x]\ny=1", "network = 5", "\"\" = 1", "[[network.lines.x]]", "[network]\n[network.lines]\n"} {
		f.Add(seed, "HOTLINE_DISPATCH_LIVE_OFFERS=3")
	}
	f.Fuzz(func(t *testing.T, text, env string) {
		const token = "c4nary-token"
		cfg, err := parse("hotline.toml", "/", []byte(text), []string{env, "HOTLINE_TWILIO_AUTH_TOKEN=" + token})
		if err != nil {
			if !oneLine(err.Error()) || strings.Contains(err.Error(), token) {
				t.Fatalf("error: %q", err)
			}
			return
		}
		n := cfg.Network
		if n.Name == "" || n.Location == nil || n.Contact == "" || len(cfg.Twilio.Numbers) == 0 || len(n.Languages) == 0 {
			t.Fatalf("accepted without a must: %+v", cfg)
		}
		if _, ok := n.Category("OTHER"); !ok {
			t.Fatal("no category OTHER")
		}
	})
}

func oneLine(s string) bool { return !strings.ContainsAny(s, "\n\r") }

// TestRoundTrip: what is written by a TOML encoder is read back as it was.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := defaults()
		want.Network.Name = rapid.String().Draw(t, "name")
		want.Twilio.Numbers = rapid.SliceOf(rapid.String()).Draw(t, "numbers")
		want.Zones = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) zoneTable {
			return zoneTable{Name: rapid.String().Draw(t, "zone"), ZIPs: []string{"1"}, Neighbors: []string{"2"}}
		}), 1, 3).Draw(t, "zones")
		text, err := toml.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		got := defaults()
		if err := decode("f", text, &got); err != nil {
			t.Fatalf("%s\n%v", text, err)
		}
		if len(want.Twilio.Numbers) == 0 {
			got.Twilio.Numbers = want.Twilio.Numbers
		}
		got.Network.Lines, got.Categories, got.Coordinators, got.Elsewhere = nil, nil, nil, nil
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(file{})); diff != "" {
			t.Fatalf("(-written +read):\n%s", diff)
		}
	})
}
