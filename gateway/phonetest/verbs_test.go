package phonetest

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline/i18n"
	"hotline/ops/testdata"
)

// What is executed here is a part of what the carrier has: every element, attribute and nesting.
func TestVerbsAreTheCarriers(t *testing.T) {
	t.Parallel()
	var grammar map[string]map[string]struct{ Attrs, Children []string }
	if err := json.Unmarshal(testdata.Read(t, "twilio/twiml_grammar.json"), &grammar); err != nil {
		t.Fatal(err)
	}
	carriers := grammar["voice"]
	for name, v := range verbs() {
		theirs, known := carriers[name]
		if !known {
			t.Errorf("the carrier has no <%s>", name)
		}
		for attr := range v.attrs {
			if !slices.Contains(theirs.Attrs, attr) {
				t.Errorf("the carrier has no <%s %s>", name, attr)
			}
		}
		for _, child := range v.children {
			if !slices.Contains(theirs.Children, child) {
				t.Errorf("the carrier has no <%s> in <%s>", child, name)
			}
			if _, known := verbs()[child]; !known {
				t.Errorf("<%s> in <%s> is not in the table", child, name)
			}
		}
	}
	for name, theirs := range carriers { // and whatever else it has is a complaint
		if name == "Response" {
			continue
		}
		for _, attr := range theirs.Attrs {
			if verbs()[name].attrs[attr] != nil {
				continue
			}
			root := &element{name: "Response", children: []*element{{name: name}}}
			doc, err := parseXML([]byte("<Response><" + name + ` ` + attr + `="1"/></Response>`))
			if err != nil {
				t.Errorf("<%s %s>: %v", name, attr, err)
				continue
			}
			root.children = doc.children
			if len(checkVerbs(verbs(), root)) == 0 {
				t.Errorf("nobody complains about <%s %s>", name, attr)
			}
		}
	}
}

func TestReadVoice(t *testing.T) {
	t.Parallel()
	c := &Carrier{verbs: verbs()}
	long := strings.Repeat("word ", 900)
	for name, tc := range map[string]struct {
		body string
		code int // 0: no complaint
	}{
		"everything": {`<Response><Gather input="dtmf" numDigits="1" timeout="10" finishOnKey="" actionOnEmptyResult="true" action="/x" method="POST">` +
			`<Say language="es-US" voice="Polly.Lupe-Neural">Hola <break time="200ms"/>Luz</Say><Play>/p</Play><Pause length="1"/></Gather><Redirect method="POST">/x</Redirect></Response>`, 0},
		"nothing":                   {`<Response/>`, 0},
		"a verb it does not do":     {`<Response><Enqueue>a</Enqueue></Response>`, 12200},
		"the wrong case":            {`<Response><say>hi</say></Response>`, 12200},
		"Record in Gather":          {`<Response><Gather><Record/></Gather></Response>`, 12200},
		"Break":                     {`<Response><Say>a<Break/>b</Say></Response>`, 12200},
		"an attribute":              {`<Response><Say colour="red">hi</Say></Response>`, 12200},
		"speech":                    {`<Response><Gather input="speech"/></Response>`, 12200},
		"a wait without end":        {`<Response><Gather timeout="0"/></Response>`, 12200},
		"two keys to finish":        {`<Response><Gather finishOnKey="12"/></Response>`, 12200},
		"no key to finish":          {`<Response><Gather finishOnKey="x"/></Response>`, 12200},
		"a recording of a second":   {`<Response><Record maxLength="1"/></Response>`, 12200},
		"an event there is not":     {`<Response><Record recordingStatusCallbackEvent="done"/></Response>`, 12200},
		"an event twice":            {`<Response><Record recordingStatusCallbackEvent="completed completed"/></Response>`, 12200},
		"Kreyòl":                    {`<Response><Say language="ht-HT">Bonjou</Say></Response>`, 12200},
		"a voice there is not":      {`<Response><Say voice="Polly.Nobody">hi</Say></Response>`, 12200},
		"a voice of another tongue": {`<Response><Say language="es-US" voice="Polly.Joanna">hola</Say></Response>`, 13512},
		"a Google voice":            {`<Response><Say language="vi-VN" voice="Google.vi-VN-Standard-A">chào</Say></Response>`, 0},
		"another Google voice":      {`<Response><Say language="vi-VN" voice="Google.th-TH-Standard-A">chào</Say></Response>`, 13512},
		"nothing to say":            {`<Response><Say> </Say></Response>`, 13520},
		"too much to say":           {`<Response><Say>` + long + `</Say></Response>`, 13521},
		"loose text":                {`<Response>hi</Response>`, 12200},
		"a text for a phone":        {`<Response><Message>hi</Message></Response>`, 12200},
	} {
		root, problems := c.readVoice(xmlAnswer(head + tc.body))
		code := 0
		if len(problems) > 0 {
			code = problems[0].Code
		}
		if code != tc.code || root == nil {
			t.Errorf("%s: %v, want %d", name, problems, tc.code)
		}
	}
	if root, problems := c.readVoice(answer{media: "text/plain", body: []byte("ok")}); root != nil || problems[0].Code != 12300 {
		t.Errorf("plain text: %v", problems)
	}
}

// Every voice of the catalogs' languages is one the carrier has.
func TestVoicesOfLanguages(t *testing.T) {
	t.Parallel()
	catalog, err := i18n.Load(i18n.Options{Languages: []string{"en", "es", "ht", "zh-Hans", "fr"}, Network: "Eastside", Location: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"en", "es", "zh-Hans", "fr"} {
		v, ok := catalog.Voice(lang)
		if !ok || !knownVoice(v.Name) || !spokenLanguage(v.Language) || !speaks(v.Name, v.Language) {
			t.Errorf("%s: %v", lang, v)
		}
	}
}

// Reading never panics, what is left of a document can be executed, and captions are one line of text.
func FuzzVoice(f *testing.F) {
	for _, seed := range []string{
		`<Response><Say>Hi <break time="1s"/>there<p>you</p></Say></Response>`,
		`<Response><Gather numDigits="1"><Play>/x</Play></Gather><Dial><Number url="/y">+12125550133</Number></Dial></Response>`,
		`<Response><Record maxLength="120" trim="do-not-trim"/><Redirect>::</Redirect><Hangup/></Response>`,
		`<Response><Response><Say/></Response></Response>`, `<Say>`, ``,
	} {
		f.Add([]byte(seed))
	}
	c := &Carrier{verbs: verbs()}
	f.Fuzz(func(t *testing.T, body []byte) {
		root, problems := c.readVoice(answer{media: "text/xml", body: body})
		if root == nil && len(problems) == 0 {
			t.Error("no document, and nobody says why")
		}
		if root == nil {
			return
		}
		var walk func(e *element)
		walk = func(e *element) {
			if _, known := c.verbs[e.name]; !known {
				t.Errorf("<%s> is left in", e.name)
			}
			if strings.ContainsAny(e.spoken(), "\n\r\t") {
				t.Errorf("a caption of several lines: %q", e.spoken())
			}
			for _, child := range e.children {
				walk(child)
			}
		}
		walk(root)
		_ = (&script{"http://127.0.0.1/voice?t=1", root}).against(root.text)
	})
}

// Whatever form is posted for a call, the answer is JSON with a status the carrier uses.
func FuzzCallForm(f *testing.F) {
	f.Add("To=%2B12125550111&From=%2B12125550100&Url=http://127.0.0.1:1/")
	f.Add("To=%2B15005550004&From=%2B15005550006&Url=http://127.0.0.1:1/&Timeout=9999999999999&TimeLimit=-1")
	f.Add("To=&From=&StatusCallbackEvent=&StatusCallbackEvent=a%20b&;%zz")
	c, err := NewCarrier(Options{Numbers: []string{"+12125550100"}})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(c.Close)
	f.Fuzz(func(t *testing.T, form string) {
		w := restPost(c, "/Calls.json", form)
		if (w.Code != 201 && w.Code != 400) || !json.Valid(w.Body.Bytes()) {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	})
}
