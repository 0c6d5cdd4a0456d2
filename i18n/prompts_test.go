package i18n

import (
	"slices"
	"strings"
	"testing"

	"hotline/i18n/msg"
)

// voiced is a network whose prompts are laid over the built-in ones.
func voiced(t *testing.T, en, es string) *Catalog {
	t.Helper()
	o := options("en.toml", "[voice]\n"+en, "es.toml", "[voice]\n"+es)
	o.Languages = []string{"es", "en", "ht"}
	c, err := Load(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestPromptsAreMadeOfPatterns(t *testing.T) {
	t.Parallel()
	c := voiced(t, "for_need = \"For {{.Need}},\"\nneed_is = \"{{ .Need }}.\"\nfor_language = \"For {{.Language}},\"\nfor_PET = \"For a pet,\"",
		"for_need = \"Para {{.Need}},\"\nfor_language = \"Para {{.Language}},\"\nlanguage_es = \"En español,\"")
	for _, tc := range []struct {
		lang string
		key  msg.Key
		want string
	}{
		{"en", msg.ForNeed("FOOD"), "For food,"},
		{"en", msg.ForNeed("MEAL"), "For a cooked meal,"},
		{"en", msg.ForNeed("PET"), "For a pet,"},
		{"en", msg.NeedIs("BABY"), "Baby things."},
		{"en", msg.NeedIs("PET"), "Pet care."},
		{"en", msg.ForNeed("NOPE"), ""},
		{"en", msg.ForLanguage("ht"), "For Haitian Creole,"},
		{"en", msg.ForLanguage("en"), "For English,"},
		{"es", msg.ForLanguage("es"), "En español,"},
		{"es", msg.ForLanguage("ht"), "Para criollo haitiano,"},
		{"es", msg.ForNeed("RX"), "Para medicina,"},
		{"en", "for_need", ""},
		{"en", "for_language", ""},
		{"en", "no_such_prompt", ""},
		{"fr", msg.ForNeed("FOOD"), ""}, // not of this network
	} {
		if got, ok := c.Prompt(tc.lang, tc.key); got != tc.want || ok != (tc.want != "") {
			t.Errorf("%s %s: %q, %t; want %q", tc.lang, tc.key, got, ok, tc.want)
		}
	}
}

// English can be spoken even where nobody configured it: it is what is left.
func TestPromptsInTheLastResort(t *testing.T) {
	t.Parallel()
	o := options()
	o.Languages = []string{"ht"}
	c, err := Load(o)
	if err != nil {
		t.Fatal(err)
	}
	_, french := c.Voice("fr")
	if v, ok := c.Voice("en"); !ok || v.Language != "en-US" || french || c.Default() != "ht" {
		t.Errorf("%v %t, French %t, default %s", v, ok, french, c.Default())
	}
}

func TestVoices(t *testing.T) {
	t.Parallel()
	for tag, want := range map[string]string{"es": "es-US", "es-MX": "es-US", "pt-PT": "pt-PT", "pt-AO": "pt-BR", "zh-Hans": "cmn-CN", "zh-Hant": "cmn-TW",
		"pa": "pa-IN", "pa-Arab": "", "sr-Latn": "", "ht": "", "so": "", "hmn": "", "fa": "", "ur": "", "sw": "", "ne": "", "my": "", "km": "", "": "", "zh": ""} {
		if got := voiceOf(tag); got.Language != want {
			t.Errorf("%q is read as %q, want %q", tag, got.Language, want)
		}
	}
	for tag, v := range carrierVoices() {
		google, isGoogle := strings.CutPrefix(v.Name, "Google.")
		if !isGoogle && !strings.HasPrefix(v.Name, "Polly.") || isGoogle && !strings.HasPrefix(google, v.Language+"-") {
			t.Errorf("%s: %s does not speak %s", tag, v.Name, v.Language)
		}
	}
}

// Every prompt that can be recorded is named once, whichever language it is in, and the default language can name the
// others.
func TestPromptsToRecord(t *testing.T) {
	t.Parallel()
	c := setup(t)
	for _, lang := range builtinTags() {
		all := c.Prompts(lang)
		for i, key := range all {
			if slices.Contains(all[:i], key) {
				t.Errorf("%s: %s stands twice", lang, key)
			}
			if _, pattern := patterns()[string(key)]; pattern {
				t.Errorf("%s: %s has a blank", lang, key)
			}
		}
		for _, key := range []msg.Key{msg.ForLanguage(lang), msg.ForNeed("FOOD"), msg.NeedIs("COMPANY"), msg.Press('#'), msg.Digit('0')} {
			if !slices.Contains(all, key) {
				t.Errorf("%s lacks %s", lang, key)
			}
		}
		if others := slices.Contains(all, msg.ForLanguage("ht")); others != (lang == "en" || lang == "ht") {
			t.Errorf("%s names Kreyòl: %t", lang, others)
		}
	}
}

func TestPromptsThatAreRefused(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		`greeting = ""`:                                 "greeting: the text is empty",
		`greeting = "  "`:                               "greeting: the text is empty",
		`greeting = "Hi {{.Name}}"`:                     "greeting: nobody fills {{.Name}}",
		`need_is = "{{.Language}}"`:                     "need_is: nobody fills {{.Language}}",
		`need_is = "{{.Need}} {{.Need}}"`:               "need_is: lacks {{.Need}}, or has it twice",
		`for_need = "For that,"`:                        "for_need: lacks {{.Need}}",
		`greeting = "{{range}}"`:                        "greeting: a blank is written",
		"greeting = \"a\\nb\"":                          "greeting: the text has more than one line",
		`"a/b" = "x"`:                                   "a/b: a prompt is called by letters",
		`greeting = 3`:                                  "",
		`greeting = "` + strings.Repeat("a", 601) + `"`: "greeting: longer than 600",
	} {
		_, err := Load(options("es.toml", "[voice]\n"+line+"\n"))
		if err == nil || !strings.Contains(err.Error(), "lang/es.toml:2: "+want) {
			t.Errorf("%s: %v", line, err)
		}
	}
}
