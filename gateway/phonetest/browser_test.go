package phonetest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// browser is a real Chromium on the page, without access to anything else. It remembers what the page complains about
// and whom it asks for something.
type browser struct {
	t   *testing.T
	ctx context.Context
}

// newBrowser opens Chromium; a test without it is left out, unless CI says that nothing may be.
func newBrowser(t *testing.T, width int64) *browser {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if path, err = exec.LookPath("chromium-browser"); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatal("Chromium is missing")
			}
			t.Skip("left out: Chromium is not there")
		}
	}
	alloc, stop := chromedp.NewExecAllocator(t.Context(),
		chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.Headless, chromedp.NoSandbox,
		chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("disable-dev-shm-usage", true))
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)
	ctx, late := context.WithTimeout(ctx, 90*time.Second)
	t.Cleanup(late)
	t.Cleanup(func() { _ = chromedp.Cancel(ctx) })
	b := &browser{t, ctx}
	b.do(chromedp.EmulateViewport(width, 900))
	return b
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatalf("in the browser: %v", err)
	}
}

// listen collects the console and every address the page asks for, until the test ends.
func (b *browser) listen() (complaints, requests func() []string) {
	b.t.Helper()
	said, asked := make(chan string, 1000), make(chan string, 1000)
	console, sent := chromedp.Console(b.ctx), chromedp.Events(b.ctx, network.RequestWillBeSent)
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, network.Enable, network.EnableParams{})
		return err
	}))
	go func() {
		for m, err := range console {
			if err != nil {
				return
			}
			said <- m.String()
		}
	}()
	go func() {
		for e, err := range sent {
			if err != nil {
				return
			}
			asked <- e.Request.URL
		}
	}()
	return drain(said), drain(asked)
}

func drain(c chan string) func() []string {
	return func() (all []string) {
		for {
			select {
			case s := <-c:
				all = append(all, s)
			default:
				return all
			}
		}
	}
}

// sees waits until an element's text has these words in it.
func (b *browser) sees(selector, words string) {
	b.t.Helper()
	quoted, err := json.Marshal(words)
	if err != nil {
		b.t.Fatal(err)
	}
	expression := fmt.Sprintf("document.querySelector('%s')?.textContent.includes(%s) === true", selector, quoted)
	_, err = chromedp.Run(b.ctx, chromedp.Poll[bool](expression, chromedp.WithPollingTimeout(20*time.Second),
		chromedp.WithPollingInterval(20*time.Millisecond)))
	if err != nil {
		b.t.Fatalf("%s never says %q: %v", selector, words, err)
	}
}

func eval[T any](b *browser, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// click presses a button wherever it is; a text that comes in just then may move it.
func (b *browser) click(selector string) {
	b.t.Helper()
	b.do(chromedp.WaitVisible(chromedp.CSS(selector)))
	eval[bool](b, fmt.Sprintf("document.querySelector('%s').click() === undefined", selector))
}

// fits checks that nothing is wider than the window.
func (b *browser) fits(when string) {
	b.t.Helper()
	const widest = `(() => { const w = document.documentElement.clientWidth;
		return [...document.querySelectorAll('body *')].filter(e => !e.closest('.unseen, .skip, pre') &&
			e.getBoundingClientRect().right > w + 1).map(e => e.outerHTML.slice(0, 80)).slice(0, 3) })()`
	if eval[bool](b, "document.documentElement.scrollWidth > document.documentElement.clientWidth") {
		b.t.Errorf("%s the page scrolls sideways: %q", when, eval[[]string](b, widest))
	}
}

func TestPageInChromium(t *testing.T) {
	t.Parallel()
	for _, width := range []int64{390, 1280} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			s, b := newStory(t), newBrowser(t, width)
			complaints, requests := b.listen()
			b.do(chromedp.Navigate(s.pageURL), chromedp.WaitVisible(chromedp.CSS("#body-p1")))
			b.fits("empty")
			eval[bool](b, "window.notReloaded = true")

			b.do(chromedp.SendKeys(chromedp.CSS("#body-p2"), "half a thou"))
			b.do(chromedp.SendKeys(chromedp.CSS("#body-p1"), "FOOD 11211 two adúlts"))
			b.sees("#p1 output", "1 segment (letters that cost more)")
			b.do(chromedp.SendKeys(chromedp.CSS("#body-p1"), "\r"))
			b.sees("#p1-texts", "we are asking neighbors")
			b.sees("#p3-texts", "job B: groceries")
			b.sees("#p1-texts", "Sent")
			b.click(`#p3-chips button[value="YES B"]`)
			b.sees("#p1-texts", "Good news: Ben")
			b.sees("#tour .now", "Where to come")
			b.click("#tour-send")
			b.sees("#p3-texts", "120 Grand St")
			b.sees("#p1-chips", "DONE")
			b.click(`#p1-chips button[value="DONE"]`)
			b.sees("#tour", "That was the whole way")
			b.click("#skip-1h")
			b.sees("#clock", "1 hour ahead")

			if got := eval[string](b, "document.querySelector('#body-p2').value"); got != "half a thou" {
				t.Errorf("what was being typed is now %q", got)
			}
			if !eval[bool](b, "window.notReloaded === true") {
				t.Error("the page was loaded again")
			}
			eval[bool](b, "document.querySelectorAll('details').forEach(d => d.open = true) === undefined")
			b.fits("with everything open")
			if all := complaints(); len(all) > 0 {
				t.Errorf("the console says: %q", all)
			}
			for _, u := range requests() {
				if !strings.HasPrefix(u, s.pageURL) && !strings.HasPrefix(u, "data:") {
					t.Errorf("the page asks %s for something", u)
				}
			}
		})
	}
}

func TestPageWithoutScript(t *testing.T) {
	t.Parallel()
	s, b := newStory(t), newBrowser(t, 390)
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
	text := func(selector string) string {
		t.Helper()
		s, err := chromedp.Run(b.ctx, chromedp.Text(chromedp.CSS(selector)))
		if err != nil {
			t.Fatalf("read %s: %v", selector, err)
		}
		return s
	}
	submit := func(selector string) {
		t.Helper()
		if _, err := chromedp.RunResponse(b.ctx, chromedp.Click(chromedp.CSS(selector))); err != nil {
			t.Fatalf("click %s: %v", selector, err)
		}
	}
	b.do(chromedp.Navigate(s.pageURL), chromedp.SendKeys(chromedp.CSS("#body-p1"), "FOOD 11211 two adults"))
	submit("#p1 .write button")
	if got := text("#p1-texts"); !strings.Contains(got, "we are asking") || !strings.Contains(got, "2 segments") {
		t.Errorf("Rosa's phone says %q", got)
	}
	s.box.quiet()
	submit(".tools a")
	submit(`#p3-chips button[value="YES B"]`)
	s.box.quiet()
	submit(".tools a")
	if got := text("#p1-texts"); !strings.Contains(got, "Good news: Ben") {
		t.Errorf("Rosa's phone says %q", got)
	}
	submit("#skip-10m")
	if got := text("#clock"); !strings.Contains(got, "10 minutes ahead") {
		t.Errorf("the clock says %q", got)
	}
	b.do(chromedp.Click(chromedp.CSS("#add > summary")), chromedp.SendKeys(chromedp.CSS("#add-name"), "Joe"),
		chromedp.Click(chromedp.CSS("input[value=landline]")))
	submit("#add form button")
	if got := text("#p4"); !strings.Contains(got, "landline: it cannot send or get texts") {
		t.Errorf("Joe's phone says %q", got)
	}
}
