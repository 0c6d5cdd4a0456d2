package phonetest

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// A whole call with the mouse, the keyboard and a recording, beside a second phone that rings: nothing is loaded again.
func TestCallInChromium(t *testing.T) {
	t.Parallel()
	for _, width := range []int64{320, 390, 1280} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			s, b := newCallStory(t), newBrowser(t, width)
			complaints, requests := b.listen()
			b.do(chromedp.Navigate(s.pageURL), chromedp.WaitVisible(chromedp.CSS("#p4-ring")))
			eval[bool](b, "window.notReloaded = true")
			b.click("#aloud") // there is no voice here, and the page says so
			b.click("#p4-ring")
			b.sees("#p4-lines", "To ask for help, press 1.")
			b.sees("#status", "No voice for en-US on this computer.")
			b.sees("#calltour .now", "Ask with keys")
			b.fits("on the phone")
			b.click("#p4-key1")
			b.sees("#p4-lines", "Su código postal")
			if got := eval[string](b, "document.activeElement.id"); got != "" && got != "p4-key1" {
				t.Errorf("the keyboard is at %q", got)
			}
			eval[bool](b, "document.querySelector('#p4-captions').focus() === undefined")
			b.do(chromedp.KeyEvent("11211")) // as fast as it goes, and in order
			b.sees("#p4-callstate", "Recording")
			b.fits("recording")
			if got := s.got(&s.turns); got[len(got)-1].Get("Digits") != "11211" {
				t.Errorf("the keyboard keyed %q", got[len(got)-1].Get("Digits"))
			}
			b.click("#p4-speak")
			b.sees("#p4-lines", "Thank you.")
			b.sees("#p4-talk-title", "Last call")

			s.voice["begin"] = head + `<Response><Gather><Play>{app}/play/` + s.box.recordings[0].sid + `</Play></Gather></Response>`
			s.mustMake(t, rosaNumber)
			b.sees("#status", "Rosa's phone rings.")
			b.fits("ringing")
			b.click("#p1-answer")
			b.sees("#p1-lines", "▶ a recording of 12 seconds")
			if !eval[bool](b, "getComputedStyle(document.querySelector('#p1-log')).display === 'none'") {
				t.Error("the texts are in the way of the call")
			}
			length := promised[float64](b, `new Promise((done, lost) => { const a = document.querySelector('#p1 audio');
				a.onloadedmetadata = () => done(a.duration); a.onerror = lost; a.preload = 'metadata'; a.load(); })`)
			if length < 11.9 || length > 12.1 {
				t.Errorf("the recording plays for %.2f seconds", length)
			}
			b.fits("with a recording")
			b.click("#p1-end")
			b.sees("#p1-lines", "The call is over")
			if !eval[bool](b, "window.notReloaded === true") {
				t.Error("the page was loaded again")
			}
			if small := eval[[]string](b, `[...document.querySelectorAll('button, a.next, summary')].filter(e => e.offsetParent &&
				Math.min(e.offsetWidth, e.offsetHeight) < 44).map(e => e.outerHTML.slice(0, 80))`); len(small) > 0 {
				t.Errorf("too small to be hit: %q", small)
			}
			if all := complaints(); len(all) > 0 {
				t.Errorf("the console says: %q", all)
			}
			for _, u := range requests() {
				if !strings.HasPrefix(u, s.pageURL) && !strings.HasPrefix(u, "data:") {
					t.Errorf("the page asks %s for something", u)
				}
			}
			s.box.claimAll()
		})
	}
}

// promised waits for what a promise brings.
func promised[T any](b *browser, expression string) T {
	b.t.Helper()
	eval[bool](b, "window.brought = undefined, ("+expression+").then((v) => { window.brought = v; }, (e) => { window.brought = String(e); }), true")
	_, err := chromedp.Run(b.ctx, chromedp.Poll[bool]("window.brought !== undefined", chromedp.WithPollingTimeout(20*time.Second)))
	if err != nil {
		b.t.Fatalf("the browser brings nothing: %v", err)
	}
	return eval[T](b, "window.brought")
}

// The MP3 that the application fetches is one that a browser plays, with a tone in it.
func TestSoundInChromium(t *testing.T) {
	t.Parallel()
	s, b := newStory(t), newBrowser(t, 390)
	b.do(chromedp.Navigate(s.pageURL))
	sound := mp3(&recording{n: 3, sid: newSID("RE"), seconds: 5})
	got := promised[[]float64](b, `new OfflineAudioContext(1, 8000, 8000).decodeAudioData(
		Uint8Array.from(atob('`+base64.StdEncoding.EncodeToString(sound)+`'), (c) => c.charCodeAt(0)).buffer).then(
		(a) => [a.duration, a.getChannelData(0).reduce((m, v) => Math.max(m, Math.abs(v)), 0)])`)
	if got[0] < 4.7 || got[0] > 5.3 || got[1] < 0.01 || got[1] > 1 {
		t.Errorf("it plays for %.2f seconds, at most as loud as %.3f", got[0], got[1])
	}
}

func TestCallWithoutScript(t *testing.T) {
	t.Parallel()
	s, b := newCallStory(t), newBrowser(t, 390)
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
	submit := func(selector string) {
		t.Helper()
		if _, err := chromedp.RunResponse(b.ctx, chromedp.Click(chromedp.CSS(selector))); err != nil {
			t.Fatalf("click %s: %v", selector, err)
		}
	}
	says := func(selector, want string) {
		t.Helper()
		got, err := chromedp.Run(b.ctx, chromedp.Text(chromedp.CSS(selector)))
		if err != nil || !strings.Contains(got, want) {
			t.Fatalf("%s says %q, want %q (%v)", selector, got, want, err)
		}
	}
	b.do(chromedp.Navigate(s.pageURL))
	submit("#p4-ring")
	says("#p4-lines", "To ask for help, press 1.")
	submit("#p4-key1")
	says("#p4-lines", "Su código postal")
	submit("#p4-quiet")
	says("#p4-lines", "We heard no number.")
	s.mustMake(t, rosaNumber)
	s.box.quiet()
	submit(".tools a")
	submit("#p1-answer")
	says("#p1-lines", "To ask for help, press 1.")
	submit("#p1-end")
	says("#p1-lines", "The call is over")
	s.box.claimAll()
}
