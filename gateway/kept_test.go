package gateway

import (
	"encoding/json"
	"encoding/xml"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"hotline/i18n"
	"hotline/i18n/msg"
	"hotline/ops/testdata"
)

// element is one element of a TwiML document.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []element  `xml:",any"`
}

// attr is the value of an attribute; empty: it has none.
func (e element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// all are the elements of a name, at any depth.
func (e element) all(name string) (found []element) {
	for _, child := range e.Children {
		if child.XMLName.Local == name {
			found = append(found, child)
		}
		found = append(found, child.all(name)...)
	}
	return found
}

// The document that is kept at the carrier says what the catalogs say, by their voices, and ends by itself.
func TestKeptDocument(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../ops/fallback.xml")
	if err != nil {
		t.Fatal(err)
	}
	var doc element
	if err := xml.Unmarshal(text, &doc); err != nil || !strings.HasPrefix(string(text), "<?xml") {
		t.Fatal(err)
	}
	catalog, err := i18n.Load(i18n.Options{Languages: []string{"en", "es", "zh-Hans", "fr"}, Network: "N", Location: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	said := doc.all("Say")
	for i, lang := range []string{"en", "es", "zh-Hans", "fr"} {
		voice, _ := catalog.Voice(lang)
		sorry, _ := catalog.Prompt(lang, msg.VoiceSorry)
		speak, _ := catalog.Prompt(lang, msg.VoiceSpeakNow)
		space := " "
		if utf8.RuneLen([]rune(speak)[0]) > 2 {
			space = ""
		}
		if got := said[i]; got.Text != sorry+space+speak || got.attr("language") != voice.Language || got.attr("voice") != voice.Name {
			t.Errorf("%s: %v", lang, got)
		}
	}
	last := doc.Children[len(doc.Children)-1].XMLName.Local
	if len(said) != 4 || last != "Hangup" || len(doc.all("Recording")) != 1 {
		t.Errorf("%d languages, ends with %s", len(said), last)
	}
	grammatical(t, doc)
}

// grammatical holds a document against the carrier's grammar.
func grammatical(t testing.TB, doc element) {
	t.Helper()
	var grammar struct {
		Voice map[string]struct{ Attrs, Children []string }
	}
	if err := json.Unmarshal(testdata.Read(t, "twilio/twiml_grammar.json"), &grammar); err != nil {
		t.Fatal(err)
	}
	var look func(element)
	look = func(e element) {
		rule, known := grammar.Voice[e.XMLName.Local]
		if !known {
			t.Errorf("the carrier knows no <%s>", e.XMLName.Local)
		}
		for _, a := range e.Attrs {
			if !slices.Contains(rule.Attrs, a.Name.Local) {
				t.Errorf("<%s> has no %s", e.XMLName.Local, a.Name.Local)
			}
		}
		for _, child := range e.Children {
			if !slices.Contains(rule.Children, child.XMLName.Local) {
				t.Errorf("<%s> holds no <%s>", e.XMLName.Local, child.XMLName.Local)
			}
			look(child)
		}
	}
	look(doc)
}
