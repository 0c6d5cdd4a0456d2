package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// startTry runs `hotline try` on free ports and returns the address of its pages and its settings.
func startTry(t *testing.T, data string) (pages, settings string) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	out, in := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"try", "--listen", "127.0.0.1:0", "--public", "127.0.0.1:0", "--data", data}, nil, in, io.Discard)
		_ = in.Close()
	}()
	t.Cleanup(func() {
		stop()
		if code := <-ended; code != exitDone {
			t.Errorf("try ended with exit code %d", code)
		}
	})
	lines := bufio.NewReader(out)
	said := ""
	for range 3 {
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		said += line
	}
	page := regexp.MustCompile(`(http://127\.0\.0\.1:\d+)/phones`).FindStringSubmatch(said)
	config := regexp.MustCompile(`--config (\S+)`).FindStringSubmatch(said)
	if page == nil || config == nil {
		t.Fatalf("try says no address: %s", said)
	}
	return page[1], config[1]
}

// TestTry is what somebody does who tries Hotline for the first time: the page, a request, a volunteer's YES.
func TestTry(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	pages, settings := startTry(t, data)
	if res, err := http.Get(pages + "/"); err != nil || res.Request.URL.Path != "/phones" || res.StatusCode != http.StatusOK {
		t.Errorf("the page: %v %v", res, err)
	} else {
		_ = res.Body.Close()
	}
	text(t, pages, tryResident, "FOOD 11211 two adults")
	waitFor(t, pages, "Ana", canYou)
	waitFor(t, pages, "Ben", canYou)
	text(t, pages, tryAna, "YES")
	waitFor(t, pages, "Ana", itIsYours)
	waitFor(t, pages, "Rosa", "Ana")
	waitFor(t, pages, "Ben", covered)

	var listed strings.Builder
	if code := run(t.Context(), []string{"list", "requests", "--json", "--config", settings}, nil, &listed, io.Discard); code != exitDone {
		t.Fatalf("list beside try: exit code %d", code)
	}
	if !strings.Contains(listed.String(), `"assigned_to":["Ana"]`) {
		t.Errorf("list beside try: %s", listed.String())
	}
}

// TestTryTour goes the way the page leads: words are passed on, the line asks how it went, both say that it is done; then
// one hands a job back, and another takes it.
func TestTryTour(t *testing.T) {
	t.Parallel()
	pages, _ := startTry(t, t.TempDir())
	text(t, pages, tryResident, "FOOD 11211 two adults today")
	waitFor(t, pages, "Ana", canYou)
	text(t, pages, tryAna, "YES B")
	waitFor(t, pages, "Ana", itIsYours)
	text(t, pages, tryResident, "120 Grand St, apt 4R, Rosa")
	waitFor(t, pages, "Ana", "120 Grand St")
	text(t, pages, tryResident, "The bell is broken, please knock")
	waitFor(t, pages, "Ana", "please knock")
	skip(t, pages, "3h")
	waitFor(t, pages, "Ana", "did it work out")
	text(t, pages, tryAna, "1")
	waitFor(t, pages, "Rosa", "did Ana help you")
	text(t, pages, tryResident, "1")
	shows(t, pages, "That was the whole way", "One can&#39;t after all")

	text(t, pages, tryResident, "RIDE 11211 to the clinic today")
	waitFor(t, pages, "Ben", "a ride")
	text(t, pages, tryBen, "YES")
	waitFor(t, pages, "Ben", "you have it: a ride")
	text(t, pages, tryBen, "DROP")
	waitFor(t, pages, "Rosa", "can't make it after all")
	waitFor(t, pages, "Ana", "a ride")
	text(t, pages, tryAna, "YES")
	waitFor(t, pages, "Ana", "you have it: a ride")
	shows(t, pages, "two pairs of hands", "The same with a landline")
}

// skip moves the clock on.
func skip(t *testing.T, pages, by string) {
	t.Helper()
	res, err := http.Post(pages+"/phones/api/clock/advance", "application/json", strings.NewReader(`{"by":"`+by+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode >= 300 {
		t.Fatalf("the clock: %s", res.Status)
	}
}

// shows fails unless the page has all these words on it.
func shows(t *testing.T, pages string, words ...string) {
	t.Helper()
	page, err := http.Get(pages + "/phones")
	if err != nil {
		t.Fatal(err)
	}
	defer page.Body.Close()
	html, err := io.ReadAll(page.Body)
	for _, w := range words {
		if err != nil || !strings.Contains(string(html), w) {
			t.Errorf("the page does not show %q: %v", w, err)
		}
	}
}

// TestTryStopsWithPageOpen: a page that stays open in a browser does not hold up the stop.
func TestTryStopsWithPageOpen(t *testing.T) {
	t.Parallel()
	var began time.Time
	t.Run("practice", func(t *testing.T) {
		pages, _ := startTry(t, t.TempDir())
		stream, err := http.Get(pages + "/phones/events")
		if err != nil || stream.StatusCode != http.StatusOK {
			t.Fatal(stream, err)
		}
		began = time.Now()
	})
	if took := time.Since(began); took >= webhooksEnd {
		t.Errorf("the stop took %s", took)
	}
}

// TestTryAgain: a practice can be gone on with in the same folder, and never replaces a network's own settings.
func TestTryAgain(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	t.Run("first", func(t *testing.T) { startTry(t, data) })
	t.Run("again", func(t *testing.T) { startTry(t, data) })
	if err := os.WriteFile(filepath.Join(data, "hotline.toml"), []byte("[network]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, errs := tryFails(t, nil, "--data", data, "--listen", "127.0.0.1:0", "--public", "127.0.0.1:0")
	if code != exitFailed || !strings.Contains(errs, "is not of an earlier practice and stays as it is") {
		t.Errorf("%d %s", code, errs)
	}
}

func TestTryRefuses(t *testing.T) {
	t.Parallel()
	code, errs := tryFails(t, []string{"HOTLINE_TWILIO_AUTH_TOKEN=c4nary"})
	if code != exitFailed || !strings.Contains(errs, "HOTLINE_TWILIO_AUTH_TOKEN is set: try takes no real account") || strings.Contains(errs, "c4nary") {
		t.Errorf("real credentials: %d %s", code, errs)
	}
	for _, flag := range []string{"--listen", "--public"} {
		code, errs = tryFails(t, nil, flag, "0.0.0.0:0")
		if code != exitUsage || !strings.Contains(errs, flag+" 0.0.0.0:0: the practice carrier speaks to this computer only") {
			t.Errorf("%s: %d %s", flag, code, errs)
		}
	}
}

func tryFails(t *testing.T, environ []string, args ...string) (int, string) {
	t.Helper()
	var errs strings.Builder
	code := run(t.Context(), append([]string{"try"}, args...), environ, io.Discard, &errs)
	return code, errs.String()
}

// text sends a text from a phone.
func text(t *testing.T, pages, from, body string) {
	t.Helper()
	form, err := json.Marshal(map[string]string{"from": from, "body": body})
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.Post(pages+"/phones/api/messages", "application/json", strings.NewReader(string(form)))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if said, err := io.ReadAll(res.Body); err != nil || res.StatusCode >= 300 {
		t.Fatalf("text %q: %s %s %v", body, res.Status, said, err)
	}
}

// waitFor waits for a text with these words on somebody's phone.
func waitFor(t *testing.T, pages, name, words string) {
	t.Helper()
	var seen []string
	var list struct {
		Phones []struct{ ID, Name string }
	}
	get(t, pages+"/phones/api/phones", &list)
	for _, p := range list.Phones {
		if p.Name != name {
			continue
		}
		after, deadline := "0", time.Now().Add(20*time.Second)
		for time.Now().Before(deadline) {
			var texts struct {
				Messages []struct {
					ID   json.Number
					Body string
				}
			}
			get(t, pages+"/phones/api/phones/"+p.ID+"/messages?wait=5s&after="+after, &texts)
			for _, m := range texts.Messages {
				after = m.ID.String()
				seen = append(seen, m.Body)
				if strings.Contains(m.Body, words) {
					return
				}
			}
		}
	}
	t.Fatalf("%s has no text with %q: %+v", name, words, seen)
}

func get(t *testing.T, address string, into any) {
	t.Helper()
	res, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(into); err != nil {
		t.Fatal(err)
	}
}
