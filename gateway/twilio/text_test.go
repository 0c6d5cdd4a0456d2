package twilio

import (
	"encoding/json"
	"encoding/xml"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"pgregory.net/rapid"

	"hotline/ops/testdata"
)

// element is a parsed TwiML element.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []element  `xml:",any"`
}

func parse(t interface{ Fatalf(string, ...any) }, doc []byte) element {
	if !strings.HasPrefix(string(doc), "<?xml") {
		t.Fatalf("does not begin with <?xml: the carrier refuses that (12100)")
	}
	var root element
	if err := xml.Unmarshal(doc, &root); err != nil {
		t.Fatalf("not XML: %v", err)
	}
	return root
}

func TestReply(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, body, callback, want string }{
		{"nothing to say", "", "https://example.org/s", "<Response/>"},
		{"nothing but what is dropped", "\x00 \uFFFD\n", "", "<Response/>"},
		{"text", "You have it, Ben.", "", "<Response><Message>You have it, Ben.</Message></Response>"},
		{"escaped", `a<b & "c"`, "", "<Response><Message>a&lt;b &amp; &#34;c&#34;</Message></Response>"},
		{"callback", "ok", "https://example.org/s?m=1&n=2",
			`<Response><Message statusCallback="https://example.org/s?m=1&amp;n=2">ok</Message></Response>`},
	} {
		if got := string(Reply(test.body, test.callback)); got != xmlHead+test.want {
			t.Errorf("%s: %s", test.name, got)
		}
	}
}

// grammar is the carrier's messaging TwiML: which attributes and children an element takes.
type grammar map[string]struct{ Attrs, Children []string }

func (g grammar) check(t *testing.T, e element) {
	t.Helper()
	rule, ok := g[e.XMLName.Local]
	if !ok {
		t.Fatalf("unknown element %s", e.XMLName.Local)
	}
	for _, a := range e.Attrs {
		if !slices.Contains(rule.Attrs, a.Name.Local) {
			t.Errorf("%s takes no attribute %s", e.XMLName.Local, a.Name.Local)
		}
	}
	for _, child := range e.Children {
		if !slices.Contains(rule.Children, child.XMLName.Local) {
			t.Errorf("%s takes no element %s", e.XMLName.Local, child.XMLName.Local)
		}
		g.check(t, child)
	}
}

func TestReplyGrammar(t *testing.T) {
	t.Parallel()
	var all struct{ Messaging grammar }
	if err := json.Unmarshal(testdata.Read(t, "twilio/twiml_grammar.json"), &all); err != nil {
		t.Fatal(err)
	}
	for _, doc := range [][]byte{Reply("", ""), Reply("Told Ben.", ""), Reply("Told Ben.", "https://example.org/s?m=1")} {
		all.Messaging.check(t, parse(t, doc))
	}
}

func TestReplyKeepsTheText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.String().Draw(t, "body")
		callback := "https://example.org/s?m=" + rapid.StringMatching(`[0-9a-z&'"<]{0,9}`).Draw(t, "callback")
		root := parse(t, Reply(body, callback))
		want := Sendable(body)
		if want == "" {
			if len(root.Children) != 0 {
				t.Fatalf("an empty answer has children")
			}
			return
		}
		if len(root.Children) != 1 || len(root.Children[0].Children) != 0 {
			t.Fatalf("not exactly one message of plain text")
		}
		if got := root.Children[0].Text; got != want {
			t.Fatalf("%q became %q", want, got)
		}
		if got := root.Children[0].Attrs[0].Value; got != callback {
			t.Fatalf("%q became %q", callback, got)
		}
	})
}

func TestSendable(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringN(1500, 1700, -1)).Draw(t, "s")
		got := Sendable(s)
		if !utf8.ValidString(got) || len(utf16.Encode([]rune(got))) > MaxBody {
			t.Fatalf("not fit to send: %q", got)
		}
		if strings.ContainsFunc(got, func(r rune) bool { return r < ' ' && r != '\n' || r == utf8.RuneError }) {
			t.Fatalf("control characters left: %q", got)
		}
		if again := Sendable(got); strings.TrimSpace(got) != again {
			t.Fatalf("not stable: %q, then %q", got, again)
		}
	})
	if got := Sendable(strings.Repeat("😀", 801)); len([]rune(got)) != 800 {
		t.Errorf("cut to %d characters, want 800: each is two units", len([]rune(got)))
	}
}
