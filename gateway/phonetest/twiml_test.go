package phonetest

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"hotline/gateway/twilio"
	"hotline/ops/testdata"
)

func xmlAnswer(body string) answer { return answer{status: 200, media: "text/xml", body: []byte(body)} }

func TestReadTwiML(t *testing.T) {
	t.Parallel()
	const head = `<?xml version="1.0" encoding="UTF-8"?>`
	cases := []struct {
		name, body string
		texts      []string
		codes      []int
	}{
		{"ours", string(twilio.Reply("Thank you & <good> day", "http://127.0.0.1/x?a=1&b=2")), []string{"Thank you & <good> day"}, nil},
		{"nothing to say", string(twilio.Reply("", "")), nil, nil},
		{"two", head + "<Response><Message>a</Message><Message><Body>b</Body></Message></Response>", []string{"a", "b"}, nil},
		{"spaces", "<Response>\n <Message>\n  hi\n </Message>\n</Response>\n<!-- end -->", []string{"hi"}, nil},
		{"an unknown verb", "<Response><Say>x</Say><Message>a</Message></Response>", []string{"a"}, []int{12200}},
		{"an unknown attribute", `<Response><Message lang="en">a</Message></Response>`, []string{"a"}, []int{12200}},
		{"the wrong case", "<Response><message>a</message></Response>", nil, []int{12200}},
		{"something it does not do", "<Response><Message>a<Media>http://x/</Media></Message><Redirect/></Response>", []string{"a"}, []int{12200, 12200}},
		{"loose text", "<Response>a</Response>", nil, []int{12200}},
		{"no text", "<Response><Message/></Response>", nil, []int{14103}},
		{"a long text", "<Response><Message>" + strings.Repeat("x", 1601) + "</Message></Response>", nil, []int{21617}},
		{"another root", "<Message>a</Message>", nil, []int{12100}},
		{"two roots", "<Response/><Response/>", nil, []int{12100}},
		{"a blank first", " " + head + "<Response/>", nil, []int{12100}},
		{"a byte order mark", "\ufeff" + head + "<Response/>", nil, []int{12100}},
		{"a DTD", `<!DOCTYPE x [<!ENTITY e "v">]><Response/>`, nil, []int{12100}},
		{"not closed", "<Response><Message>a</Message>", nil, []int{12100}},
		{"an attribute twice", `<Response><Message to="a" to="b">x</Message></Response>`, nil, []int{12100}},
		{"not UTF-8", "<Response><Message>\xff</Message></Response>", nil, []int{12100}},
		{"another encoding", `<?xml version="1.0" encoding="latin1"?><Response/>`, nil, []int{12100}},
		{"nothing", "", nil, []int{12100}},
		{"too long", "<Response>" + strings.Repeat(" ", maxAnswer) + "</Response>", nil, []int{11750}},
		{"JSON", `{"a":1}`, nil, []int{12100}},
	}
	for _, tc := range cases {
		doc, problems := readTwiML(xmlAnswer(tc.body))
		var texts []string
		for _, m := range doc.messages {
			texts = append(texts, m.body)
		}
		var codes []int
		for _, p := range problems {
			codes = append(codes, p.Code)
		}
		if !slices.Equal(texts, tc.texts) || !slices.Equal(codes, tc.codes) {
			t.Errorf("%s: %q %v, want %q %v", tc.name, texts, problems, tc.texts, tc.codes)
		}
	}
}

func TestContentType(t *testing.T) {
	t.Parallel()
	for media, want := range map[string]int{"text/xml": 0, "application/xml": 12300, "text/html": 12300, "": 12300} {
		_, problems := readTwiML(answer{media: media, body: []byte("<Response/>")})
		if got := len(problems); got != min(want, 1) || (want != 0 && problems[0].Code != want) {
			t.Errorf("%q: %v", media, problems)
		}
	}
}

// What the carrier's own grammar does not allow in an answer to a text is never read without a complaint.
func TestGrammar(t *testing.T) {
	t.Parallel()
	var grammar map[string]map[string]struct{ Attrs, Children []string }
	if err := json.Unmarshal(testdata.Read(t, "twilio/twiml_grammar.json"), &grammar); err != nil {
		t.Fatal(err)
	}
	texts := grammar["messaging"]
	for name, verb := range grammar["voice"] {
		if _, known := texts[name]; !known {
			if _, problems := readTwiML(xmlAnswer("<Response><" + name + "/></Response>")); len(problems) != 1 {
				t.Errorf("<%s> in an answer to a text: %v", name, problems)
			}
		}
		for _, attr := range verb.Attrs {
			if slices.Contains(texts["Message"].Attrs, attr) {
				continue
			}
			_, problems := readTwiML(xmlAnswer(`<Response><Message ` + attr + `="1">a</Message></Response>`))
			if len(problems) != 1 {
				t.Errorf("<Message %s>: %v", attr, problems)
			}
		}
	}
}

// Reading never panics, every text it finds could be sent, and laying out what was read reads the same again.
func FuzzTwiML(f *testing.F) {
	for _, seed := range []string{
		"<Response/>", string(twilio.Reply("hi", "http://127.0.0.1/")), "<Response><Message to='+1'><Body>x</Body></Message></Response>",
		"<?xml version='1.0'?><!-- c --><Response xmlns:a='b' a:c='d'>&lt;&#x41;</Response>", "<a><b><c/></b></a>", "<!DOCTYPE a>", "\x00<Response>",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		a := answer{media: "text/xml", body: body}
		doc, _ := readTwiML(a)
		for _, m := range doc.messages {
			if m.body == "" || tooLong(m.body) {
				t.Errorf("a text that can't be sent: %q", m.body)
			}
		}
		root, err := parseXML(body)
		if err != nil {
			return
		}
		var b strings.Builder
		root.write(&b, "")
		_ = pretty(a)
		if strings.Contains(b.String(), ":") { // prefixes are laid out resolved
			return
		}
		again, err := parseXML([]byte(b.String()))
		if err != nil || again.name != root.name || len(again.children) != len(root.children) {
			t.Errorf("laid out, it is no longer the same: %q", b.String())
		}
	})
}
