package i18n

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"hotline/i18n/msg"

	"github.com/google/go-cmp/cmp"
)

func TestOverlayChangesALanguage(t *testing.T) {
	t.Parallel()
	o := options("es.toml", `
reviewed = true
[messages]
declined = "Bueno, gracias."
category_GARDEN = "el huerto"
[time]
clock = "15:04"
[budget]
declined = 3
[words]
needs.GARDEN = ["huerto"]
`)
	o.Languages, o.Default, o.Categories = []string{"en", "es"}, "es", append([]string{"GARDEN"}, categories...)
	c, err := Load(o)
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Say("es", msg.T(msg.Declined), now); got != "Bueno, gracias." {
		t.Errorf("declined: %q", got)
	}
	if got := c.Say("es", msg.T(msg.StillYours), now); got != "De acuerdo, sigue siendo suya. ¡Gracias!" {
		t.Errorf("a message that was not changed: %q", got)
	}
	offer := c.Say("es", msg.T(msg.StatusNight, "Need", msg.Need{Category: "GARDEN"}, "Time", msg.Moment(now)), now)
	if want := "El huerto: preguntamos desde las 14:05."; offer != want {
		t.Errorf("%q, want %q", offer, want)
	}
	if got := c.Budget("es", msg.Declined); got != 3 {
		t.Errorf("budget %d", got)
	}
	if got := c.Budget("en", msg.Declined); got != 1 {
		t.Errorf("budget without a line %d", got)
	}
	for _, p := range c.Problems() {
		if p.Lang == "es" {
			t.Errorf("a problem: %+v", p)
		}
	}
}

// A language of the organiser's own speaks what it has; the rest is said whole in the network's default language.
func TestOverlayAddsALanguage(t *testing.T) {
	t.Parallel()
	o := options("vi.toml", `
name = "Tiếng Việt"
[messages]
declined = "Vâng, cảm ơn."
status_asking = "{{.Need}}: đang hỏi, {{.Count}}."
category_FOOD = "thực phẩm"
[words]
yes = ["vâng", "có"]
no = ["không"]
`)
	o.Languages, o.Default = []string{"es", "vi"}, "es"
	c, err := Load(o)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		c.Say("vi", msg.T(msg.Declined), now):                                                       "Vâng, cảm ơn.",
		c.Say("vi", msg.T(msg.StatusAsking, "Need", msg.Need{Category: "FOOD"}, "Count", 2), now):   "Thực phẩm: đang hỏi, 2.",
		c.Say("vi", msg.T(msg.StatusPerson, "Need", msg.Need{Category: "FOOD"}, "Who", "Ana"), now): "Comida: Ana lo revisa.",
		c.Say("es", msg.T(msg.WonSpeaks, "Language", msg.Language("vi")), now):                      "La persona habla Tiếng Việt.",
		c.Say("vi", msg.T(msg.PausedUntil, "Day", msg.Day(now.AddDate(0, 0, 2))), now):              "De acuerdo, no le preguntamos hasta el domingo. VOLVER si quiere antes.",
		c.Say("tlh", msg.T(msg.StillYours), now):                                                    "De acuerdo, sigue siendo suya. ¡Gracias!",
	} {
		if text != want {
			t.Errorf("%q, want %q", text, want)
		}
	}
	var missing, fatal int
	for _, p := range c.Problems() {
		if p.Lang == "vi" && strings.Contains(p.What, "missing") {
			missing++
		}
		if p.Lang == "vi" && p.Fatal {
			fatal++
		}
	}
	if missing < 100 || fatal != len(categories)-1 {
		t.Errorf("%d missing and %d unlabelled reported", missing, fatal)
	}
}

// A language without a plural rule of its own is not taken for another.
func TestKreyolCountsAsItself(t *testing.T) {
	t.Parallel()
	c := setup(t)
	for n, want := range map[int]string{1: "manje pou 1 moun", 2: "manje pou 2 moun"} {
		if got := c.Say("ht", msg.T(msg.ChoiceRequest, "Need", msg.Need{Category: "FOOD", People: n}), now); !strings.EqualFold(got, want) {
			t.Errorf("%d: %q", n, got)
		}
	}
	if got := c.speakers["ht"].loc; got == nil {
		t.Error("no Kreyòl")
	}
}

func TestProblems(t *testing.T) {
	t.Parallel()
	o := options(
		"fr.toml", "[messages]\n\ndeclned = \"Bon.\"\ndeclined_but = \"Bon. {{.Promesse}}\"\ncategory_NOPE = \"rien\"\n[voice]\ngreting = \"Bonjour.\"\nnews = \"Rien.\"\nneed_NOPE = \"Rien.\"\nlanguage_de = \"En allemand,\"\n",
		"de.toml", "name = \"Deutsch\"\n")
	o.Languages = []string{"fr"}
	o.Categories = append([]string{"GARDEN"}, categories...)
	c, err := Load(o)
	if err != nil {
		t.Fatal(err)
	}
	want := []Problem{
		{"fr", "", "no native speaker has read this catalog yet (reviewed = false)", false},
		{"fr", "category_GARDEN", "nobody can ask for it in words: write some under [words.needs] in lang/fr.toml", false},
		{"fr", "category_GARDEN", "the category has no name: write it under [messages] in lang/fr.toml", true},
		{"fr", "category_NOPE", "lang/fr.toml:5: Hotline has no such message", false},
		{"fr", "declined_but", "lang/fr.toml:4: leaves out {{.Promise}}", false},
		{"fr", "declined_but", "lang/fr.toml:4: nobody fills {{.Promesse}} in this message", true},
		{"fr", "declned", "lang/fr.toml:3: Hotline has no such message", false},
		{"fr", "greting", "lang/fr.toml:7: Hotline has no such prompt", false},
		{"fr", "need_NOPE", "lang/fr.toml:9: Hotline has no such prompt", false},
		{"de", "", "lang/de.toml is not used: de is not among languages", false},
	}
	if diff := cmp.Diff(want, c.Problems()); diff != "" {
		t.Error(diff)
	}
}

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		change func(*Options)
		want   string
	}{
		"a file that is no TOML":      {layFile("es.toml", "[messages]\nx = \"a\n"), "lang/es.toml:2: "},
		"a table that does not exist": {layFile("es.toml", "\n[mesages]\nx = \"a\"\n"), "lang/es.toml:2: unknown key mesages"},
		"a list of words as a text":   {layFile("es.toml", "[words]\nyes = \"si\"\n"), "lang/es.toml:2: "},
		"a message that is a number":  {layFile("es.toml", "[messages]\nwon = \"a\"\ndeclined = 4\n"), "lang/es.toml:3: declined: not a text in quotes"},
		"an empty message":            {layFile("es.toml", "[messages]\ndeclined = \"\"\n"), "lang/es.toml:2: declined: the text"},
		"a blank of another kind":     {layFile("es.toml", "[messages]\ndeclined = \"{{printf 1}}\"\n"), "lang/es.toml:2: declined: a blank is written {{.Name}}, not {{printf 1}}"},
		"a blank that is not closed":  {layFile("es.toml", "[messages]\ndeclined = \"{{.Name\"\n"), "lang/es.toml:2: declined: a blank is written"},
		"a plural form of no grammar": {layFile("es.toml", "[messages]\nneed_people = { other = \"a\", lots = \"b\" }\n"), "lang/es.toml:2: need_people: plural forms are called zero"},
		"a message without end":       {layFile("es.toml", "[messages]\nwon = \""+strings.Repeat("a", maxMessage+1)+"\"\n"), "lang/es.toml:2: won: longer than 1600 characters"},
		"a file without end":          {layFile("es.toml", strings.Repeat("#", maxFile+1)), "lang/es.toml: larger than 1048576 bytes"},
		"a file in Latin-1":           {layFile("es.toml", "# a\n# \xf1\n"), "lang/es.toml:2: not UTF-8"},
		"a clock that is no time":     {layFile("es.toml", "[time]\nclock = \"3 pm\"\n"), `lang/es.toml: [time] clock = "3 pm": write 3:04`},
		"six weekdays":                {layFile("es.toml", "[time]\nweekdays = [\"a\"]\n"), "lang/es.toml: [time] weekdays: seven names"},
		"eleven months":               {layFile("es.toml", "[time]\nmonths = [\"a\"]\n"), "lang/es.toml: [time] months: twelve names"},
		"a language nobody speaks":    {func(o *Options) { o.Languages = []string{"en", "vi"} }, `language "vi" is not built in: add lang/vi.toml`},
		"a language that is no tag":   {func(o *Options) { o.Languages = []string{"en", "../etc"} }, `language "../etc": write a language tag`},
		"a default that is not there": {func(o *Options) { o.Languages, o.Default = []string{"en"}, "es" }, `default_language "es"`},
		"no time zone":                {func(o *Options) { o.Location = nil }, "no time zone"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options()
			tc.change(&o)
			_, err := Load(o)
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("%v, want %q in it", err, tc.want)
			}
		})
	}
}

// layFile lays one file over the built-in languages.
func layFile(name, text string) func(*Options) {
	return func(o *Options) { o.Overlay = fstest.MapFS{name: &fstest.MapFile{Data: []byte(text)}} }
}

// A file that can be opened and not read is an error, not a language that is missing.
func TestLoadRefusesAFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "es.toml"), 0o700); err != nil {
		t.Fatal(err)
	}
	o := options()
	o.Overlay = os.DirFS(dir)
	if _, err := Load(o); err == nil || !strings.HasPrefix(err.Error(), "lang/es.toml: ") {
		t.Errorf("%v", err)
	}
}

// Whatever an organiser's file holds, it is refused with a place to look, or every message of it can be said.
func FuzzOverlay(f *testing.F) {
	f.Add([]byte("[messages]\ndeclined = \"Bueno.\"\n"))
	f.Add([]byte("name = \"x\"\nreviewed = true\n[time]\nclock = \"15h04\"\n[messages]\nneed_people = { one = \"{{.Need}}\", other = \"{{.Count}}\" }\n"))
	f.Add([]byte("[words]\nyes = [\"si\"]\n[words.needs]\nFOOD = [\"comida\"]\n"))
	f.Add([]byte("\ufeff[messages]\nwon = '''{{ .Name }}\n{{.Need}}'''\n"))
	f.Add([]byte("[messages.won]\nother = \"a\"\n[budget]\nwon = -1\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		o := options("es.toml", string(text))
		o.Languages = []string{"es"}
		c, err := Load(o)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "lang/es.toml:") && !strings.HasPrefix(err.Error(), "words: ") {
				t.Errorf("%v", err)
			}
			return
		}
		c.Problems()
		args := said(c, "es", msg.Won)
		for key := range c.speakers["es"].file.own {
			c.Say("es", msg.Text{Key: msg.Key(key), Args: args}, now)
		}
	})
}
