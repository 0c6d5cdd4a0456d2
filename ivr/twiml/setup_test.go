package twiml

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hotline/dispatch"
	"hotline/i18n"
	"hotline/i18n/msg"
	"hotline/ops/testdata"
)

// The prompts of these tests: what the catalogs say is tested where they are.
const (
	voiceEN = `
[voice]
hello = "Eastside Mutual Aid."
ask = "To ask for help,"
for_need = "For {{.Need}},"
for_language = "For {{.Language}},"
need_is = "{{.Need}}."
press_1 = "press 1."
press_2 = "press 2."
press_3 = "press 3."
tone = "After the tone, just tell us."
zip = "Enter your five-digit ZIP code."
right = "If that is right,"
voice_own_language = "To leave a message in your own language, press 0."
digit_0 = "zero"
digit_1 = "one"
digit_2 = "two"
digit_3 = "three"
digit_4 = "four"
digit_5 = "five"
digit_6 = "six"
digit_7 = "seven"
digit_8 = "eight"
digit_9 = "nine"
`
	voiceES = `
[voice]
hello = "Eastside Mutual Aid."
ask = "Para pedir ayuda,"
for_language = "Para {{.Language}},"
press_1 = "oprima 1."
press_2 = "oprima 2."
tone = "Después del tono, díganos."
`
	voiceHT = `
[voice]
ask = "Pou mande èd,"
for_language = "Pou {{.Language}},"
press_1 = "peze 1."
press_3 = "peze 3."
tone = "Apre son an, pale."
voice_own_language = "Pou kite yon mesaj nan lang ou, peze 0."
`
	voiceZH = `
[voice]
ask = "需要帮助，"
press_1 = "请按1。"
`
)

// setup is a network of English, Spanish, Kreyòl (which the carrier has no voice for) and Chinese; recorded are
// "<language>/<prompt>".
func setup(t testing.TB, recorded ...string) Options {
	t.Helper()
	lang := fstest.MapFS{}
	for name, text := range map[string]string{"en.toml": voiceEN, "es.toml": voiceES, "ht.toml": voiceHT, "zh-Hans.toml": voiceZH} {
		lang[name] = &fstest.MapFile{Data: []byte(text)}
	}
	catalog, err := i18n.Load(i18n.Options{Overlay: lang, Languages: []string{"en", "es", "ht", "zh-Hans"},
		Menu: []string{"FOOD"}, Categories: []string{"FOOD"}, Network: "Eastside Mutual Aid", Location: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	recordings, err := i18n.OpenRecordings(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range recorded {
		lang, key, _ := strings.Cut(name, "/")
		if err := recordings.Save(lang, msg.Key(key), "mp3", []byte("sound")); err != nil {
			t.Fatal(err)
		}
	}
	return Options{
		Catalog: catalog, Recordings: recordings,
		Next:            "https://x.example/twilio/voice?t=2",
		RecordingStatus: "https://x.example/twilio/recording",
		Screen:          "https://x.example/twilio/voice?p=7&x=1",
		CallerID:        "+12125550100",
		PromptURL: func(lang string, key msg.Key) string {
			return "https://x.example/twilio/prompts/" + lang + "/" + string(key)
		},
		AudioURL: func(id dispatch.ID) string { return "https://x.example/twilio/audio/ticket" },
	}
}

// element is a parsed element: whatever of text and markup is within it is told as text.
type element struct {
	name     string
	attrs    map[string]string
	children []*element
	text     string
}

// parse reads a document as strictly as the carrier.
func parse(t testing.TB, doc []byte) *element {
	t.Helper()
	if !bytes.HasPrefix(doc, []byte("<?xml")) {
		t.Fatalf("does not begin with <?xml: %.40q", doc)
	}
	root := &element{}
	stack := []*element{root}
	for d := xml.NewDecoder(bytes.NewReader(doc)); ; {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%v in %s", err, doc)
		}
		top := stack[len(stack)-1]
		switch token := token.(type) {
		case xml.StartElement:
			e := &element{name: token.Name.Local, attrs: map[string]string{}}
			for _, a := range token.Attr {
				if _, twice := e.attrs[a.Name.Local]; twice {
					t.Fatalf("%s has %s twice", e.name, a.Name.Local)
				}
				e.attrs[a.Name.Local] = a.Value
			}
			top.children = append(top.children, e)
			stack = append(stack, e)
		case xml.EndElement:
			if top.name != token.Name.Local {
				t.Fatalf("</%s> ends <%s>", token.Name.Local, top.name)
			}
			stack = stack[:len(stack)-1]
		case xml.CharData:
			top.text += string(token)
		}
	}
	if len(stack) != 1 || len(root.children) != 1 || root.children[0].name != "Response" {
		t.Fatalf("is not one Response: %s", doc)
	}
	return root.children[0]
}

// grammar is what the carrier knows: each element with its attributes and the elements within it.
type grammar map[string]struct{ Attrs, Children []string }

func readGrammar(t testing.TB) grammar {
	t.Helper()
	var all struct{ Voice grammar }
	if err := json.Unmarshal(testdata.Read(t, "twilio/twiml_grammar.json"), &all); err != nil {
		t.Fatal(err)
	}
	return all.Voice
}

// check holds an element to the carrier's grammar, and every <Say> to a voice and the length it takes.
func (g grammar) check(t testing.TB, e *element) {
	t.Helper()
	known, ok := g[e.name]
	if !ok {
		t.Fatalf("the carrier knows no <%s>", e.name)
	}
	for name := range e.attrs {
		if !slices.Contains(known.Attrs, name) {
			t.Errorf("<%s> has no %s", e.name, name)
		}
	}
	if e.name == "Say" && (e.attrs["language"] == "" || e.attrs["voice"] == "" || strings.TrimSpace(e.text) == "" || len([]rune(e.text)) > 3000) {
		t.Errorf("a <Say> of %d characters in %q by %q", len(e.text), e.attrs["language"], e.attrs["voice"])
	}
	for _, child := range e.children {
		if !slices.Contains(known.Children, child.name) {
			t.Errorf("<%s> holds no <%s>", e.name, child.name)
		}
		g.check(t, child)
	}
}

// golden compares with a file of testdata; with UPDATE=1 it is written.
func golden(t *testing.T, name string, doc []byte) {
	t.Helper()
	got := strings.ReplaceAll(string(doc), "><", ">\n<") + "\n"
	path := filepath.Join("testdata", name+".xml")
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s:\n%s\nwant\n%s", path, got, want)
	}
}
