package main

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
)

// tryCall is a call as the page's API tells of it.
type tryCall struct {
	ID, Status string
	WaitsFor   string `json:"waits_for"`
	Transcript []struct{ Kind, Lang, Text, Recording string }
	Recordings []struct{ SID string }
}

// said is what was said or played, with the language of each line before it.
func (c tryCall) said() string {
	var b strings.Builder
	for _, l := range c.Transcript {
		if l.Kind == "said" || l.Kind == "played" {
			b.WriteString("[" + l.Lang + "] " + l.Text + "\n")
		}
	}
	return b.String()
}

// onPhone sends something to the API of calls and returns the call as it stands then.
func onPhone(t *testing.T, pages, path string, what map[string]any) (c tryCall) {
	t.Helper()
	body, err := json.Marshal(what)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.Post(pages+"/phones/api/calls"+path, "application/json", strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err == nil {
		err = json.Unmarshal(answer, &c)
	}
	if err != nil || res.StatusCode >= 300 {
		t.Fatalf("%s %s: %s %s %v", path, body, res.Status, answer, err)
	}
	return c
}

// steps does one thing after the other in a call, each followed by words that must have been heard by then; digits, or
// "speak", "answer" and so on.
func steps(t *testing.T, pages string, c tryCall, pairs ...string) tryCall {
	t.Helper()
	for i := 0; i+1 < len(pairs); i += 2 {
		do, what := pairs[i], map[string]any{}
		switch {
		case strings.Trim(do, "0123456789*#") == "":
			do, what = "digits", map[string]any{"digits": pairs[i]}
		case do == "speak":
			what = map[string]any{"seconds": 9, "ends": "#"}
		}
		c = onPhone(t, pages, "/"+c.ID+"/"+do, what)
		if !strings.Contains(c.said(), pairs[i+1]) {
			t.Fatalf("after %q it waits for %q, and nobody heard %q:\n%s", pairs[i], c.WaitsFor, pairs[i+1], c.said())
		}
	}
	return c
}

// rings waits for a call to a phone after another call, and returns it.
func rings(t *testing.T, pages, phone, after string) tryCall {
	t.Helper()
	var list struct{ Calls []tryCall }
	get(t, pages+"/phones/api/phones/"+phone+"/calls?wait=20s&after="+after, &list)
	if len(list.Calls) == 0 || list.Calls[0].WaitsFor != "answer" {
		t.Fatalf("%s does not ring: %+v", phone, list.Calls)
	}
	return list.Calls[0]
}

// TestTryByLandline is the story of somebody with twelve keys and an ear: Luz calls in Spanish and asks for food, Ana
// says yes by text, the landline rings and Luz says where to come, and Ana hears her say it.
func TestTryByLandline(t *testing.T) {
	t.Parallel()
	pages, settings := startTry(t, t.TempDir())
	const luz, ana = "p4", "p2"
	asking := steps(t, pages, onPhone(t, pages, "", map[string]any{"from": tryLandline}),
		"2", "[es-US] ¿Peligro ahora?", // Español
		"1", "Para comida, oprima 1.",
		"1", "código postal",
		"11211", "uno uno dos uno uno, Si es correcto, oprima 1.",
		"1", "Después del tono",
		"speak", "Para dejarlo así, oprima 1.",
		"1", "Le llamamos al",
		"1", "¿Este teléfono recibe mensajes de texto?",
		"2", "Su número de pedido es",
		"hangup", "")
	if asking.Status != "completed" || len(asking.Recordings) != 1 {
		t.Fatalf("the call: %+v", asking)
	}
	choosing := strings.Index(asking.said(), "¿Peligro")
	for _, line := range strings.Split(strings.TrimSpace(asking.said()[choosing:]), "\n")[1:] {
		if !strings.HasPrefix(line, "[es-US] ") {
			t.Errorf("said in another language: %s", line)
		}
	}
	waitFor(t, pages, "Ana", canYou)
	text(t, pages, tryAna, "YES")
	waitFor(t, pages, "Ana", "They get no texts: we call them now")

	news := steps(t, pages, rings(t, pages, luz, asking.ID),
		"answer", "Tenemos noticias para usted.",
		"1", "Ana",
		"speak", "Para dejarlo así, oprima 1.",
		"1", "Se lo decimos a la persona que le ayuda.",
		"hangup", "")
	waitFor(t, pages, "Ana", "has said where to come")
	text(t, pages, tryAna, "CALL")
	job := steps(t, pages, rings(t, pages, ana, news.ID),
		"answer", "It is about your job.",
		"1", "Where to come, and whom to ask for:",
		"hangup", "")
	var heard []string
	for _, l := range job.Transcript {
		if l.Recording != "" {
			heard = append(heard, l.Recording)
		}
	}
	if len(heard) != 2 || heard[0] != asking.Recordings[0].SID || heard[1] != news.Recordings[0].SID {
		t.Errorf("Ana heard %v, Luz said %v and %v", heard, asking.Recordings, news.Recordings)
	}
	text(t, pages, tryAna, "12") // a ready sentence
	steps(t, pages, rings(t, pages, luz, news.ID),
		"answer", "Tenemos noticias para usted.",
		"1", "Estoy en la puerta.",
		"hangup", "")
	var listed strings.Builder
	if code := run(t.Context(), []string{"list", "calls", "--json", "--config", settings}, nil, &listed, io.Discard); code != exitDone {
		t.Fatalf("list beside try: exit code %d", code)
	}
	if n := strings.Count(listed.String(), "\n"); n != 4 {
		t.Errorf("list has %d calls: %s", n, listed.String())
	}
	page, err := http.Get(pages + "/phones")
	if err != nil {
		t.Fatal(err)
	}
	defer page.Body.Close()
	if html, err := io.ReadAll(page.Body); err != nil || !strings.Contains(string(html), "That was the whole way by landline") {
		t.Errorf("the tour is not over: %v", err)
	}
}
